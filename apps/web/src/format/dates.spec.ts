import { formatDay, formatDuration, formatMoment } from './dates.js';

describe('dates', () => {
  test('a document keeps its day wherever the reader is', () => {
    expect(formatDay('2026-01-01T00:00:00')).toMatch(/1/);
    expect(formatDay('2026-01-01T00:00:00')).toBe(formatDay('2026-01-01T23:59:59'));
    expect(formatDay('2026-01-01T00:00:00')).not.toBe(formatDay('2025-12-31T23:00:00'));
  });

  test('a system time with seven fractional digits is read', () => {
    expect(formatMoment('2026-10-27T10:22:43.6464237Z')).toBe(formatMoment('2026-10-27T10:22:43Z'));
  });

  test('a time without a zone is UTC', () => {
    expect(formatMoment('2026-10-27T10:22:43')).toBe(formatMoment('2026-10-27T10:22:43Z'));
  });

  test('what is absent or unreadable is a dash', () => {
    expect([formatMoment(undefined), formatMoment('soon'), formatDay(null)]).toEqual(['—', '—', '—']);
  });

  test.each([
    ['2026-01-01T00:00:59Z', '59 s'],
    ['2026-01-01T00:01:05Z', '1 min 5 s'],
    ['2026-01-01T02:03:00Z', '2 h 3 min'],
  ])('a pull that ended at %s took %s', (completed, words) => {
    expect(formatDuration('2026-01-01T00:00:00Z', completed)).toBe(words);
  });
});
