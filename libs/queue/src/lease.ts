import type pg from 'pg';
import { Tenants } from '#database/tenant';
import type { JobIds } from './jobs.js';

/** Renewed three times in its life; a worker that died loses its work after this. */
export const leaseSeconds = 6;
const heartbeatMs = 2_000;

/** A claim of one row: its number is the fence that every write of the attempt must pass. */
export interface Attempt extends JobIds {
  readonly number: number;
}

/** The row was claimed by somebody else meanwhile, ended or deleted: whoever holds the old attempt stops and changes nothing. */
export class StaleAttempt extends Error {
  override readonly name = 'StaleAttempt';

  constructor(attempt: Attempt) {
    super(`Attempt ${attempt.number} of ${attempt.id} is over`);
  }
}

/** Tables whose rows are work: status, attempt, lease_owner, lease_until, next_at. */
export type WorkTable = 'reading' | 'remapping' | 'ledger_proof' | 'webhook_consumer' | 'push';

/**
 * Leases and fences for the rows of one table, by the database's clock alone. A lease says who may start; only the
 * attempt number says whose writes count, because a frozen process does not know that its lease is over.
 */
export class LeasedRows {
  constructor(private readonly tenants: Tenants, private readonly table: WorkTable) {}

  /**
   * Claims a row that is due and that nobody holds, or returns null. `changes` is an SQL list of further columns to set;
   * in it the columns still have the values from before. `due`: a further condition.
   */
  async claim<Row>(ids: JobIds, owner: string, { changes, due = 'true' }: { changes: string; due?: string }): Promise<(Row & { attempt: number }) | null> {
    return this.tenants.sql(ids.operatorId, async (client) => {
      const { rows } = await client.query<Row & { attempt: number }>(`
        update ${this.table} set status = 'running', attempt = attempt + 1, lease_owner = $3,
          lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), ${changes}
        where operator_id = $1 and id = $2 and status in ('queued', 'running', 'waiting') and next_at <= clock_timestamp()
          and (lease_until is null or lease_until < clock_timestamp()) and ${due}
        returning *`, [ids.operatorId, ids.id, owner]);
      return rows[0] ?? null;
    });
  }

  /**
   * Runs `work` in one transaction that holds the row and fails with StaleAttempt, changing nothing, when the attempt is
   * over. `changes` is an SQL list of columns to set, with parameters from $4. `settings` are of the transaction.
   */
  async fenced<T = void>(
    attempt: Attempt, changes: string, values: readonly unknown[] = [], work?: (client: pg.ClientBase) => Promise<T>, settings: readonly string[] = [],
  ): Promise<T> {
    return this.tenants.sql(attempt.operatorId, async (client) => {
      const { rowCount } = await client.query(
        `update ${this.table} set ${changes} where operator_id = $1 and id = $2 and attempt = $3 and status = 'running'`,
        [attempt.operatorId, attempt.id, attempt.number, ...values]);
      if (rowCount !== 1) throw new StaleAttempt(attempt);
      return work?.(client) as Promise<T>;
    }, settings);
  }

  /** Renews the lease until `stop`. `lost` aborts once the attempt is over, so that no further call is made in vain. */
  keepAlive(attempt: Attempt): { lost: AbortSignal; stop(): void } {
    const lost = new AbortController();
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.fenced(attempt, renewed)
        // A database that is away is no proof that the attempt is over: the fence decides at the next write.
        .catch((error: unknown) => { if (error instanceof StaleAttempt) lost.abort(error); })
        .finally(() => { busy = false; });
    }, heartbeatMs);
    return { lost: lost.signal, stop: () => clearInterval(timer) };
  }
}

/** To be among the changes of every fenced write that does not end the attempt. */
export const renewed = `lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})`;

/** To be among the changes of a fenced write that gives the row back. */
export const released = 'lease_owner = null, lease_until = null';
