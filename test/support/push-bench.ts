import { createLogger } from '#platform/logger';
import { newId } from '#platform/ids';
import type { Queue } from '#queue/queue';
import { Preparation } from '#push/preparation';
import { PushEnds } from '#push/push-ends';
import { PushRequests, type NewPush } from '#push/push-requests';
import { PushRows } from '#push/push-rows';
import { Pushes } from '#push/pushes';
import type { TestDatabase } from './database.js';
import type { PlatformSources } from '#sync/platform-sources';
import { FakeWrites } from './fake-writes.js';
import { PullBench } from './pull-bench.js';

export interface PushState {
  id: string;
  status: string;
  stage: string;
  outcome: string | null;
  status_code: number | null;
  error: string | null;
  issues: { field: string; message: string }[] | null;
  changes: { type: string; recordRef: { id: string } }[] | null;
  keys: number;
}

/** The engine's own classes on a real database with a fake platform that can be written to; jobs are run by hand. */
export class PushBench {
  readonly writes: FakeWrites;
  private readonly requests: PushRequests;
  private readonly logger = createLogger('push-test', process.env['PULL_LOG'] ?? 'silent');
  private readonly connectors: PlatformSources;
  private readonly queue: Queue;

  private constructor(readonly database: TestDatabase, readonly pulls: PullBench) {
    this.writes = new FakeWrites(pulls.platform);
    this.connectors = { of: () => pulls.platform.connector };
    this.queue = { wake: (name: string, ids: { operatorId: string; id: string }) => { if (name !== 'push') pulls.woken.push({ name, ...ids }); return Promise.resolve(); } } as unknown as Queue;
    this.requests = new PushRequests(database.tenants, this.connectors, this.queue);
  }

  static async start(database: TestDatabase): Promise<PushBench> {
    const pulls = await PullBench.open(database);
    await pulls.grant(['invoices.write']);
    return new PushBench(database, pulls);
  }

  get operatorId(): string {
    return this.pulls.company.operatorId;
  }

  add(document: object, more: Partial<NewPush> = {}): Promise<string> {
    return this.requests.add({
      ...this.pulls.company, dataType: 'invoices', kind: 'Create', recordId: null, document: { ...document }, file: null,
      timeoutMinutes: null, forceUpdate: false, syncAfter: true, ...more,
    });
  }

  /** A worker of its own, as far as leases are concerned. */
  worker(): Pushes {
    const { tenants } = this.database;
    const rows = new PushRows(tenants, 20);
    const calls = { callFor: () => Promise.resolve(this.writes.call) };
    const ends = new PushEnds(rows, this.connectors, this.queue, this.logger);
    return new Pushes(rows, ends, new Preparation(tenants, this.connectors), this.connectors, calls, this.logger);
  }

  run(id: string, worker = this.worker()): Promise<unknown> {
    return worker.run({ operatorId: this.operatorId, id }, { stopping: new AbortController().signal });
  }

  /** So many minutes pass for what is not done yet; whoever holds it is dead by then. */
  async pass(minutes: number): Promise<void> {
    this.writes.aheadMs += minutes * 60_000;
    await this.pulls.rowsOf(`
      update push set next_at = now(), lease_until = least(lease_until, now() - interval '1 second'),
        sent_at = sent_at - make_interval(mins => $2), first_sent_at = first_sent_at - make_interval(mins => $2)
      where operator_id = $1 and status <> 'complete'`, [minutes]);
  }

  async state(id: string): Promise<PushState> {
    const [state] = await this.pulls.rowsOf<PushState>('select * from push where operator_id = $1 and id = $2', [id]);
    return state;
  }

  async open(): Promise<string[]> {
    return (await this.pulls.rowsOf<{ id: string }>(`select id from push where operator_id = $1 and status <> 'complete' order by id`)).map(({ id }) => id);
  }

  /** Ids of the documents at the platform with this number. */
  numbered(number: string): string[] {
    return this.writes.invoices().filter((invoice) => invoice['number'] === number).map(({ id }) => id);
  }

  /** A claim of a record, as another push that ended makes it. */
  async claim(recordId: string): Promise<void> {
    const id = await this.add({ invoiceNumber: newId().slice(0, 20) });
    await this.pulls.rowsOf(`update push set status = 'complete', stage = 'done', outcome = 'Success', claimed_id = $3, completed_at = now() where operator_id = $1 and id = $2`, [id, recordId]);
  }
}
