import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { SupportedDataType } from '#accounting/data-types';
import type { NativeRecord } from '#connector-kit/connector';
import { Tenants } from '#database/tenant';
import { ToldChanges } from '#events/told-changes';
import { newId } from '#platform/ids';
import type { JobContext, JobIds } from '#queue/jobs';
import { refreshFindings } from '#records/findings';
import type { RecordToWrite } from '#records/record-to-write';
import { takeTurn, writeRecords } from '#records/write';
import type { RemappingScope } from './changed-references.js';
import { beginEdition } from './editions.js';
import { type Attempt, LeasedRows, released, renewed, StaleAttempt } from '#queue/lease';
import { identify, outcomeOf } from './page-records.js';
import { PlatformSources } from './platform-sources.js';
import { SyncLogger } from './pull.js';
import { KeptVersions } from './readings.js';
import { ConnectionReferences } from './references.js';

/** Documents mapped again in one transaction. */
const batch = 500;

interface RemappingRow {
  readonly connection_id: string;
  readonly scope: RemappingScope;
  readonly cursor: RemappingCursor | null;
  readonly attempt: number;
}

interface RemappingCursor {
  /** Index into the scope's data types. */
  readonly type: number;
  /** Last source id that is done. */
  readonly after: string;
}

interface HeldRemapping extends Attempt {
  readonly connectionId: string;
  readonly scope: RemappingScope;
}

/**
 * Maps stored documents again from their stored natives because records that they name have changed, or because somebody
 * ordered it. The source is not asked. Documents that come out as they were are not written.
 */
@Injectable()
export class Remapper {
  private readonly owner = newId();
  private readonly leased: LeasedRows;

  constructor(
    @Inject(Tenants) tenants: Tenants,
    private readonly platforms: PlatformSources,
    @Inject(KeptVersions) private readonly keptVersions: number,
    @Inject(SyncLogger) private readonly logger: Logger,
  ) {
    this.leased = new LeasedRows(tenants, 'remapping');
  }

  /** The job `remapping`. */
  async run(ids: JobIds, { stopping }: JobContext): Promise<{ againInMs: number } | void> {
    const row = await this.leased.claim<RemappingRow>(ids, this.owner, { changes: 'error = null' });
    if (!row) return;
    const held: HeldRemapping = { ...ids, number: row.attempt, connectionId: row.connection_id, scope: row.scope };
    const heartbeat = this.leased.keepAlive(held);
    try {
      let cursor: RemappingCursor | null = row.cursor ?? { type: 0, after: '' };
      const references = new ConnectionReferences(held);
      while (cursor && !stopping.aborted) cursor = await this.mapBatch(held, cursor, references);
      if (!cursor) return;
      await this.leased.fenced(held, `${released}, status = 'queued'`);
      return { againInMs: 0 };
    } catch (error) {
      if (error instanceof StaleAttempt) return;
      this.logger.error({ err: error, remappingId: held.id }, 'remapping interrupted');
      throw error;
    } finally {
      heartbeat.stop();
    }
  }

  /** Null when all is done. */
  private async mapBatch(held: HeldRemapping, cursor: RemappingCursor, references: ConnectionReferences): Promise<RemappingCursor | null> {
    const dataType = held.scope.dataTypes[cursor.type];
    if (!dataType) {
      await this.leased.fenced(held, `${released}, status = 'complete', finished_at = now()`);
      return null;
    }
    let next = cursor;
    await this.leased.fenced(held, renewed, [], async (client) => {
      // Before the natives are read: a page that is being stored must not be overwritten by what was there before it.
      await takeTurn(client, held, [dataType]);
      const stored = await storedNatives(client, held, dataType, cursor.after);
      const records = await this.mapAgain(client, held, dataType, stored, references);
      const changes = new ToldChanges(held, [dataType]);
      const { touched } = await writeRecords(client, held, records, { compared: await changes.types(client), keptVersions: this.keptVersions });
      await changes.tell(client, touched);
      await refreshFindings(client, held, records);
      next = stored.length < batch ? { type: cursor.type + 1, after: '' } : { ...cursor, after: stored.at(-1)!.source_id };
      await client.query('update remapping set cursor = $3 where operator_id = $1 and id = $2', [held.operatorId, held.id, JSON.stringify(next)]);
    });
    return next;
  }

  private async mapAgain(
    client: pg.ClientBase, held: HeldRemapping, dataType: SupportedDataType, stored: readonly StoredNative[], references: ConnectionReferences,
  ): Promise<RecordToWrite[]> {
    const { rows: [connection] } = await client.query<{ platform_key: string }>(
      'select platform_key from connection where operator_id = $1 and id = $2', [held.operatorId, held.connectionId]);
    const connector = this.platforms.of(connection.platform_key);
    await beginEdition(client, held, [dataType], connector.edition ?? null);
    const records: RecordToWrite[] = [];
    for (const key of new Set(stored.map((row) => row.source))) {
      const rows = stored.filter((row) => row.source === key);
      const source = connector.sources.find((each) => each.key === key);
      if (!source) continue;
      const natives = rows.map(({ native }) => JSON.parse(native) as NativeRecord);
      const known = await references.forPage(client, source, natives);
      const identified = identify(source, natives);
      records.push(...rows.flatMap((row, index): RecordToWrite[] => {
        const { id, idFault } = identified[index];
        const record = { dataType, source: key, native: { text: row.native, hash: row.native_hash } };
        const mapped = { ...record, sourceId: idFault ? row.source_id : id, outcome: outcomeOf(source, dataType, natives[index], known) };
        // It was kept under an id that was made up, and has its own now.
        return mapped.sourceId === row.source_id ? [mapped] : [{ ...record, sourceId: row.source_id, outcome: { kind: 'absent' } }, mapped];
      }));
    }
    return records;
  }
}

interface StoredNative {
  readonly source: string;
  readonly source_id: string;
  readonly native: string;
  readonly native_hash: string;
}

async function storedNatives(client: pg.ClientBase, held: HeldRemapping, dataType: SupportedDataType, after: string): Promise<StoredNative[]> {
  const { contacts, records } = held.scope;
  const { rows } = await client.query<StoredNative>(`
    select source, source_id, native, encode(native_hash, 'hex') as native_hash from record
    where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id > $4 and not is_deleted
      ${contacts ? 'and document is not null and contact_id = any($6)' : records ? 'and source_id = any($6)' : ''}
    order by source_id limit $5`,
  [held.operatorId, held.connectionId, dataType, after, batch, ...(contacts ? [contacts.map((id) => id.toLowerCase())] : records ? [records] : [])]);
  return rows;
}
