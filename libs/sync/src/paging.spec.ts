import { type Cursor, deltaSince, maxRounds, startOfRound } from './cursor.js';
import { afterPage, judge, nextRequest, type PageFacts, PagingFault } from './paging.js';

const page = (facts: Partial<PageFacts> = {}): PageFacts => ({
  ids: ['a', 'b'], before: new Set(), more: true, total: 10, sourceTime: '2026-11-22T09:00:00Z', edition: 'first', ...facts,
});
const at = (cursor: Partial<Cursor> = {}): Cursor => ({ ...startOfRound(1), startedAt: '2026-11-22T09:00:00Z', total: 10, pageSize: 2, ...cursor });

describe('afterPage', () => {
  it('goes from page to page, then to the closing delta, then to the proof', () => {
    const second = afterPage(startOfRound(1), 'paged', page());
    expect(second).toMatchObject({ phase: 'pages', sweep: 0, page: 2, startedAt: '2026-11-22T09:00:00Z', total: 10, pageSize: 2 });
    const delta = afterPage(second, 'paged', page({ more: false, sourceTime: '2026-11-22T09:05:00Z' }));
    expect(delta).toMatchObject({ phase: 'pages', sweep: 1, page: 1, startedAt: null });
    expect(nextRequest(delta)).toEqual({ page: 1, modifiedSince: '2026-11-22T08:58:00Z', after: null });
    const proof = afterPage(delta, 'paged', page({ more: false, total: 1, sourceTime: '2026-11-22T09:06:00Z' }));
    expect(proof).toMatchObject({ phase: 'proof', total: 10, startedAt: '2026-11-22T09:06:00Z' });
    expect(nextRequest(proof)).toBeNull();
  });

  it('needs no closing delta for what came in one page', () => {
    expect(afterPage(startOfRound(1), 'paged', page({ more: false }))).toMatchObject({ phase: 'proof', sweep: 0 });
    expect(afterPage(startOfRound(1, { since: '2026-11-01T00:00:00Z', after: null }), 'paged', page({ more: false }))).toMatchObject({ phase: 'proof' });
  });

  it('reads a delta of several pages from where it starts, and closes it from its own start', () => {
    const first = startOfRound(1, { since: '2026-11-01T00:00:00Z', after: null });
    expect(nextRequest(first)).toEqual({ page: 1, modifiedSince: '2026-11-01T00:00:00Z', after: null });
    const closing = afterPage(afterPage(first, 'paged', page()), 'paged', page({ more: false }));
    expect(nextRequest(closing)).toMatchObject({ page: 1, modifiedSince: '2026-11-22T08:58:00Z' });
  });

  it('closes again as long as records jump while a closing delta of several pages is read, but not for ever', () => {
    let cursor = at({ sweep: 1, page: 2 });
    const moving = page({ ids: ['b', 'c'], before: new Set(['a', 'b']), more: false });
    for (const sweep of [2, 3]) {
      cursor = afterPage(cursor, 'paged', moving);
      expect(cursor).toMatchObject({ phase: 'pages', sweep, page: 1 });
      cursor = { ...cursor, page: 2, startedAt: '2026-11-22T09:00:00Z' };
    }
    expect(afterPage(cursor, 'paged', moving)).toMatchObject({ phase: 'proof', sweep: 3, moved: true });
    expect(afterPage(at({ sweep: 1, page: 2 }), 'paged', page({ more: false }))).toMatchObject({ phase: 'proof' });
  });

  it('goes on from the bookmark of appended rows, which need no closing', () => {
    const second = afterPage(startOfRound(1), 'appended', page({ bookmark: '100', total: null }));
    expect(nextRequest(second)).toEqual({ page: 2, modifiedSince: null, after: '100' });
    expect(afterPage(second, 'appended', page({ ids: [], more: false, total: null }))).toMatchObject({ phase: 'proof', after: '100' });
  });

  it('needs no delta for a list that comes whole', () => {
    expect(afterPage(startOfRound(1), 'whole', page({ more: false, total: null }))).toMatchObject({ phase: 'proof' });
    const second = afterPage(startOfRound(1), 'whole', page({ more: true }));
    expect(second).toMatchObject({ phase: 'pages', page: 2 });
    expect(afterPage(second, 'whole', page({ more: false }))).toMatchObject({ phase: 'proof' });
  });

  it('remembers a count that fell', () => {
    expect(afterPage(at(), 'paged', page({ total: 9 })).shrank).toBe(true);
    expect(afterPage(at({ shrank: true }), 'paged', page({ total: 12 })).shrank).toBe(true);
    expect(afterPage(at(), 'paged', page({ total: 11 })).shrank).toBe(false);
  });

  it('refuses a page that repeats the one before and promises more', () => {
    expect(() => afterPage(at({ page: 2 }), 'paged', page({ before: new Set(['a', 'b']) }))).toThrow(PagingFault);
  });

  it('accepts a last page that only repeats', () => {
    expect(afterPage(at({ page: 2 }), 'paged', page({ before: new Set(['a', 'b']), more: false }))).toMatchObject({ phase: 'pages', sweep: 1 });
  });

  it('refuses far more pages than the count allows, even if they alternate', () => {
    expect(() => afterPage(at({ page: 20 }), 'paged', page())).toThrow(PagingFault);
    expect(() => afterPage(at({ page: 19 }), 'paged', page())).not.toThrow();
  });
});

