import type { SupportedDataType } from '#accounting/data-types';
import type { NativeRecord, Source } from '#connector-kit/connector';
import type { Tenants } from '#database/tenant';
import type { Place } from '#records/write';

export interface StoredNative {
  readonly sourceId: string;
  readonly native: NativeRecord;
}

/** Natives in memory at a time. */
const batch = 500;

/**
 * Every native of a source that is not gone, each once although several data types may keep it, in batches with a
 * transaction each. `from`: only those from this id on.
 */
export async function* storedNatives(tenants: Tenants, place: Place, source: Source, from = ''): AsyncGenerator<StoredNative[]> {
  for (let after: { id: string; included: boolean } | null = { id: from, included: true }; after;) {
    const rows = await readBatch(tenants, place, source, after);
    yield rows.map(({ source_id: sourceId, native }) => ({ sourceId, native: JSON.parse(native) as NativeRecord }));
    const last = rows.at(-1);
    after = last && rows.length === batch ? { id: last.source_id, included: false } : null;
  }
}

/** The first of each list by the primary key hold the first of all, however many lists there are. */
async function readBatch(
  tenants: Tenants, { operatorId, connectionId }: Place, source: Source, { id, included }: { id: string; included: boolean },
): Promise<{ source_id: string; native: string }[]> {
  const dataTypes: readonly SupportedDataType[] = source.dataTypes;
  const { rows } = await tenants.sql(operatorId, (client) => client.query<{ source_id: string; native: string }>(`
    select distinct on (r.source_id) r.source_id, r.native from unnest($3::text[]) as t(data_type)
    cross join lateral (
      select source_id, native from record
      where operator_id = $1 and connection_id = $2 and data_type = t.data_type and source_id ${included ? '>=' : '>'} $5
        and source = $4 and not is_deleted
      order by source_id limit ${batch}) r
    order by r.source_id limit ${batch}`, [operatorId, connectionId, dataTypes, source.key, id]));
  return rows;
}
