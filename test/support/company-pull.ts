import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { type Line, SimulatedBooks, storedDocuments } from './books-truth.js';
import { simulatorUser } from './consent.js';
import type { OperatorClient, WirePullOperation } from './operator-client.js';
import type { PullStage } from './pull-stage.js';

/** The row of the reading that pulls invoices and bills. */
export interface InvoicesReading {
  id: string;
  status: string;
  attempt: number;
  deaths: number;
  lease_owner: string | null;
  lease_until: Date | null;
  /** The page to be read next; null before the first is stored. */
  page: number | null;
}

/** A fault of the simulator in its own words; it strikes the reading of invoices. */
export interface InvoicesFault {
  kind: 'delay' | 'throttled';
  skip: number;
  times?: number;
  delayMs?: number;
  retryAfterSeconds?: number;
}

/** The first pull of a company of its own from an organisation of its own, so that tests do not meet each other's records. */
export class CompanyPull {
  connectionId = '';

  private constructor(
    readonly companyId: string, readonly invoices: number, private readonly organisationName: string, private readonly books: SimulatedBooks,
    private readonly operator: OperatorClient, private readonly admin: pg.Client,
  ) {}

  static async prepare({ platform, operator, admin }: PullStage, { name, invoices }: { name: string; invoices: number }): Promise<CompanyPull> {
    const demo = await SimulatedBooks.of(platform);
    await demo.send('POST', 'organisations', { name, invoices, email: simulatorUser.email });
    const { id } = await operator.createCompany(name);
    return new CompanyPull(id, invoices, name, await SimulatedBooks.of(platform, name), operator, admin);
  }

  async fault(fault: InvoicesFault): Promise<void> {
    await this.books.send('POST', 'faults', { path: '/Invoices$', tenantId: this.books.organisationId, ...fault });
  }

  /** Links the company, which starts the pull. */
  async start(): Promise<void> {
    this.connectionId = await this.operator.link(this.companyId, simulatorUser, this.organisationName);
  }

  async untilReading(is: (reading: InvoicesReading) => boolean): Promise<InvoicesReading> {
    for (;;) {
      const reading = await this.reading();
      if (is(reading)) return reading;
      if (['complete', 'failed', 'cancelled'].includes(reading.status)) throw new Error(`The reading ended before: ${JSON.stringify(reading)}`);
      await pause(20);
    }
  }

  async reading(): Promise<InvoicesReading> {
    const { rows: [row] } = await this.admin.query<InvoicesReading>(`
      select id, status, attempt, deaths, lease_owner, lease_until, (cursor ->> 'page')::int as page
      from reading where connection_id = $1 and source = 'Invoices'`, [this.connectionId]);
    return row;
  }

  untilPulled(): Promise<WirePullOperation[]> {
    return this.operator.untilPulled(this.companyId);
  }

  truth(): Promise<Line[]> {
    return this.books.documents();
  }

  stored(): Promise<Line[]> {
    return storedDocuments(this.admin, this.connectionId);
  }

  /** How many records the datasets of invoices and bills say they added. */
  async added(): Promise<number> {
    const { rows: [{ added }] } = await this.admin.query<{ added: number }>(`
      select sum((counts ->> 'added')::int)::int as added from dataset where connection_id = $1 and data_type in ('invoices', 'bills')`, [this.connectionId]);
    return added;
  }
}
