import fc from 'fast-check';
import { documentDate, instant, isRepresentable, readDate, sourceModifiedDate } from './dates.js';

const morning = Date.UTC(2026, 10, 22, 10, 15, 30, 999);

test('a document date is the UTC day at midnight without zone', () => {
  expect(documentDate(morning)).toBe('2026-11-22T00:00:00');
  expect(documentDate(-1)).toBe('1969-12-31T00:00:00');
});

test('a source date is cut to its second and has no suffix', () => {
  expect(sourceModifiedDate(morning)).toBe('2026-11-22T10:15:30');
  expect(sourceModifiedDate(-1)).toBe('1969-12-31T23:59:59');
});

test('an instant ends in Z', () => {
  expect(instant(morning)).toBe('2026-11-22T10:15:30Z');
});

test('years without a four-digit form are not representable', () => {
  expect(isRepresentable(Date.parse('0001-01-01T00:00:00Z'))).toBe(true);
  expect(isRepresentable(Date.parse('0001-01-01T00:00:00Z') - 1)).toBe(false);
  expect(isRepresentable(Date.parse('9999-12-31T23:59:59Z'))).toBe(true);
  expect(isRepresentable(Date.UTC(10000, 0, 1))).toBe(false);
  expect(isRepresentable(Number.NaN)).toBe(false);
});

test.each([
  ['2026-11-22', '2026-11-22T00:00:00Z'],
  ['2026-11-22T10:15', '2026-11-22T10:15:00Z'],
  ['2026-11-22T10:15:30', '2026-11-22T10:15:30Z'],
  ['2026-11-22T10:15:30Z', '2026-11-22T10:15:30Z'],
  ['2026-11-22T10:15:30.1234567Z', '2026-11-22T10:15:30Z'],
  ['2026-11-22T10:15:30+02:00', '2026-11-22T08:15:30Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
])('%s is read as %s', (written, expected) => {
  expect(instant(readDate(written)!)).toBe(expected);
});

test.each(['', 'yesterday', '2026-02-30', '2026-02-29', '2026-13-01', '2026-1-1', '22/11/2026', '0000-01-01', '2026-11-22T24:00:00', '2026-11-22T10'])(
  '%p is no date',
  (written) => {
    expect(readDate(written)).toBeUndefined();
  },
);

test('every written date reads back as the same moment', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
      const seconds = Math.floor(date.getTime() / 1000) * 1000;
      expect(readDate(sourceModifiedDate(date.getTime()))).toBe(seconds);
      expect(readDate(instant(date.getTime()))).toBe(seconds);
    }),
  );
});
