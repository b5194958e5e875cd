import type { Queue } from '#queue/queue';
import type { JobIds } from '#queue/jobs';
import { connectorOf } from '#connectors/registry';
import type { LedgerProof } from '#database/entities/ledger-proof.entity';
import { createLogger } from '#platform/logger';
import { LedgerProofs } from '#sync/proof/ledger-proofs';
import { ProofRows } from '#sync/proof/proof-rows';
import { ProofService } from '#sync/proof/proof.service';
import { Pull } from '#sync/pull';
import { ReadingRows } from '#sync/reading-rows';
import { Readings } from '#sync/readings';
import { type RefreshOptions, RefreshService } from '#sync/refresh.service';
import { addCompany } from './access.js';
import { linkCompany, type LinkingWorld } from './linking.js';

/** The pull of a company that is linked at the simulator, over the real calls; jobs are run by hand. */
export class XeroPull {
  readonly proofs: ProofService;
  private readonly refresh: RefreshService;
  private readonly pull: Pull;
  private readonly prover: LedgerProofs;

  private constructor(private readonly world: LinkingWorld, readonly companyId: string, readonly connectionId: string) {
    const { tenants } = world.database;
    const queue = { wake: () => Promise.resolve() } as unknown as Queue;
    const connectors = { of: connectorOf };
    const logger = createLogger('pull-test', process.env['PULL_LOG'] ?? 'silent');
    this.refresh = new RefreshService(tenants, new ReadingRows(queue), connectors);
    this.pull = new Pull(tenants, new Readings(tenants, 20), connectors, world.services.calls, queue, logger);
    this.proofs = new ProofService(tenants, queue);
    this.prover = new LedgerProofs(tenants, new ProofRows(tenants), connectors, world.services.calls, new ReadingRows(queue), logger);
  }

  static async linked(world: LinkingWorld, email?: string): Promise<XeroPull> {
    const companyId = await addCompany(world.database.tenants, world.operatorId);
    return new XeroPull(world, companyId, (await linkCompany(world, companyId, email === undefined ? {} : { email })).connectionId);
  }

  /** Queues every data type. */
  async start(options?: RefreshOptions): Promise<void> {
    await this.refresh.all(this.world.operatorId, this.companyId, options);
  }

  /** Runs the readings that are due, and what becomes due by them, until nothing is. */
  async runDue(): Promise<void> {
    for (let due = await this.due('reading'); due.length > 0; due = await this.due('reading')) {
      for (const ids of due) await this.pull.run(ids, { stopping: new AbortController().signal });
    }
  }

  /** Has the books proved, by the proof that is due or by a new one, with whatever is pulled for that. */
  async prove(): Promise<LedgerProof> {
    const connection = { operatorId: this.world.operatorId, companyId: this.companyId, connectionId: this.connectionId };
    await this.proofs.order(connection);
    for (let due = await this.due('ledger_proof'); due.length > 0; due = await this.due('ledger_proof')) {
      for (const ids of due) await this.prover.run(ids, { stopping: new AbortController().signal });
      await this.runDue();
    }
    return this.proofs.latest(connection);
  }

  /** Lets as much time pass as the reading that waits longest has to, at the platform and here. */
  async passLongestWait(): Promise<void> {
    const [{ seconds }] = await this.rows<{ seconds: number }>(`
      select coalesce(ceil(extract(epoch from max(next_at) - now())), 0)::int as seconds from reading where connection_id = $1 and status = 'waiting'`);
    await this.world.simulator.control('POST', 'clock', { advanceSeconds: Math.max(seconds, 0) });
    await this.rows(`update reading set next_at = next_at - interval '${seconds} seconds' where connection_id = $1 and status = 'waiting'`);
    await this.world.database.tenants.sql(this.world.operatorId, (client) => client.query(
      'update call_budget set blocked_until = blocked_until - make_interval(secs => $1)', [seconds]));
  }

  /** How many readings have not ended. */
  async open(): Promise<number> {
    return (await this.rows('select 1 from reading where connection_id = $1 and finished_at is null')).length;
  }

  async rows<Row extends object>(text: string): Promise<Row[]> {
    return (await this.world.database.tenants.sql(this.world.operatorId, (client) => client.query<Row>(text, [this.connectionId]))).rows;
  }

  /** The latest dataset of each data type. */
  async datasets(): Promise<Map<string, { status: string; description: string | null; error: string | null }>> {
    const rows = await this.rows<{ data_type: string; status: string; description: string | null; error: string | null }>(`
      select distinct on (data_type) data_type, status, status_description as description, error_message as error
      from dataset where connection_id = $1 order by data_type, requested_at desc, id desc`);
    return new Map(rows.map(({ data_type: dataType, ...dataset }) => [dataType, dataset]));
  }

  private async due(table: 'reading' | 'ledger_proof'): Promise<JobIds[]> {
    const order = table === 'reading' ? 'order by position' : '';
    const rows = await this.rows<{ id: string }>(`select id from ${table} where connection_id = $1 and status in ('queued', 'waiting') and next_at <= now() ${order}`);
    return rows.map(({ id }) => ({ operatorId: this.world.operatorId, id }));
  }
}
