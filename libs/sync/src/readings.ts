import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Tenants } from '#database/tenant';
import { forgetHealedFaults } from '#connections/connection-faults';
import { newId } from '#platform/ids';
import type { JobIds } from '#queue/jobs';
import { type Cursor, fromNothing, type Start, startOfRound } from './cursor.js';
import { type DatasetProgress, endParts, failParts, showPause, showProgress, startDatasets } from './dataset-rows.js';
import type { FailedStatus } from './failures.js';
import { type Attempt, LeasedRows, released, renewed } from '#queue/lease';
import { orderProof, releaseProofs } from './proof/due-proofs.js';
import type { DatasetPart } from './outcomes.js';
import type { Access } from './platform-sources.js';
import { tellOfReads } from './read-events.js';
import { type ReadTo, remember, startFor } from './source-state.js';
import { hasSourceChanges } from './source-change-rows.js';
import { windowOf } from './window-rows.js';

export interface ReadingCounts {
  /** Native records that came in this round. */
  readonly read: number;
  /** Of them those that are of a data type of ours, if only to say that they are deleted. */
  readonly recognised: number;
  /** In all rounds. */
  readonly pages: number;
  /** Failures in a row since the last page. */
  readonly failures: number;
}

export const nothingRead: ReadingCounts = { read: 0, recognised: 0, pages: 0, failures: 0 };

/** A reading under an attempt of this process. */
export interface HeldReading extends Attempt {
  readonly connectionId: string;
  readonly source: string;
  readonly platformKey: string;
  readonly connectionStatus: string;
  readonly access: Access;
  /** How many earlier documents of each record stay. */
  readonly keptVersions: number;
  /** Which organisation is read and with what scopes, to be compared with an earlier reading's. */
  readonly readAs: string;
  readonly cursor: Cursor;
  counts: ReadingCounts;
  readonly datasets: readonly DatasetProgress[];
}

/** What to store with a page. */
export interface PageEnd {
  readonly cursor: Cursor;
  readonly counts: ReadingCounts;
  readonly progress: number;
  readonly status: 'Fetching' | 'Processing';
}

/** What waited for the end of a reading and may start now. */
export interface FollowingWork {
  readonly readings: readonly string[];
  readonly proofs: readonly string[];
  /** The platform told of changes while they could not be read. */
  readonly changes: boolean;
}

interface ReadingRow {
  connection_id: string; source: string; mode: 'full' | 'delta'; cursor: Cursor | null; counts: Partial<ReadingCounts>; attempt: number;
}

interface ConnectionRow {
  platform_key: string; status: string; organisation_id: string | null; tier: string; scopes: string[];
}

/** Token of the setting how many earlier documents of each record are kept. */
export const KeptVersions = Symbol('KeptVersions');

/** Readings as rows: claimed under a lease, written behind a fence, given back or ended. */
@Injectable()
export class Readings {
  private readonly owner = newId();
  private readonly leased: LeasedRows;

  constructor(@Inject(Tenants) private readonly tenants: Tenants, @Inject(KeptVersions) private readonly keptVersions: number) {
    this.leased = new LeasedRows(tenants, 'reading');
  }

  /** Null: not due, finished, or in other hands. */
  async claim(ids: JobIds): Promise<HeldReading | null> {
    // A lease that was never given back means that its process died.
    const row = await this.leased.claim<ReadingRow>(ids, this.owner, {
      changes: 'started_at = coalesce(started_at, now()), deaths = deaths + (lease_until is not null)::int',
      // A page that keeps killing its worker is tried ever more seldom, but never given up for that alone.
      due: 'coalesce(lease_until < clock_timestamp() - make_interval(secs => least(300, 10 * greatest(0, deaths - 3))), true)',
    });
    if (!row) return null;
    return this.tenants.sql(ids.operatorId, async (client) => {
      const attempt = { operatorId: ids.operatorId, id: ids.id, number: row.attempt };
      const { rows: [connection] } = await client.query<ConnectionRow>(`
        select k.platform_key, k.status, k.organisation_id, a.tier, coalesce(g.scopes, '{}') as scopes
        from connection k
        join app a on a.operator_id = k.operator_id and a.id = k.app_id
        left join token_grant g on g.operator_id = k.operator_id and g.id = k.grant_id
        where k.operator_id = $1 and k.id = $2`, [ids.operatorId, row.connection_id]);
      const reading = {
        ...attempt,
        connectionId: row.connection_id,
        source: row.source,
        platformKey: connection.platform_key,
        connectionStatus: connection.status,
        keptVersions: this.keptVersions,
        access: { tierKey: connection.tier, scopes: connection.scopes },
        readAs: [connection.organisation_id, ...[...connection.scopes].sort()].join(' '),
        counts: { ...nothingRead, ...row.counts },
        datasets: await startDatasets(client, ids),
      };
      return { ...reading, cursor: row.cursor ?? startOfRound(1, await chooseStart(client, reading, row.mode)) };
    });
  }

  keepAlive(attempt: Attempt): { lost: AbortSignal; stop(): void } {
    return this.leased.keepAlive(attempt);
  }

