/**
 * The three written forms of time on the wire. All are text; none is converted between zones, ever.
 *
 * - document dates (`issueDate`, `date`, …): a calendar day, `2026-11-22T00:00:00`, without zone
 * - `sourceModifiedDate`: a UTC instant cut to whole seconds, `2026-11-22T10:15:30`, without suffix although it is UTC
 * - `modifiedDate`: a UTC instant, whole seconds, with `Z`
 *
 * All functions take milliseconds since 1970 in UTC that `isRepresentable`.
 */

const firstMoment = Date.parse('0001-01-01T00:00:00Z');
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

/** Years 1 to 9999, the only ones with a four-digit form. */
export function isRepresentable(milliseconds: number): boolean {
  return milliseconds >= firstMoment && milliseconds <= lastMoment;
}

/** The UTC calendar day of a moment. */
export function documentDate(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 10)}T00:00:00`;
}

/** Cut, never rounded: .999 stays in its second. */
export function sourceModifiedDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}

/** Whole seconds with `Z`; for `modifiedDate` and for instants between our own parts. */
export function instant(milliseconds: number): string {
  return `${sourceModifiedDate(milliseconds)}Z`;
}

const written = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * Reads a date that a person or program wrote: `2026-11-22` (midnight UTC), with a time (UTC unless it names an
 * offset), whole seconds. Returns milliseconds, or undefined when it is no date.
 */
export function readDate(text: string): number | undefined {
  const parts = written.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = parts;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`);
  if (Number.isNaN(milliseconds) || !isRepresentable(milliseconds)) return undefined;
  // Date.parse lets 31 February and hour 24 roll over into the next day.
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return midnight.getUTCDate() === Number(day) && hour !== '24' ? milliseconds : undefined;
}
