import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { CanonicalDocument } from '#accounting/document';
import type { TouchedRecord } from './record-to-write.js';
import { type Place, takeTurn } from './write.js';
import { addToTotals } from './write-statements.js';

/** What is not wanted any more, and how many of it at most in one transaction. */
export interface Unwanted {
  readonly dataType: SupportedDataType;
  /** Records that changed last before this instant at the source (UTC with `Z`); those without such a date stay. */
  readonly before: string;
  readonly most: number;
}

/** $3 data type, $4 instant, $5 how many. */
const forget = `
  with gone as (
    delete from record where (operator_id, connection_id, data_type, source_id) in (
      select operator_id, connection_id, data_type, source_id from record
      where operator_id = $1 and connection_id = $2 and data_type = $3 and source_modified_at < $4::timestamptz at time zone 'UTC' limit $5)
    returning source_id, document, is_deleted, fault is not null as faulty
  ), versions as (
    delete from record_version v using gone
    where v.operator_id = $1 and v.connection_id = $2 and v.data_type = $3 and v.source_id = gone.source_id
  ) select * from gone`;

/** Takes records out of the store with their earlier versions, as if they had never been read. Returns those that were served. */
export async function forgetBefore(client: pg.ClientBase, place: Place, { dataType, before, most }: Unwanted): Promise<TouchedRecord[]> {
  await takeTurn(client, place, [dataType]);
  const key = [place.operatorId, place.connectionId, dataType];
  const { rows } = await client.query<{ source_id: string; document: string | null; is_deleted: boolean; faulty: boolean }>(forget, [...key, before, most]);
  if (rows.length === 0) return [];
  const served = rows.flatMap(({ source_id, document }) => (document === null ? [] : [{ sourceId: source_id, document: JSON.parse(document) as CanonicalDocument }]));
  const count = (is: (row: (typeof rows)[number]) => boolean) => -rows.filter(is).length;
  await client.query(addToTotals, [
    ...key, -served.length, served.length - rows.length, count((row) => row.document !== null && row.is_deleted), count(({ faulty }) => faulty),
  ]);
  return served.map((record): TouchedRecord => ({ dataType, ...record, before: null, gone: true }));
}
