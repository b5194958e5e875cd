import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { Place } from '#records/write';
import type { IdentifiedNative } from './page-records.js';

/** The places on a page, from 0, of the natives that are stored as they came and served, by data type. */
export type Unchanged = ReadonlyMap<SupportedDataType, ReadonlySet<number>>;

export const noneUnchanged: Unchanged = new Map();

/**
 * Compares a page with the store by hashes. A record that is marked as deleted or flagged is not among them: what a mapping
 * says of it counts again each time.
 */
export async function unchangedOf(
  client: pg.ClientBase, { operatorId, connectionId, source }: Place & { readonly source: string }, dataTypes: readonly SupportedDataType[], page: readonly IdentifiedNative[],
): Promise<Unchanged> {
  const ids = page.map(({ id }) => id);
  if (new Set(ids).size < ids.length) return noneUnchanged;
  const { rows } = await client.query<{ data_type: SupportedDataType; places: number[] }>(`
    select r.data_type, array_agg(n.place::int - 1) as places
    from unnest($5::text[], $6::text[]) with ordinality n(source_id, hash, place)
    join record r on r.operator_id = $1 and r.connection_id = $2 and r.data_type = any($4) and r.source_id = n.source_id
    where r.source = $3 and r.native_hash = decode(n.hash, 'hex') and r.document is not null and r.fault is null and not r.is_deleted
    group by r.data_type`, [operatorId, connectionId, source, dataTypes, ids, page.map(({ text }) => text.hash)]);
  return new Map(rows.map(({ data_type, places }) => [data_type, new Set(places)]));
}

/** Whether everything of the one is in the other. */
export function includes(all: Unchanged, some: Unchanged): boolean {
  return [...some].every(([dataType, places]) => [...places].every((place) => all.get(dataType)?.has(place)));
}

/** Places that are unchanged for at least one data type. */
export function placesOf(unchanged: Unchanged): Set<number> {
  return new Set([...unchanged.values()].flatMap((places) => [...places]));
}
