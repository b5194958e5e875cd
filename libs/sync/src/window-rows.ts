import type pg from 'pg';
import { type SupportedDataType, supportedDataTypes } from '#accounting/data-types';
import type { Place } from '#records/write';
import { askFrom, type ReadingWindow, type SyncWindow, windowStart } from './sync-window.js';

/** An instant as text, of the columns of a row `s` of sync_setting. */
export const fromUtcText = `to_char(s.sync_from_utc at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The window of a row `s` of sync_setting: the same text for the same window. */
export const windowText = `coalesce(${fromUtcText}, '') || '/' || coalesce(s.sync_from_window::text, '')`;

/** The setting that holds for a connection: that of all companies where it is locked, else the company's own, else that of all. */
const holding = `
  select t.data_type, w.* from unnest($3::text[]) t (data_type)
  cross join lateral (
    select ${windowText} as setting, ${fromUtcText} as sync_from_utc, s.sync_from_window
    from sync_setting s join connection k on k.operator_id = $1 and k.id = $2
    where s.operator_id = $1 and s.data_type = t.data_type and (s.company_id is null or s.company_id = k.company_id)
    order by (s.company_id is null and s.is_locked) desc, s.company_id nulls last limit 1) w
  where w.sync_from_utc is not null or w.sync_from_window is not null`;

interface Row {
  data_type: SupportedDataType; setting: string; sync_from_utc: string | null; sync_from_window: number | null;
}

/** Undefined: everything of these data types is wanted. */
export async function windowOf(
  client: pg.ClientBase, { operatorId, connectionId }: Place, dataTypes: readonly SupportedDataType[],
): Promise<ReadingWindow | undefined> {
  const { rows } = await client.query<Row>(holding, [operatorId, connectionId, dataTypes]);
  if (rows.length === 0) return undefined;
  const now = new Date();
  const starts = Object.fromEntries(rows.map((row) => [row.data_type, windowStart(windowIn(row), now)!]));
  return { starts, settings: Object.fromEntries(rows.map(({ data_type, setting }) => [data_type, setting])), from: askFrom(starts, dataTypes) };
}

/** Data types of which some records are left out for their age: what is there of them does not add up to the ledger. */
export async function windowedTypes(client: pg.ClientBase, place: Place): Promise<SupportedDataType[]> {
  return Object.keys((await windowOf(client, place, supportedDataTypes))?.starts ?? {}) as SupportedDataType[];
}

export const windowIn = (row: Pick<Row, 'sync_from_utc' | 'sync_from_window'>): SyncWindow => ({
  ...(row.sync_from_utc !== null && { syncFromUtc: row.sync_from_utc }), ...(row.sync_from_window !== null && { syncFromWindow: row.sync_from_window }),
});