  /**
   * One transaction for a page: whatever `work` writes, the cursor, and what the datasets show. It does not wait for the disk: a
   * crash of PostgreSQL that loses the last pages loses their cursor with them, so that they are read again. The end of the
   * reading waits, and so for everything before it.
   */
  async commitPage<T>(reading: HeldReading, end: PageEnd, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const values = [JSON.stringify(end.cursor), JSON.stringify(end.counts)];
    return this.leased.fenced(reading, `${renewed}, cursor = $4, counts = $5, deaths = 0`, values, async (client) => {
      const result = await work(client);
      reading.counts = end.counts;
      await showProgress(client, reading, end);
      return result;
    }, ['synchronous_commit = off']);
  }

  /** Gives the work back as it is, for any worker to take at once. */
  async release(reading: HeldReading): Promise<void> {
    await this.leased.fenced(reading, `${released}, status = 'queued', next_at = now()`);
  }

  /** Gives the work back until a time. */
  async pause(reading: HeldReading, seconds: number, why: string, failures: number): Promise<void> {
    const changes = `${released}, status = 'waiting', next_at = now() + make_interval(secs => $4), counts = counts || $5::jsonb`;
    await this.leased.fenced(reading, changes, [seconds, JSON.stringify({ failures })], (client) => showPause(client, reading, seconds, why));
  }

  /**
   * Ends the reading. `parts`: how it ended for each dataset. `to`: from where the next one goes on, for the datasets that
   * are complete. `posts`: its records make the ledger, so that the books are proved again once all of them were read.
   */
  async finish(reading: HeldReading, parts: readonly (DatasetPart & { id: string })[], { to, posts }: { to: ReadTo | null; posts: boolean }): Promise<FollowingWork> {
    return this.leased.fenced(reading, `${released}, status = 'complete', finished_at = now(), error = null`, [], async (client) => {
      // It holds the connection as `lockConnection` does.
      await client.query('update connection set last_sync_at = now() where operator_id = $1 and id = $2', [reading.operatorId, reading.connectionId]);
      const complete = reading.datasets.filter(({ id }) => parts.some((part) => part.id === id && part.status === 'Complete'));
      if (to) await remember(client, reading, complete.map(({ dataType }) => dataType), to);
      await endParts(client, reading, parts);
      await forgetHealedFaults(client, reading);
      if (posts && to?.full) await orderProof((text, values) => client.query(text, values), reading);
      return endOfReadings(client, reading, [reading.id]);
    });
  }

  /** Ends the reading without success. `whole`: and every other open one of the connection. */
  async fail(reading: HeldReading, failure: { status: FailedStatus; message: string; errorKind: string; whole: boolean }): Promise<FollowingWork> {
    const status = failure.status === 'Cancelled' ? 'cancelled' : 'failed';
    const changes = `${released}, status = $4, error_kind = $5, error = $6, finished_at = now()`;
    return this.leased.fenced(reading, changes, [status, failure.errorKind, failure.message], async (client) => {
      await lockConnection(client, reading);
      const ended = [reading.id];
      if (failure.whole) {
        const { rows } = await client.query<{ id: string }>(`
          update reading set ${released}, status = $3, error_kind = $4, error = $5, finished_at = now()
          where operator_id = $1 and connection_id = $2 and status in ('queued', 'running', 'waiting') returning id`,
        [reading.operatorId, reading.connectionId, status, failure.errorKind, failure.message]);
        ended.push(...rows.map(({ id }) => id));
      }
      await failParts(client, reading.operatorId, ended, failure);
      return endOfReadings(client, reading, ended);
    });
  }
}

/** Decided when the reading begins, since data types may join until then. */
async function chooseStart(client: pg.ClientBase, reading: Omit<HeldReading, 'cursor'>, mode: 'full' | 'delta'): Promise<Start> {
  const dataTypes = reading.datasets.map(({ dataType }) => dataType);
  const window = await windowOf(client, reading, dataTypes);
  const limited = window === undefined ? {} : { window };
  if (mode === 'full') return { ...fromNothing, ...limited };
  const start = await startFor(client, reading, dataTypes, window);
  if (start.since === null && start.after === null) {
    await client.query(`update reading set mode = 'full' where operator_id = $1 and id = $2`, [reading.operatorId, reading.id]);
  }
  return { ...start, ...limited };
}

/** Two readings that end at once take turns: each would else see the other one still open and wake nobody. */
async function lockConnection(client: pg.ClientBase, reading: HeldReading): Promise<void> {
  await client.query('select 1 from connection where operator_id = $1 and id = $2 for update', [reading.operatorId, reading.connectionId]);
}

/** The lists of ids have served; readings of the next position start when none of an earlier one is open, a proof when none is. */
async function endOfReadings(client: pg.ClientBase, reading: HeldReading, ended: readonly string[]): Promise<FollowingWork> {
  await tellOfReads(client, reading, ended);
  await client.query('delete from reading_page where operator_id = $1 and reading_id = any($2)', [reading.operatorId, ended]);
  const { rows } = await client.query<{ id: string; sync_order: number }>(`
    update reading r set next_at = now()
    where r.operator_id = $1 and r.connection_id = $2 and r.status = 'queued' and r.next_at = 'infinity'
      and not exists (
        select 1 from reading e where e.operator_id = $1 and e.connection_id = $2 and e.batch_id = r.batch_id
          and e.position < r.position and e.status in ('queued', 'running', 'waiting'))
    returning r.id, r.sync_order`, [reading.operatorId, reading.connectionId]);
  const readings = rows.sort((a, b) => a.sync_order - b.sync_order).map(({ id }) => id);
  return { readings, proofs: await releaseProofs(client, reading), changes: await hasSourceChanges(client, reading) };
}
