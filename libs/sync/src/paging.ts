import type { ReadPage } from '#connector-kit/connector';
import { type Cursor, deltaStart, maxRounds, startOfRound } from './cursor.js';

/** The source pages in a way that would never end or cannot be believed. */
export class PagingFault extends Error {
  override readonly name = 'PagingFault';
}

/** What the next call asks for; null when nothing is left to read. */
export function nextRequest(cursor: Cursor): { page: number; modifiedSince: string | null } | null {
  if (cursor.phase === 'proof') return null;
  return { page: cursor.page, modifiedSince: cursor.phase === 'delta' ? deltaStart(cursor) : null };
}

export interface PageFacts extends Pick<ReadPage, 'more' | 'total' | 'sourceTime'> {
  readonly ids: readonly string[];
  /** Ids of the page before in the same phase. */
  readonly before: ReadonlySet<string>;
}

/**
 * Where a reading stands after a page. Newest first, a record that is edited while we page jumps to the front and pushes
 * others to later pages: pages may repeat records but never pass one over, and the delta brings what jumped.
 */
export function afterPage(cursor: Cursor, paged: boolean, page: PageFacts): Cursor {
  const pageSize = Math.max(cursor.pageSize, page.ids.length);
  if (page.more) refuseEndless(cursor, page, pageSize);
  if (cursor.phase === 'delta') return page.more ? { ...cursor, page: cursor.page + 1 } : { ...cursor, phase: 'proof', page: 1 };
  const read: Cursor = {
    ...cursor,
    pageSize,
    startedAt: cursor.startedAt ?? page.sourceTime,
    total: page.total,
    shrank: cursor.shrank || (page.total !== null && cursor.total !== null && page.total < cursor.total),
  };
  if (paged && page.more) return { ...read, page: cursor.page + 1 };
  return { ...read, phase: paged ? 'delta' : 'proof', page: 1 };
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
  /** Distinct ids of the phase `pages`, and of both phases. */
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
  const mayGoOn = cursor.round < maxRounds;
  if (census.seen < expected) {
    if (mayGoOn) return { kind: 'again', cursor: startOfRound(cursor.round + 1) };
    throw new PagingFault(`The source counts ${expected} records but ${census.seen} were read`);
  }
  if (cursor.shrank || census.seenInPages > expected) {
    return mayGoOn ? { kind: 'again', cursor: startOfRound(cursor.round + 1) } : { kind: 'complete, absence unproved' };
  }
  // An empty answer where there were records is believed when it is given twice.
  if (census.seen === 0 && census.unseen > 0 && cursor.round === 1) return { kind: 'again', cursor: startOfRound(2) };
  return { kind: 'complete' };
}
