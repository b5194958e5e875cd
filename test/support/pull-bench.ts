import { createLogger } from '#platform/logger';
import type { JobIds } from '#queue/jobs';
import type { Queue } from '#queue/queue';
import { LedgerProofs } from '#sync/proof/ledger-proofs';
import { ProofRows } from '#sync/proof/proof-rows';
import { ProofService } from '#sync/proof/proof.service';
import { Pull } from '#sync/pull';
import { ReadingRows } from '#sync/reading-rows';
import { Readings } from '#sync/readings';
import { type RefreshOptions, RefreshService } from '#sync/refresh.service';
import { RemapService } from '#sync/remap.service';
import { Remapper } from '#sync/remapper';
import { SupplementalData } from '#sync/supplemental-data.service';
import { SourceChanges } from '#sync/source-changes';
import { type TestDatabase, testDatabase } from './database.js';
import { FakePlatform, noCall } from './fake-platform.js';
import { type LinkedCompany, linkedCompany } from './linked-company.js';

interface Woken extends JobIds {
  readonly name: string;
  readonly rank?: number | undefined;
}

/** The pull's own classes on a real database with a fake platform; jobs are run by hand, in the order of their wakes. */
export class PullBench {
  readonly platform = new FakePlatform();
  readonly woken: Woken[] = [];
  keptVersions = 20;
  readonly rows: ReadingRows;
  readonly refresh: RefreshService;
  readonly remaps: RemapService;
  readonly proofs: ProofService;
  readonly supplements: SupplementalData;
  private readonly connectors = { of: () => this.platform.connector };
  private readonly logger = createLogger('pull-test', process.env['PULL_LOG'] ?? 'silent');
  private readonly queue = { wake: (name: string, ids: JobIds, options?: { rank?: number }) => { this.woken.push({ name, ...ids, rank: options?.rank }); return Promise.resolve(); } } as unknown as Queue;

  private constructor(readonly database: TestDatabase, readonly company: LinkedCompany) {
    this.rows = new ReadingRows(this.queue);
    this.refresh = new RefreshService(database.tenants, this.rows, this.connectors);
    this.remaps = new RemapService(database.tenants, this.queue);
    this.supplements = new SupplementalData(database.tenants, this.queue);
    this.proofs = new ProofService(database.tenants, this.queue);
  }

  static async open(database: TestDatabase): Promise<PullBench> {
    return new PullBench(database, await linkedCompany(database, 'fake'));
  }

  static database(): Promise<TestDatabase> {
    return testDatabase();
  }

  /** A worker of its own, as far as leases are concerned. */
  worker(): { pull: Pull; remapper: Remapper; prover: LedgerProofs; readings: Readings; told: SourceChanges } {
    const { tenants } = this.database;
    const readings = new Readings(tenants, this.keptVersions);
    const calls = { callFor: () => Promise.resolve(noCall) };
    return {
      readings,
      pull: new Pull(tenants, readings, this.connectors, calls, this.queue, this.logger),
      remapper: new Remapper(tenants, this.connectors, this.keptVersions, this.logger),
      told: new SourceChanges(tenants, this.rows, this.connectors),
      prover: new LedgerProofs(tenants, new ProofRows(tenants), this.connectors, calls, this.rows, this.logger),
    };
  }

  /** Runs what was woken, and what that wakes, until nothing is left. */
  async drain(stopping: AbortSignal = new AbortController().signal): Promise<void> {
    const { pull, remapper, prover, told } = this.worker();
    for (let job = this.woken.shift(); job; job = this.woken.shift()) {
      const { name, operatorId, id } = job;
      if (name === 'change') await told.fetch(operatorId, id);
      else await (name === 'reading' ? pull : name === 'proof' ? prover : remapper).run({ operatorId, id }, { stopping });
    }
  }

  async pullAll(options?: RefreshOptions): Promise<void> {
    await this.refresh.all(this.company.operatorId, this.company.companyId, options);
    await this.drain();
  }

  /** Rows of this operator; `$1` is the operator. */
  async rowsOf<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.database.tenants.sql(this.company.operatorId, (client) => client.query<Row>(text, [this.company.operatorId, ...values]));
    return rows;
  }

  /** Stored documents by source id. */
  async documents(dataType: string): Promise<Map<string, Record<string, unknown>>> {
    const rows = await this.rowsOf<{ source_id: string; document: string | null }>(
      'select source_id, document from record where operator_id = $1 and data_type = $2', [dataType]);
    return new Map(rows.map((row) => [row.source_id, JSON.parse(row.document ?? 'null') as Record<string, unknown>]));
  }

  async dataset(dataType: string): Promise<{ status: string; status_description: string | null; error_message: string | null; progress: number; counts: Record<string, number>; completed_at: Date | null }> {
    const [row] = await this.rowsOf<never>(
      'select * from dataset where operator_id = $1 and data_type = $2 order by requested_at desc, id desc limit 1', [dataType]);
    return row;
  }

  /** The person's consent, as far as it matters to pulls. */
  async grant(scopes: readonly string[]): Promise<void> {
    await this.rowsOf(`
      with g as (
        insert into token_grant (operator_id, id, app_id, user_key, tokens, access_expires_at, scopes)
        select operator_id, gen_random_uuid(), id, 'person', '', now(), $2 from app where operator_id = $1 returning id)
      update connection set grant_id = g.id from g where operator_id = $1`, [scopes]);
  }

  /** Ids of the readings that a dataset waits for, by source. */
  async readingsOf(datasetId: string): Promise<string[]> {
    const rows = await this.rowsOf<{ id: string }>(`
      select r.id from dataset_reading l join reading r on r.operator_id = l.operator_id and r.id = l.reading_id
      where l.operator_id = $1 and l.dataset_id = $2 order by r.source`, [datasetId]);
    return rows.map(({ id }) => id);
  }
}
