import type pg from 'pg';
import type { RecordToWrite } from './record-to-write.js';

/** $3 data types, $4 source ids, $5 until when the documents were served. What was written in the same second was never seen. */
const keep = `
  insert into record_version (operator_id, connection_id, data_type, source_id, valid_from, valid_to, document)
  select t.operator_id, t.connection_id, t.data_type, t.source_id, t.modified_at, $5, t.document
  from unnest($3::text[], $4::text[]) as r(data_type, source_id)
  join record t on t.operator_id = $1 and t.connection_id = $2 and t.data_type = r.data_type and t.source_id = r.source_id
  where t.document is not null and t.modified_at < $5
  on conflict do nothing`;

/** $5 how many of each record stay. */
const drop = `
  delete from record_version v using (
    select o.data_type, o.source_id, o.valid_from, row_number() over (partition by o.data_type, o.source_id order by o.valid_from desc) as place
    from unnest($3::text[], $4::text[]) as r(data_type, source_id)
    join record_version o on o.operator_id = $1 and o.connection_id = $2 and o.data_type = r.data_type and o.source_id = r.source_id) old
  where old.place > $5 and v.operator_id = $1 and v.connection_id = $2 and v.data_type = old.data_type and v.source_id = old.source_id
    and v.valid_from = old.valid_from`;

/** Keeps what is about to be overwritten at `at`, and of each of these records the newest `most` versions. */
export async function keepVersions(
  client: pg.ClientBase, key: readonly string[], records: readonly RecordToWrite[], { at, most }: { at: string; most: number },
): Promise<void> {
  if (records.length === 0 || most === 0) return;
  const parameters = [...key, records.map(({ dataType }) => dataType), records.map(({ sourceId }) => sourceId)];
  await client.query(keep, [...parameters, at]);
  await client.query(drop, [...parameters, most]);
}
