import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Written } from '#connector-kit/writes';
import { appendWriteEvent } from '#events/append';
import { released, StaleAttempt } from '#queue/lease';
import { Queue } from '#queue/queue';
import { connectorFor, PlatformSources } from '#sync/platform-sources';
import { SyncLogger } from '#sync/pull';
import { noteSources } from '#sync/source-change-rows';
import { type ShownNatives, storeNatives } from '#sync/store-natives';
import { type HeldPush, type PushFailure, RecordClaimed } from './held-push.js';
import { PushRows } from './push-rows.js';

/** Ends pushes: outcome, what was written, and the event of it are there together or not at all. */
@Injectable()
export class PushEnds {
  constructor(
    private readonly rows: PushRows,
    private readonly platforms: PlatformSources,
    private readonly queue: Queue,
    @Inject(SyncLogger) private readonly logger: Logger,
  ) {}

  /** `claims`: throws RecordClaimed, changing nothing, when another push has made the record. */
  async succeed(push: HeldPush, written: Written, claims: boolean): Promise<void> {
    const { shown, stale } = this.split(push, written);
    const made = claims ? written.changes.find(({ type }) => type === 'Created')?.recordRef.id ?? null : null;
    try {
      await this.end(push, { written, made, shown, stale });
    } catch (error) {
      if (error instanceof StaleAttempt || error instanceof RecordClaimed || shown.length === 0) throw error;
      // Whatever it is that cannot be stored as it was shown: the next reading brings it.
      this.logger.error({ err: error, pushId: push.id }, 'what was written could not be stored at once');
      await this.end(push, { written, made, shown: [], stale: [...stale, ...shown.map(({ source }) => source.key)] });
    }
  }

  async fail(push: HeldPush, { status, error, issues }: PushFailure): Promise<void> {
    const changes = `${released}, status = 'complete', stage = 'done', outcome = 'Failed', status_code = $4, error = $5, issues = $6, file = null, completed_at = now()`;
    await this.rows.fenced(push, changes, [status, error, JSON.stringify(issues)], (client) => this.tell(client, push, 'Failed', []));
  }

  private async end(
    push: HeldPush, { written, made, shown, stale }: { written: Written; made: string | null; shown: readonly ShownNatives[]; stale: readonly string[] },
  ): Promise<void> {
    const { changes } = written;
    const { operatorId, connectionId } = push;
    const sql = `${released}, status = 'complete', stage = 'done', outcome = 'Success', status_code = 200, changes = $4, claimed_id = $5, file = null, completed_at = now()`;
    const stored = await this.rows.fenced(push, sql, [JSON.stringify(changes), made], async (client) => {
      const connector = connectorFor(this.platforms.of(push.connection.platformKey), push.connection.access);
      const { remappings, unsure } = shown.length > 0 ? await storeNatives(client, push, connector, shown) : { remappings: [], unsure: [] };
      const again = [...new Set([...stale, ...unsure])];
      if (again.length > 0) await noteSources(client, push, again);
      await this.tell(client, push, 'Success', changes);
      return { again, remappings };
    }).catch((error: unknown) => { throw isClaimed(error) ? new RecordClaimed() : error; });
    await Promise.all(stored.remappings.map((id) => this.queue.wake('remapping', { operatorId, id })));
    if (stored.again.length > 0) await this.queue.wake('change', { operatorId, id: connectionId });
  }

  /** What can be stored as it was shown, and which sources are to be read instead. */
  private split(push: HeldPush, written: Written): { shown: ShownNatives[]; stale: string[] } {
    const { sources } = connectorFor(this.platforms.of(push.connection.platformKey), push.connection.access);
    const shown = new Map<string, ShownNatives & { natives: Written['natives'][number]['native'][] }>();
    const stale = new Set<string>();
    // A source that is not read here has another in its stead.
    const standIn = (key: string) => sources.find(({ insteadOf }) => insteadOf === key)?.key;
    for (const { source: key, native } of written.natives) {
      const source = sources.find((each) => each.key === key);
      if (!source) stale.add(standIn(key) ?? '');
      else if (shown.has(key)) shown.get(key)!.natives.push(native);
      else shown.set(key, { source, natives: [native] });
    }
    for (const key of written.stale) stale.add(sources.some((source) => source.key === key) ? key : standIn(key) ?? '');
    stale.delete('');
    return { shown: [...shown.values()], stale: push.syncAfter ? [...stale] : [] };
  }

  private tell(client: pg.ClientBase, push: HeldPush, status: 'Success' | 'Failed', changes: Written['changes']): Promise<void> {
    const { recordRef, attachmentId } = changes[0] ?? { recordRef: push.asked.recordId === null ? undefined : { id: push.asked.recordId } };
    return appendWriteEvent(client, push.operatorId, push.connectionId, `${push.dataType}.write.${status === 'Success' ? 'successful' : 'unsuccessful'}`, {
      id: push.id, type: push.kind, connectionId: push.connectionId, status,
      requestedOnDate: push.requestedAt.toISOString(), completedOnDate: new Date().toISOString(),
      ...(recordRef ? { record: { id: recordRef.id } } : {}), ...(attachmentId === undefined ? {} : { attachmentId }),
    });
  }
}

function isClaimed(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'push_claim';
}
