import { type Cursor, deltaStart, maxRounds, startOfRound } from './cursor.js';
import { afterPage, judge, nextRequest, type PageFacts, PagingFault } from './paging.js';

const page = (facts: Partial<PageFacts> = {}): PageFacts => ({
  ids: ['a', 'b'], before: new Set(), more: true, total: 10, sourceTime: '2026-11-22T09:00:00Z', ...facts,
});
const at = (cursor: Partial<Cursor> = {}): Cursor => ({ ...startOfRound(1), startedAt: '2026-11-22T09:00:00Z', total: 10, pageSize: 2, ...cursor });

describe('afterPage', () => {
  it('goes from page to page, then to the delta, then to the proof', () => {
    const second = afterPage(startOfRound(1), true, page());
    expect(second).toMatchObject({ phase: 'pages', page: 2, startedAt: '2026-11-22T09:00:00Z', total: 10, pageSize: 2 });
    const delta = afterPage(second, true, page({ more: false, sourceTime: '2026-11-22T09:05:00Z' }));
    expect(delta).toMatchObject({ phase: 'delta', page: 1, startedAt: '2026-11-22T09:00:00Z' });
    expect(nextRequest(delta)).toEqual({ page: 1, modifiedSince: '2026-11-22T08:58:00Z' });
    const proof = afterPage(delta, true, page({ more: false, total: 1 }));
    expect(proof).toMatchObject({ phase: 'proof', total: 10 });
    expect(nextRequest(proof)).toBeNull();
  });

  it('needs no delta for a list that comes whole', () => {
    expect(afterPage(startOfRound(1), false, page({ more: false, total: null }))).toMatchObject({ phase: 'proof' });
  });

  it('remembers a count that fell', () => {
    expect(afterPage(at(), true, page({ total: 9 })).shrank).toBe(true);
    expect(afterPage(at({ shrank: true }), true, page({ total: 12 })).shrank).toBe(true);
    expect(afterPage(at(), true, page({ total: 11 })).shrank).toBe(false);
  });

  it('refuses a page that repeats the one before and promises more', () => {
    expect(() => afterPage(at({ page: 2 }), true, page({ before: new Set(['a', 'b']) }))).toThrow(PagingFault);
  });

  it('accepts a last page that only repeats', () => {
    expect(afterPage(at({ page: 2 }), true, page({ before: new Set(['a', 'b']), more: false }))).toMatchObject({ phase: 'delta' });
  });

  it('refuses far more pages than the count allows, even if they alternate', () => {
    expect(() => afterPage(at({ page: 20 }), true, page())).toThrow(PagingFault);
    expect(() => afterPage(at({ page: 19 }), true, page())).not.toThrow();
  });
});

describe('deltaStart', () => {
  it('lies two minutes before the run by the platform’s clock', () => {
    expect(deltaStart(at({ startedAt: '2026-01-01T00:01:00Z' }))).toBe('2025-12-31T23:59:00Z');
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

  it('believes an empty answer over known records only the second time', () => {
    expect(judge(at({ total: 0 }), { seenInPages: 0, seen: 0, unseen: 5 })).toMatchObject({ kind: 'again', cursor: { round: 2 } });
    expect(judge(at({ total: 0, round: 2 }), { seenInPages: 0, seen: 0, unseen: 5 })).toEqual({ kind: 'complete' });
    expect(judge(at({ total: 0 }), { seenInPages: 0, seen: 0, unseen: 0 })).toEqual({ kind: 'complete' });
  });
});
