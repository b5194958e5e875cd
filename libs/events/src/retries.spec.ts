import { askedWait, retryAfter } from './retries.js';

const waits = (random: number) => {
  const all: number[] = [];
  for (let wait = retryAfter(1, 0, random); wait !== null; wait = retryAfter(all.length + 1, 0, random)) all.push(wait);
  return all;
};

test.each([0, 0.5, 0.999])('a message is tried at least 12 times over at least 96 hours, whatever the dice say: %d', (random) => {
  expect(waits(random).length + 1).toBeGreaterThanOrEqual(12);
  expect(waits(random).reduce((sum, wait) => sum + wait) / 3600).toBeGreaterThan(96);
});

test('waits are spread by a tenth either way, and what the consumer asks for is the least', () => {
  expect([retryAfter(2, 0, 0), retryAfter(2, 0, 1)]).toEqual([270, 330]);
  expect(retryAfter(2, 1000, 0)).toBe(1000);
});

test.each([
  [undefined, 0], ['', 0], ['soon', 0], ['-5', 0], ['120', 120], [' 7 ', 7], ['999999999', 86_400],
  ['Sun, 22 Nov 2026 08:01:00 GMT', 60], ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
])('Retry-After %p is %d seconds', (header, seconds) => {
  expect(askedWait(header, Date.parse('2026-11-22T08:00:00Z'))).toBe(seconds);
});
