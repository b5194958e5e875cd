import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DataType, SupportedDataType } from '#accounting/data-types';
import type { Connector, Source } from '#connector-kit/connector';
import { notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { Queue } from '#queue/queue';
import { connectorFor, dataTypesOf, levelOf, sourcesServing } from './platform-sources.js';
import type { SyncSetting } from './sync-setting.js';
import { settingsOf } from './sync-settings.js';

/** full: read everything. delta: read no more than is needed to be up to date. */
export type Mode = 'full' | 'delta';

export interface ReadableConnection {
  readonly operatorId: string;
  readonly companyId: string;
  readonly connectionId: string;
}

/** What starts first when more is due than workers can take; within each, the lower sync order (at most a thousand). */
const ranks = { 'asked for': 0, 'told': 0, 'linked': 2_000, 'due': 4_000 } as const;

export interface StartableReading {
  readonly id: string;
  readonly syncOrder: number;
}

export interface AddOptions {
  /** full: also what changed without a date of change is looked for, and what vanished; delta: only where that is due. */
  readonly mode?: Mode;
  /** Key of the one source that is to be read; without it all that serve the data types. */
  readonly source?: string;
}

/** What `add` did: rows to be woken once the transaction has committed. */
export interface AddedReadings {
  /** Readings that can start at once; the others wait for them. */
  readonly due: readonly StartableReading[];
  readonly datasetIds: ReadonlyMap<DataType, string>;
}

/**
 * Makes readings and their datasets. One reading of a source serves every data type of it that is wanted together, and a
 * data type that several sources serve waits for a reading of each.
 */
@Injectable()
export class ReadingRows {
  constructor(private readonly queue: Queue) {}

  /**
   * In the caller's transaction: a dataset for each data type that is not being pulled already, the readings that will
   * fill them, and a finished dataset for what the platform lacks.
   */
  async add(manager: EntityManager, platform: Connector, connection: ReadableConnection, wanted: readonly DataType[], { mode = 'delta', source: only }: AddOptions = {}): Promise<AddedReadings> {
    const { operatorId, connectionId } = connection;
    // Two requests at once take turns, so that the second sees the first one's datasets.
    const [there]: { tier: string; scopes: string[] }[] = await manager.query(`
      select a.tier, coalesce(g.scopes, '{}') as scopes from connection k
      join app a on a.operator_id = k.operator_id and a.id = k.app_id
      left join token_grant g on g.operator_id = k.operator_id and g.id = k.grant_id
      where k.operator_id = $1 and k.id = $2 for update of k`, [operatorId, connectionId]);
    if (!there) throw notFound(`Data connection ${connectionId} not found`);
    const connector = connectorFor(platform, { tierKey: there.tier, scopes: there.scopes });
    const open = await this.openTypes(manager, connection);
    const datasetIds = new Map<DataType, string>();
    const bySource = new Map<Source, SupportedDataType[]>();
    for (const dataType of wanted.filter((each) => !open.has(each))) {
      const serving = sourcesServing(connector, dataType);
      const sources = serving.filter(({ key }) => only === undefined || key === only);
      if (only !== undefined && sources.length === 0) continue;
      const partial = sources.length < serving.length;
      const add = sources.length === 0 ? this.addUnsupported(manager, connector, connection, dataType) : this.addDataset(manager, connection, dataType, partial);
      datasetIds.set(dataType, await add);
      for (const source of sources) bySource.set(source, [...(bySource.get(source) ?? []), dataType as SupportedDataType]);
    }
    const batchId = newId();
    const positions = new Map([...bySource.keys()].map((source) => [source, levelOf(connector, source)]));
    const orders = ordersOf(bySource, await settingsOf(manager, operatorId, connection.companyId));
    const first = Math.min(...positions.values());
    const due: StartableReading[] = [];
    for (const [source, dataTypes] of [...bySource].sort(([a], [b]) => orders.get(a)! - orders.get(b)!)) {
      const position = positions.get(source)!;
      const syncOrder = orders.get(source)!;
      const id = await this.joinOrAdd(manager, connection, { source, batchId, position, syncOrder, waits: position > first, mode });
      if (position === first) due.push({ id, syncOrder });
      await this.addReadingOf(manager, operatorId, id, dataTypes.map((dataType) => datasetIds.get(dataType)!));
    }
    return { due, datasetIds };
  }

  /** What the settings say is pulled on the first link, as far as the platform has it. */
  async addAll(manager: EntityManager, connector: Connector, connection: ReadableConnection, mode: Mode = 'delta'): Promise<AddedReadings> {
    const there: readonly DataType[] = dataTypesOf(connector);
    const settings = await settingsOf(manager, connection.operatorId, connection.companyId);
    const wanted = settings.filter(({ dataType, fetchOnFirstLink }) => fetchOnFirstLink && there.includes(dataType));
    return this.add(manager, connector, connection, wanted.map(({ dataType }) => dataType), { mode });
  }

  /** What waits behind these is woken by them, ahead of everything that has not begun. */
  async wake(operatorId: string, readings: readonly StartableReading[], why: keyof typeof ranks = 'asked for'): Promise<void> {
    await Promise.all(readings.map(({ id, syncOrder }) => this.queue.wake('reading', { operatorId, id }, { rank: ranks[why] + syncOrder })));
  }

  private async openTypes(manager: EntityManager, { operatorId, connectionId }: ReadableConnection): Promise<Set<string>> {
    const rows: { data_type: string }[] = await manager.query(
      'select data_type from dataset where operator_id = $1 and connection_id = $2 and completed_at is null', [operatorId, connectionId]);
    return new Set(rows.map((row) => row.data_type));
  }

  /** A reading of this source that has not started yet serves one more data type at no cost. */
  private async joinOrAdd(
    manager: EntityManager, { operatorId, connectionId }: ReadableConnection,
    reading: { source: Source; batchId: string; position: number; syncOrder: number; waits: boolean; mode: Mode },
  ): Promise<string> {
    const [unstarted]: { id: string }[] = await manager.query(`
      select id from reading where operator_id = $1 and connection_id = $2 and source = $3 and status = 'queued' and attempt = 0
      for update`, [operatorId, connectionId, reading.source.key]);
    if (unstarted) {
      await manager.query(`
        update reading set mode = case when $3 = 'full' then 'full' else mode end, sync_order = least(sync_order, $4) where operator_id = $1 and id = $2`,
      [operatorId, unstarted.id, reading.mode, reading.syncOrder]);
      return unstarted.id;
    }
    const id = newId();
    await manager.query(`
      insert into reading (operator_id, id, connection_id, batch_id, position, source, mode, sync_order, next_at)
      values ($1, $2, $3, $4, $5, $6, $7, $9, case when $8 then 'infinity'::timestamptz else now() end)`,
    [operatorId, id, connectionId, reading.batchId, reading.position, reading.source.key, reading.mode, reading.waits, reading.syncOrder]);
    return id;
  }

  private async addDataset(manager: EntityManager, connection: ReadableConnection, dataType: DataType, partial: boolean): Promise<string> {
    const id = newId();
    await manager.query(`
      insert into dataset (operator_id, id, company_id, connection_id, data_type, status, partial)
      values ($1, $2, $3, $4, $5, 'Queued', $6)`,
    [connection.operatorId, id, connection.companyId, connection.connectionId, dataType, partial]);
    return id;
  }

  private async addReadingOf(manager: EntityManager, operatorId: string, readingId: string, datasetIds: readonly string[]): Promise<void> {
    await manager.query(
      'insert into dataset_reading (operator_id, dataset_id, reading_id) select $1, unnest($2::uuid[]), $3', [operatorId, datasetIds, readingId]);
  }

  private async addUnsupported(manager: EntityManager, connector: Connector, connection: ReadableConnection, dataType: DataType): Promise<string> {
    const id = newId();
    await manager.query(`
      insert into dataset (operator_id, id, company_id, connection_id, data_type, status, status_description, completed_at)
      values ($1, $2, $3, $4, $5, 'NotSupported', $6, now())`,
    [connection.operatorId, id, connection.companyId, connection.connectionId, dataType, `${connector.name} has no ${dataType} that we can read`]);
    return id;
  }
}

/** A source is as urgent as the most urgent of its data types, and of those that wait for it. */
function ordersOf(bySource: ReadonlyMap<Source, readonly SupportedDataType[]>, settings: readonly SyncSetting[]): Map<Source, number> {
  const ofType = new Map<DataType, number>(settings.map(({ dataType, syncOrder }) => [dataType, syncOrder]));
  const orderOf = (source: Source): number => Math.min(
    ...bySource.get(source)!.map((dataType) => ofType.get(dataType)!),
    ...[...bySource.keys()].filter(({ needs }) => needs.includes(source.key)).map(orderOf));
  return new Map([...bySource.keys()].map((source) => [source, orderOf(source)]));
}
