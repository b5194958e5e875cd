import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { RecordToWrite } from '#records/record-to-write';
import type { Written } from '#records/record-to-write';
import { writeRecords } from '#records/write';
import type { Cursor } from './cursor.js';
import type { Census } from './paging.js';
import type { HeldReading } from './readings.js';

/** Pages of the closing delta are numbered from here, so that both phases can be counted apart. */
const deltaOffset = 1_000_000;

const pageNumber = ({ phase, page }: Cursor) => (phase === 'delta' ? deltaOffset : 0) + page;

/** Keeps which ids a page brought, for the count and for finding what is gone. Call it in the page's transaction. */
export async function keepIds(client: pg.ClientBase, reading: HeldReading, cursor: Cursor, ids: readonly string[]): Promise<void> {
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
    select id, min(number) as number from reading_page p, unnest(p.source_ids) as id
    where p.operator_id = $1 and p.reading_id = $2 group by id)`;

const unseen = `
  from record r where r.operator_id = $1 and r.connection_id = $3 and r.data_type = any($4) and not r.is_deleted
    and not exists (select 1 from seen s where s.id = r.source_id)`;

export async function census(client: pg.ClientBase, reading: HeldReading): Promise<Census> {
  const { rows: [row] } = await client.query<{ seen_in_pages: string; seen: string; unseen: string }>(`
    with ${seen}
    select (select count(*) from seen where number < ${deltaOffset}) as seen_in_pages, (select count(*) from seen) as seen,
      (select count(*) ${unseen}) as unseen`,
  [reading.operatorId, reading.id, reading.connectionId, typesOf(reading)]);
  return { seenInPages: Number(row.seen_in_pages), seen: Number(row.seen), unseen: Number(row.unseen) };
}

/** Marks up to `most` records as deleted that the source no longer has. Returns what was done; nothing left: no touched ones. */
export async function markVanished(client: pg.ClientBase, reading: HeldReading, most: number): Promise<Written> {
  const { rows } = await client.query<{ data_type: SupportedDataType; source_id: string; native: string; native_hash: string }>(`
    with ${seen} select r.data_type, r.source_id, r.native, encode(r.native_hash, 'hex') as native_hash ${unseen} limit $5`,
  [reading.operatorId, reading.id, reading.connectionId, typesOf(reading), most]);
  const gone = rows.map((row): RecordToWrite => ({
    dataType: row.data_type, sourceId: row.source_id, native: { text: row.native, hash: row.native_hash }, outcome: { kind: 'deleted' },
  }));
  return writeRecords(client, { operatorId: reading.operatorId, connectionId: reading.connectionId }, gone);
}

function typesOf(reading: HeldReading): SupportedDataType[] {
  return reading.datasets.map(({ dataType }) => dataType);
}
