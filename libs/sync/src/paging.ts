import type { ReadPage, ReadRequest, Source } from '#connector-kit/connector';
import { type Cursor, deltaSince, isFull, maxRounds, startOfRound } from './cursor.js';

/** The source pages in a way that would never end or cannot be believed. */
export class PagingFault extends Error {
  override readonly name = 'PagingFault';
}

/** What the next call asks for; null when nothing is left to read. */
export function nextRequest(cursor: Cursor): Pick<ReadRequest, 'page' | 'modifiedSince' | 'after'> | null {
  if (cursor.phase === 'proof') return null;
  const from = isFull(cursor) ? cursor.window?.from ?? null : null;
  return { page: cursor.page, modifiedSince: cursor.since ?? from, after: cursor.after };
}

export interface PageFacts extends Pick<ReadPage, 'more' | 'total' | 'sourceTime' | 'bookmark'> {
  readonly ids: readonly string[];
  /** Ids of the page before in the same sweep. */
  readonly before: ReadonlySet<string>;
  /** Of the mappings that it is mapped by. */
  readonly edition: string | null;
}

/**
 * Where a reading stands after a page. Newest first, a record that is edited while we page jumps to the front and pushes
 * others to later pages: pages may repeat records but never pass one over, and a closing delta brings what jumped. What
 * came in one page is one moment of the source and needs none.
 */
export function afterPage(cursor: Cursor, kind: Source['kind'], page: PageFacts): Cursor {
  const pageSize = Math.max(cursor.pageSize, page.ids.length);
  if (page.more) refuseEndless(cursor, page, pageSize);
  const first = cursor.sweep === 0;
  const begins = first && cursor.page === 1;
  const read: Cursor = {
    ...cursor,
    pageSize,
    startedAt: cursor.startedAt ?? page.sourceTime,
    after: page.bookmark ?? cursor.after,
    total: first ? page.total : cursor.total,
    shrank: cursor.shrank || (first && page.total !== null && cursor.total !== null && page.total < cursor.total),
    moved: cursor.moved || page.ids.some((id) => page.before.has(id)),
    mappedBy: begins || cursor.mappedBy === page.edition ? page.edition : null,
  };
  if (page.more) return { ...read, page: cursor.page + 1 };
  return kind === 'paged' && needsClosing(read) ? closing(read) : { ...read, phase: 'proof', page: 1 };
}

/** Closing deltas in a row, while books move faster than they can be read. The next reading goes on from the last one's start. */
const mostClosings = 3;

function needsClosing({ sweep, page, moved }: Cursor): boolean {
  return page > 1 && (sweep === 0 || (moved && sweep < mostClosings));
}

function closing(cursor: Cursor): Cursor {
  return { ...cursor, sweep: cursor.sweep + 1, since: deltaSince(cursor.startedAt!), page: 1, startedAt: null, moved: false };
}

const mostPagesUnknownTotal = 100_000;

function refuseEndless(cursor: Cursor, page: PageFacts, pageSize: number): void {
  if (page.ids.every((id) => page.before.has(id))) {
    throw new PagingFault(`Page ${cursor.page} brought nothing new and yet promised more`);
  }
  const most = page.total === null ? mostPagesUnknownTotal : 2 * Math.ceil(page.total / pageSize) + 10;
  if (cursor.page >= most) {
    throw new PagingFault(`${cursor.page} pages were read of ${page.total ?? 'an unknown number of'} records and more were promised`);
  }
}

/** What the source's records were found to be once all was read. */
export interface Census {
  /** Distinct ids of sweep 0, and of all sweeps. */
  readonly seenInPages: number;
  readonly seen: number;
  /** Served records of this source in the store that were not seen. */
  readonly unseen: number;
}

export type Verdict =
  /** Everything was read: what was not seen is gone. */
  | { readonly kind: 'complete' }
  /** Everything that the source counts was read, but what was not seen may be there all the same. */
  | { readonly kind: 'complete, absence unproved' }
  | { readonly kind: 'again'; readonly cursor: Cursor };

/**
 * Compares what was read with the source's own count. Fewer is never accepted. More than it counts, or a count that fell
 * while we paged, means that records vanished meanwhile: others may then have slipped past us, so nothing is declared gone.
 */
export function judge(cursor: Cursor, census: Census): Verdict {
  const expected = cursor.total ?? census.seenInPages;
  const again: Verdict | null = cursor.round < maxRounds ? { kind: 'again', cursor: startOfRound(cursor.round + 1, cursor.start) } : null;
  if (census.seen < expected) {
    if (again) return again;
    throw new PagingFault(`The source counts ${expected} records but ${census.seen} were read`);
  }
  if (cursor.shrank || census.seenInPages > expected) return again ?? { kind: 'complete, absence unproved' };
  // It moved faster than it could be read: what was passed over is left to the next delta.
  if (cursor.sweep > 0 && cursor.moved) return { kind: 'complete, absence unproved' };
  // An empty answer where there were records is believed when it is given twice.
  if (census.seen === 0 && census.unseen > 0 && cursor.round === 1) return { kind: 'again', cursor: startOfRound(2, cursor.start) };
  return { kind: 'complete' };
}