describe('deltaSince', () => {
  it('lies two minutes before the start by the platform’s clock', () => {
    expect(deltaSince('2026-01-01T00:01:00Z')).toBe('2025-12-31T23:59:00Z');
  });
});

describe('judge', () => {
  it('is content when all that the source counts was seen', () => {
    expect(judge(at(), { seenInPages: 10, seen: 10, unseen: 3 })).toEqual({ kind: 'complete' });
  });

  it('is content when edited and new records came with the delta only', () => {
    expect(judge(at({ total: 11 }), { seenInPages: 9, seen: 13, unseen: 0 })).toEqual({ kind: 'complete' });
  });

  it('reads again when fewer came, and at last calls it an error', () => {
    expect(judge(at(), { seenInPages: 9, seen: 9, unseen: 0 })).toMatchObject({ kind: 'again', cursor: { round: 2, page: 1, startedAt: null } });
    expect(() => judge(at({ round: maxRounds }), { seenInPages: 9, seen: 9, unseen: 0 })).toThrow('The source counts 10 records but 9 were read');
  });

  it.each([
    ['the count fell', at({ shrank: true }), 10],
    ['more came than the source counts', at(), 11],
  ])('does not say what is gone when %s', (_, cursor, seen) => {
    expect(judge(cursor, { seenInPages: seen, seen, unseen: 1 })).toMatchObject({ kind: 'again' });
    expect(judge({ ...cursor, round: maxRounds }, { seenInPages: seen, seen, unseen: 1 })).toEqual({ kind: 'complete, absence unproved' });
  });

  it('begins again where it began', () => {
    const start = { since: '2026-11-01T00:00:00Z', after: null };
    expect(judge(at({ start, shrank: true }), { seenInPages: 10, seen: 10, unseen: 0 })).toMatchObject({ kind: 'again', cursor: { since: start.since, round: 2 } });
  });

  it('leaves to the next reading what moved faster than it could be read, and calls nothing gone', () => {
    expect(judge(at({ sweep: 3, moved: true }), { seenInPages: 10, seen: 10, unseen: 1 })).toEqual({ kind: 'complete, absence unproved' });
  });

  it('believes an empty answer over known records only the second time', () => {
    expect(judge(at({ total: 0 }), { seenInPages: 0, seen: 0, unseen: 5 })).toMatchObject({ kind: 'again', cursor: { round: 2 } });
    expect(judge(at({ total: 0, round: 2 }), { seenInPages: 0, seen: 0, unseen: 5 })).toEqual({ kind: 'complete' });
    expect(judge(at({ total: 0 }), { seenInPages: 0, seen: 0, unseen: 0 })).toEqual({ kind: 'complete' });
  });
});
