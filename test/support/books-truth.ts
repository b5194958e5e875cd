import type pg from 'pg';
import type { RunningPlatform } from './processes.js';

interface TruthRow {
  id: string;
  type: string;
  status: string;
  number: string;
  total: string;
  amountDue: string;
}

/** Amounts are decimal texts. */
export interface TruthSum {
  count: number;
  total: string;
  amountDue: string;
}

/** One invoice or bill as both sides can say it. */
export type Line = string;

/** The simulator's control API, which knows the books better than any reader of them. */
export class SimulatedBooks {
  private constructor(private readonly control: string, readonly organisationId: string) {}

  static async of({ simulatorUrl }: RunningPlatform, name = 'Demo Company (UK)'): Promise<SimulatedBooks> {
    const response = await fetch(`${simulatorUrl}/simulator/organisations`);
    const organisations = await response.json() as { tenantId: string; name: string }[];
    const found = organisations.find((each) => each.name === name);
    if (!found) throw new Error(`The simulator has no organisation ${name}: ${JSON.stringify(organisations)}`);
    return new SimulatedBooks(`${simulatorUrl}/simulator`, found.tenantId);
  }

  /** All invoices and bills that may be served, sorted. */
  async documents(): Promise<Line[]> {
    const response = await fetch(`${this.control}/organisations/${this.organisationId}/truth/invoices`);
    const rows = await response.json() as TruthRow[];
    return rows.filter(({ status }) => status !== 'DELETED')
      .map(({ id, type, number, total, amountDue, status }) => line(id, type === 'ACCREC' ? 'invoices' : 'bills', number, total, status === 'VOIDED' ? 'void' : amountDue))
      .sort();
  }

  /** Counts and exact sums of each kind, by type and by `type.status`. */
  async sums(): Promise<Record<string, Record<string, TruthSum>>> {
    const response = await fetch(`${this.control}/organisations/${this.organisationId}/truth`);
    return await response.json() as Record<string, Record<string, TruthSum>>;
  }

  /** Counts and exact sums of each kind by `type.status.currency`, and what went through bank accounts by their currency. */
  async currencySums(): Promise<Record<string, Record<string, Pick<TruthSum, 'count' | 'total'>>>> {
    const response = await fetch(`${this.control}/organisations/${this.organisationId}/sums`);
    return await response.json() as Record<string, Record<string, Pick<TruthSum, 'count' | 'total'>>>;
  }

  edit(edits: object | object[]): Promise<unknown> {
    return this.send('POST', `organisations/${this.organisationId}/edits`, edits);
  }

  settings(settings: object): Promise<unknown> {
    return this.send('PATCH', `organisations/${this.organisationId}/books`, settings);
  }

  async send(method: string, path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.control}/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}

/** The same of what is stored and served as live, past row level security; of all connections or of one. */
export async function storedDocuments(admin: pg.Client, connectionId: string | null = null): Promise<Line[]> {
  const { rows } = await admin.query<{ data_type: string; document: string }>(`
    select data_type, document from record where data_type in ('invoices', 'bills') and document is not null and not is_deleted
      and ($1::uuid is null or connection_id = $1)`, [connectionId]);
  return rows.map(({ data_type, document }) => {
    const { id, invoiceNumber, reference, totalAmount, amountDue, status } = JSON.parse(document) as Record<string, string | number | undefined>;
    return line(String(id), data_type, String(invoiceNumber ?? reference ?? ''), Number(totalAmount).toFixed(2), status === 'Void' ? 'void' : Number(amountDue).toFixed(2));
  }).sort();
}

function line(...parts: string[]): Line {
  return parts.join(' | ');
}
