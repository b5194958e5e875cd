import type { Tenants } from '#database/tenant';
import type { SupportedDataType } from '#accounting/data-types';
import type { Connector, Source } from '#connector-kit/connector';
import { ToldChanges } from '#events/told-changes';
import { forgetBefore } from '#records/forget';
import type { Written } from '#records/record-to-write';
import { writeRecords } from '#records/write';
import { noteStale } from './changed-references.js';
import { type Cursor, isFull } from './cursor.js';
import { noCounts } from './dataset-counts.js';
import type { PageMapping, PreparedPage } from './page-mapping.js';
import type { Census } from './paging.js';
import { type HeldReading, nothingRead, type PageEnd, type ReadingCounts, type Readings } from './readings.js';
import { referenceTypes } from './references.js';
import { census, forgetIds, keepIds, markVanished } from './seen-ids.js';
import { noneUnchanged, placesOf, type Unchanged } from './unchanged.js';

const all = ['added', 'changed', 'unchanged', 'deleted', 'faulty', 'skipped'] as const;
const changes = ['added', 'changed', 'deleted'] as const;

/** Records marked as deleted, or forgotten, in one transaction. */
const vanishedBatch = 500;

/** Stores the pages of one reading under its attempt. */
export class PageStore {
  private readonly changes: ToldChanges<SupportedDataType>;

  constructor(
    private readonly tenants: Tenants,
    private readonly readings: Readings,
    private readonly reading: HeldReading,
    private readonly connector: Connector,
    private readonly source: Source,
    private readonly mapping: PageMapping,
  ) {
    this.changes = new ToldChanges(reading, reading.datasets.map(({ dataType }) => dataType));
  }

  /** A delta without a single change, as most are: there is nothing to store of it but its end. */
  isNothing(next: Cursor, page: PreparedPage): boolean {
    return next.phase === 'proof' && !isFull(next) && this.reading.counts.read + page.identified.length === 0;
  }

  /** Records, cursor, ids and progress of a page commit together or not at all. Returns remappings to wake. */
  async commit(cursor: Cursor, next: Cursor, page: PreparedPage): Promise<string[]> {
    const { reading, source } = this;
    const counts = countsAfter(reading.counts, page);
    const end = { cursor: next, counts, progress: progressOf(next, counts.read), status: next.phase === 'proof' ? 'Processing' as const : 'Fetching' as const };
    return this.readings.commitPage(reading, end, async (client) => {
      const { records, unchanged } = await this.mapping.upToDate(client, page);
      const compared = [...referenceTypes, ...await this.changes.types(client)];
      const written = await writeRecords(client, reading, records, { compared, keptVersions: reading.keptVersions });
      this.tally(written, cursor.sweep > 0, unchanged);
      await this.changes.tell(client, written.touched);
      await keepIds(client, reading, cursor, page.identified.map(({ id }) => id));
      return noteStale(client, reading, source, this.connector, written.touched);
    });
  }

  /** Forgets what this round has seen; what it stored is true all the same. */
  async startAgain(cursor: Cursor): Promise<void> {
    const counts = { ...nothingRead, pages: this.reading.counts.pages };
    for (const dataset of this.reading.datasets) dataset.counts = { ...noCounts };
    await this.readings.commitPage(this.reading, { cursor, counts, progress: 0, status: 'Fetching' }, (client) => forgetIds(client, this.reading));
  }

  /**
   * Takes out of the store what changed last before its data type's window begins: not wanted is not deleted, so nothing
   * of it is told as such. Before the census, which would else count it as gone.
   */
  async forgetOutside(cursor: Cursor, stop: AbortSignal, wake: (remappings: readonly string[]) => Promise<void>): Promise<void> {
    const starts = Object.entries(cursor.window?.starts ?? {}) as [SupportedDataType, string][];
    for (const [dataType, start] of isFull(cursor) ? starts : []) {
      for (let left = true; left && !stop.aborted;) {
        const stale = await this.readings.commitPage(this.reading, this.proving(cursor), async (client) => {
          const gone = await forgetBefore(client, this.reading, { dataType, before: start, most: vanishedBatch });
          left = gone.length > 0;
          return noteStale(client, this.reading, this.source, this.connector, gone);
        });
        await wake(stale);
      }
    }
  }

  /** What was not seen is gone only after a reading of everything, from a source whose records do not just leave its window. */
  async census(cursor: Cursor): Promise<Census> {
    if (!isFull(cursor) && this.reading.counts.read === 0) return { seenInPages: 0, seen: 0, unseen: 0 };
    const { kind, absence } = this.source;
    const connector = isFull(cursor) && absence === 'gone' && kind !== 'appended' ? this.connector : null;
    return this.tenants.sql(this.reading.operatorId, (client) => census(client, this.reading, connector));
  }

  /** Marks what the source no longer has, a batch per transaction. */
  async markVanished(cursor: Cursor, stop: AbortSignal, wake: (remappings: readonly string[]) => Promise<void>): Promise<void> {
    for (let left = true; left && !stop.aborted;) {
      const stale = await this.readings.commitPage(this.reading, this.proving(cursor), async (client) => {
        const written = await markVanished(client, this.reading, this.connector, vanishedBatch);
        left = written.counts.size > 0;
        this.tally(written);
        await this.changes.tell(client, written.touched);
        return noteStale(client, this.reading, this.source, this.connector, written.touched);
      });
      await wake(stale);
    }
  }

  private proving(cursor: Cursor): PageEnd {
    return { cursor, counts: this.reading.counts, progress: 99, status: 'Processing' };
  }

  /** A closing delta brings records again that a page has counted: only what it changes counts. */
  private tally(written: Written, again = false, unchanged: Unchanged = noneUnchanged): void {
    for (const dataset of this.reading.datasets) {
      const counts = written.counts.get(dataset.dataType);
      const sum = { ...dataset.counts };
      if (!again) sum.unchanged += unchanged.get(dataset.dataType)?.size ?? 0;
      if (counts) for (const key of again ? changes : all) sum[key] += counts[key];
      dataset.counts = sum;
    }
  }
}

function countsAfter(counts: ReadingCounts, { records, identified, unchanged, ignored }: PreparedPage): ReadingCounts {
  const recognised = new Set(records.filter(({ outcome }) => outcome.kind !== 'absent').map(({ sourceId }) => sourceId));
  for (const place of placesOf(unchanged)) recognised.add(identified[place].id);
  return { read: counts.read + identified.length, recognised: counts.recognised + recognised.size + ignored, pages: counts.pages + 1, failures: 0 };
}

/** Whole per cent. A page tells how many records there are, so only the tail of the work is guessed. */
function progressOf(cursor: Cursor, read: number): number {
  if (cursor.phase === 'proof') return 98;
  if (cursor.sweep > 0) return 95;
  return cursor.total === null ? 50 : Math.min(95, Math.floor((95 * read) / Math.max(1, cursor.total)));
}
