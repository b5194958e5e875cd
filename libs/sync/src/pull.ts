import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Call } from '#connector-kit/call';
import type { Source } from '#connector-kit/connector';
import { noteFault } from '#connections/connection-faults';
import { ConnectorError } from '#connector-kit/errors';
import { Tenants } from '#database/tenant';
import type { JobContext, JobIds } from '#queue/jobs';
import { Queue } from '#queue/queue';
import { analyseAfter } from '#records/statistics';
import { connectionFault, nextStep } from './failures.js';
import { StaleAttempt } from '#queue/lease';
import { PageMapping, type PreparedPage } from './page-mapping.js';
import { PageStore } from './page-store.js';
import { afterPage, judge, nextRequest } from './paging.js';
import { type Cursor, startOfRound } from './cursor.js';
import { ConnectionCalls, connectorFor, PlatformSources, sourceOf } from './platform-sources.js';
import { type FollowingWork, type HeldReading, Readings } from './readings.js';
import { idsBefore } from './seen-ids.js';
import { partsOf } from './outcomes.js';
import { readTo } from './source-state.js';
import { monthsFor } from './sync-settings.js';

export const SyncLogger = Symbol('SyncLogger');

/** Where pages come from and go to. */
interface Pages {
  readonly source: Source;
  readonly call: Call;
  readonly mapping: PageMapping;
  readonly store: PageStore;
  /** How many a report is read for. */
  readonly months: number;
}

/** The process stops: the reading goes back to where its last page left it. */
class Stopping extends Error {}

/**
 * Pulls one source of one connection from wherever the last attempt left it: everything, or what changed since the last
 * reading, newest first; then what changed meanwhile; then the count against the source and, if everything was read, the
 * marking of what is gone. While a page is being stored, the
 * next one is fetched and mapped.
 */
@Injectable()
export class Pull {
  constructor(
    private readonly tenants: Tenants,
    private readonly readings: Readings,
    private readonly platforms: PlatformSources,
    private readonly calls: ConnectionCalls,
    private readonly queue: Queue,
    @Inject(SyncLogger) private readonly logger: Logger,
  ) {}

  /** The job `reading`. */
  async run(ids: JobIds, { stopping }: JobContext): Promise<{ againInMs: number } | void> {
    const reading = await this.readings.claim(ids);
    if (!reading) return;
    const heartbeat = this.readings.keepAlive(reading);
    try {
      await this.wakeFollowing(reading, await this.read(reading, AbortSignal.any([stopping, heartbeat.lost])));
      await this.makeStatistics(reading);
    } catch (error) {
      if (heartbeat.lost.aborted || error instanceof StaleAttempt) {
        this.tellOver(reading);
        return;
      }
      if (error instanceof Stopping) {
        await this.readings.release(reading);
        return { againInMs: 0 };
      }
      return await this.settle(reading, error);
    } finally {
      heartbeat.stop();
    }
  }

  private async read(reading: HeldReading, stop: AbortSignal): Promise<FollowingWork> {
    if (reading.connectionStatus !== 'Linked') return this.readings.fail(reading, notLinked(reading.connectionStatus));
    const platform = this.platforms.of(reading.platformKey);
    const connector = connectorFor(platform, reading.access);
    const source = sourceOf(platform, reading.source);
    const mapping = new PageMapping(this.tenants, reading, connector, source);
    const store = new PageStore(this.tenants, this.readings, reading, connector, source, mapping);
    const call = await this.calls.callFor(reading.operatorId, reading.connectionId);
    const months = await monthsFor(this.tenants, reading, reading.datasets.map(({ dataType }) => dataType));
    const pages = { source, call, mapping, store, months };
    const { perDay: callsPerDay } = connector.limits(reading.access.tierKey);
    let cursor = reading.cursor;
    if (source.kind === 'whole' && cursor.page > 1) {
      // What is left of the answer died with the worker that had it.
      cursor = startOfRound(cursor.round, cursor.start);
      await store.startAgain(cursor);
    }
    for (;;) {
      cursor = await this.readPages(reading, cursor, pages, stop);
      const wake = (remappings: readonly string[]) => this.wakeRemappings(reading, remappings);
      await store.forgetOutside(cursor, stop, wake);
      const census = await store.census(cursor);
      const verdict = judge(cursor, census);
      if (verdict.kind === 'again') {
        cursor = verdict.cursor;
        await store.startAgain(cursor);
        continue;
      }
      if (verdict.kind === 'complete' && census.unseen > 0) await store.markVanished(cursor, stop, wake);
      if (stop.aborted) throw new Stopping();
      const parts = partsOf(reading, source, { read: census.seen, sourceTotal: cursor.total });
      return this.readings.finish(reading, parts, {
        to: readTo(cursor, source.kind, { proved: verdict.kind === 'complete', callsPerDay }), posts: platform.ledger?.sources.includes(source.key) ?? false,
      });
    }
  }

