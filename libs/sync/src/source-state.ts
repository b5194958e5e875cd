import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { Source } from '#connector-kit/connector';
import { type Cursor, deltaSince, fromNothing, isFull, type Start } from './cursor.js';
import { noWindow, type ReadingWindow } from './sync-window.js';
import type { HeldReading } from './readings.js';

/** What a reading that read everything may tell the next one. */
export interface ReadTo {
  /** Everything that changed before this instant of the source's clock is stored. */
  readonly watermark: string | null;
  readonly bookmark: string | null;
  /** Set after a full reading. */
  readonly full: boolean;
  /** How many calls the platform allows in a day. */
  readonly callsPerDay: number;
  /** False: something may have been passed over. The next reading is a full one. */
  readonly proved: boolean;
  /** The edition of the mappings that everything was mapped by; null when it is not one. */
  readonly mappedBy: string | null;
}

/** Null for whole lists: they are read whole every time. */
export function readTo(cursor: Cursor, kind: Source['kind'], end: Pick<ReadTo, 'proved' | 'callsPerDay'>): ReadTo | null {
  if (kind === 'whole') return null;
  const full = isFull(cursor);
  const to = { full, mappedBy: cursor.mappedBy, ...end };
  return kind === 'paged' ? { ...to, watermark: cursor.startedAt, bookmark: null } : { ...to, watermark: null, bookmark: cursor.after };
}

type Reader = Pick<HeldReading, 'operatorId' | 'connectionId' | 'source' | 'readAs'>;

/**
 * Where a reading for these data types has to start: where the last ones ended, or at nothing when one of the types was
 * never read, was read for another organisation, with other scopes or another window, or is due to be compared as a whole.
 */
export async function startFor(
  client: pg.ClientBase, { operatorId, connectionId, source, readAs }: Reader, dataTypes: readonly SupportedDataType[], window: ReadingWindow | undefined,
): Promise<Start> {
  const { rows: [state] } = await client.query<{ known: number; watermark: string | null; bookmark: string | null }>(`
    select count(*)::int as known, to_char(min(watermark) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as watermark,
      case when count(distinct bookmark) = 1 then min(bookmark) end as bookmark
    from source_state
    where operator_id = $1 and connection_id = $2 and source = $3 and read_as = $5 and compare_next_at > now()
      and (data_type, read_window) in (select * from unnest($4::text[], $6::text[]))`,
  [operatorId, connectionId, source, dataTypes, readAs, settingsOf(window, dataTypes)]);
  if (state.known < dataTypes.length) return fromNothing;
  return { since: state.watermark && deltaSince(state.watermark), after: state.bookmark };
}

/** A source that is compared in so few calls is compared every day. */
const fewPages = 5;
/**
 * Any other every week, or as often as comparing all sources of the connection takes no more than a tenth of its calls.
 * Rows that are only ever added cannot differ later. Some spread, the same for all data types of a source, keeps sources
 * that were linked together from being due together.
 */
const nextCompare = `
  case when not $8 then now() when $5::timestamptz is null then 'infinity'
       else now() + interval '1 day' * (case when $9 <= ${fewPages} then 1 else greatest(7, 10.0 / $13 * ($9 + (
         select coalesce(sum(pages), 0) from (
           select max(compare_pages) as pages from source_state where operator_id = $1 and connection_id = $2 and source <> $3 group by source) others))) end)
         * (0.9 + 0.2 * $12::float8) end`;

/** In the transaction that ends the reading, for the data types that it read to their end. */
export async function remember(client: pg.ClientBase, reading: HeldReading, dataTypes: readonly SupportedDataType[], to: ReadTo): Promise<void> {
  await client.query(`
    insert into source_state as s (operator_id, connection_id, source, data_type, watermark, bookmark, read_as, read_window, compared_at, compare_pages, compare_next_at, mapped_by)
    select $1, $2, $3, t.data_type, $5, $6, $7, t.read_window, now(), $9, ${nextCompare}, case when $8 and $10 then $14 end
    from unnest($4::text[], $11::text[]) t (data_type, read_window)
    on conflict (operator_id, connection_id, source, data_type) do update set
      watermark = excluded.watermark, bookmark = excluded.bookmark, read_as = excluded.read_as, read_window = excluded.read_window,
      compared_at = case when $10 then excluded.compared_at else s.compared_at end,
      compare_pages = case when $10 then excluded.compare_pages else s.compare_pages end,
      compare_next_at = case when $10 or not $8 then excluded.compare_next_at else s.compare_next_at end,
      mapped_by = case when $10 then excluded.mapped_by else s.mapped_by end`,
  [reading.operatorId, reading.connectionId, reading.source, dataTypes, to.watermark, to.bookmark, reading.readAs, to.proved, reading.counts.pages, to.full,
    settingsOf(reading.cursor.window, dataTypes), Math.random(), to.callsPerDay, to.mappedBy]);
}

const settingsOf = (window: ReadingWindow | undefined, dataTypes: readonly SupportedDataType[]): string[] =>
  dataTypes.map((dataType) => window?.settings[dataType] ?? noWindow);
