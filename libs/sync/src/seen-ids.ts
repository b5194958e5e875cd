import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { Connector } from '#connector-kit/connector';
import type { RecordToWrite } from '#records/record-to-write';
import type { Written } from '#records/record-to-write';
import { writeRecords } from '#records/write';
import type { Cursor } from './cursor.js';
import type { Census } from './paging.js';
import type { HeldReading } from './readings.js';

/** Pages of each sweep are numbered from a multiple of this, so that sweeps can be counted apart. */
const sweepOffset = 1_000_000;

const pageNumber = ({ sweep, page }: Cursor) => sweep * sweepOffset + page;

/** Keeps which ids a page brought, for the count and for finding what is gone. Call it in the page's transaction. */
export async function keepIds(client: pg.ClientBase, reading: HeldReading, cursor: Cursor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(`
    insert into reading_page (operator_id, reading_id, number, source_ids) values ($1, $2, $3, $4)
    on conflict (operator_id, reading_id, number) do update set source_ids = excluded.source_ids`,
  [reading.operatorId, reading.id, pageNumber(cursor), [...new Set(ids)]]);
}

export async function forgetIds(client: pg.ClientBase, reading: HeldReading): Promise<void> {
  await client.query('delete from reading_page where operator_id = $1 and reading_id = $2', [reading.operatorId, reading.id]);
}

/** Ids of the page before the one that the cursor asks for. */
export async function idsBefore(client: pg.ClientBase, reading: HeldReading, cursor: Cursor): Promise<ReadonlySet<string>> {
  const { rows: [row] } = await client.query<{ source_ids: string[] }>(
    'select source_ids from reading_page where operator_id = $1 and reading_id = $2 and number = $3',
    [reading.operatorId, reading.id, pageNumber(cursor) - 1]);
  return new Set(row?.source_ids);
}

const seen = `
  seen as materialized (
    select id collate "C" as id, min(number) as number from reading_page p, unnest(p.source_ids) as id
    where p.operator_id = $1 and p.reading_id = $2 group by 1)`;

/**
 * What this source brought once, or one that the connector has no more. `except` and no anti join: on a table that was
 * never analysed the planner expects one row and would loop over all ids for each.
 */
const unseen = `
  unseen as materialized (
    select source_id from record
    where operator_id = $1 and connection_id = $3 and data_type = any($4) and (source = $5 or source <> all($6)) and not is_deleted
    except select id from seen)`;

/** `connector`: null when what was not seen is not gone for that. */
export async function census(client: pg.ClientBase, reading: HeldReading, connector: Connector | null): Promise<Census> {
  const { rows: [row] } = await client.query<{ seen_in_pages: string; seen: string; unseen: string }>(`
    with ${seen}, ${unseen}
    select count(*) filter (where number < ${sweepOffset}) as seen_in_pages, count(*) as seen, (select count(*) from unseen) as unseen
    from seen`,
  parameters(reading, connector));
  return { seenInPages: Number(row.seen_in_pages), seen: Number(row.seen), unseen: Number(row.unseen) };
}

/** Marks up to `most` records as deleted that the source no longer has. Nothing was left when it counts nothing. */
export async function markVanished(client: pg.ClientBase, reading: HeldReading, connector: Connector, most: number): Promise<Written> {
  const { rows: ids } = await client.query<{ source_id: string }>(`with ${seen}, ${unseen} select source_id from unseen limit $7`, [...parameters(reading, connector), most]);
  const { rows } = await client.query<{ data_type: SupportedDataType; source: string; source_id: string; native: string; native_hash: string }>(`
    select data_type, source, source_id, native, encode(native_hash, 'hex') as native_hash from record
    where operator_id = $1 and connection_id = $2 and data_type = any($3) and source_id = any($4) and not is_deleted`,
  [reading.operatorId, reading.connectionId, typesOf(reading), ids.map(({ source_id }) => source_id)]);
  const gone = rows.map((row): RecordToWrite => ({
    dataType: row.data_type, source: row.source, sourceId: row.source_id, native: { text: row.native, hash: row.native_hash }, outcome: { kind: 'deleted' },
  }));
  return writeRecords(client, { operatorId: reading.operatorId, connectionId: reading.connectionId }, gone, { keptVersions: reading.keptVersions });
}

function parameters(reading: HeldReading, connector: Connector | null): unknown[] {
  const keys = connector?.sources.map(({ key }) => key) ?? [];
  return [reading.operatorId, reading.id, reading.connectionId, connector ? typesOf(reading) : [], reading.source, keys];
}

function typesOf(reading: HeldReading): SupportedDataType[] {
  return reading.datasets.map(({ dataType }) => dataType);
}