  private async readPages(reading: HeldReading, start: Cursor, pages: Pages, stop: AbortSignal): Promise<Cursor> {
    const { source, store } = pages;
    let cursor = start;
    let before = cursor.page === 1 ? new Set<string>() : await this.tenants.sql(reading.operatorId, (client) => idsBefore(client, reading, cursor));
    let coming = this.prepare(pages, cursor);
    while (coming) {
      const page = await unlessStopped(coming, stop);
      const ids = page.identified.map(({ id }) => id);
      const next = afterPage(cursor, source.kind, { ...page, ids, before });
      coming = this.prepare(pages, next, page.rest);
      if (!store.isNothing(next, page)) await this.wakeRemappings(reading, await store.commit(cursor, next, page));
      before = next.sweep === cursor.sweep ? new Set(ids) : new Set();
      cursor = next;
      if (stop.aborted) throw new Stopping();
    }
    return cursor;
  }

  private prepare({ source, call, mapping, months }: Pages, cursor: Cursor, rest?: PreparedPage['rest']): Promise<PreparedPage> | null {
    const request = nextRequest(cursor);
    if (!request) return null;
    const today = new Date().toISOString().slice(0, 10);
    const reading = rest ? Promise.resolve().then(rest) : source.read(call, { ...request, months, today });
    const page = reading.then((read) => mapping.prepare(read));
    // Awaited a page later: until then its failure must not count as unhandled.
    page.catch(() => undefined);
    return page;
  }

  private async settle(reading: HeldReading, error: unknown): Promise<{ againInMs: number } | void> {
    const step = nextStep(error, reading.counts.failures);
    const facts = { err: error, readingId: reading.id, source: reading.source, connectionId: reading.connectionId };
    this.logger[error instanceof ConnectorError ? 'warn' : 'error'](facts, step.kind === 'fail' ? 'reading failed' : 'reading paused');
    const fault = connectionFault(error);
    try {
      if (fault) await this.tenants.sql(reading.operatorId, (client) => noteFault(client, reading, fault));
      if (step.kind === 'fail') {
        await this.wakeFollowing(reading, await this.readings.fail(reading, step));
        return;
      }
      await this.readings.pause(reading, step.seconds, step.why, step.failures);
      return { againInMs: step.seconds * 1000 };
    } catch (failure) {
      if (!(failure instanceof StaleAttempt)) throw failure;
      this.tellOver(reading);
    }
  }

  private tellOver({ id, number }: HeldReading): void {
    this.logger.info({ readingId: id, attempt: number }, 'reading went on elsewhere');
  }

  /** The pull has ended well by now, whatever comes of this. */
  private async makeStatistics(reading: HeldReading): Promise<void> {
    const written = reading.datasets.reduce((sum, { counts: { added, changed, deleted } }) => sum + added + changed + deleted, 0);
    await analyseAfter(this.tenants, reading, reading.datasets.map(({ dataType }) => dataType), written)
      .catch((error: unknown) => this.logger.warn({ err: error, connectionId: reading.connectionId }, 'no statistics were made'));
  }

  private async wakeFollowing({ operatorId, connectionId }: HeldReading, { readings, proofs, changes }: FollowingWork): Promise<void> {
    await Promise.all([
      ...readings.map((id) => this.queue.wake('reading', { operatorId, id })), ...proofs.map((id) => this.queue.wake('proof', { operatorId, id })),
      ...(changes ? [this.queue.wake('change', { operatorId, id: connectionId })] : []),
    ]);
  }

  private async wakeRemappings({ operatorId }: HeldReading, ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.queue.wake('remapping', { operatorId, id })));
  }
}

function notLinked(status: string) {
  return status === 'Deauthorized'
    ? { status: 'AuthError' as const, message: 'The platform no longer grants access. Please link the company again.', errorKind: 'reconnect', whole: true }
    : { status: 'Cancelled' as const, message: 'The connection is no longer linked.', errorKind: 'cancelled', whole: true };
}

async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  if (stop.aborted) throw new Stopping();
  let stopped: () => void;
  const stopPromise = new Promise<never>((_, reject) => {
    stopped = () => reject(new Stopping());
    stop.addEventListener('abort', stopped, { once: true });
  });
  return Promise.race([work, stopPromise]).finally(() => stop.removeEventListener('abort', stopped));
}
