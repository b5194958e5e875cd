const minute = 60;
const hour = 60 * minute;

/** Seconds after each failure: 13 tries within about five days, of which the first eight waits are Codat's. */
const waits = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour, 12 * hour, 14 * hour, 18 * hour, 22 * hour, 24 * hour];
const longestAsked = 24 * hour;

/** In how many seconds to try again after the `tries`th try failed, spread by a tenth; null when that was the last. */
export function retryAfter(tries: number, askedSeconds: number, random = Math.random()): number | null {
  const wait = waits[tries - 1];
  return wait === undefined ? null : Math.max(wait * (0.9 + random / 5), askedSeconds);
}

/** Seconds that a `Retry-After` header asks for: a number or a date. 0 without one that can be read. */
export function askedWait(header: string | undefined, now = Date.now()): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestAsked) : 0;
}
