import { isRepresentable, readDate } from '#accounting/dates';

const wireForm = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;

/**
 * Reads every form in which Xero writes time, as milliseconds since 1970 in UTC; undefined when it is none of them.
 *
 * - `/Date(1488338552390+0000)/`, also without the offset and with negative milliseconds. The milliseconds are UTC
 *   already: the offset only tells where the value came from, so it is not applied. (JSON may write the slashes as `\/`.)
 * - ISO 8601 without zone, up to seven decimals (`/connections`, webhooks, `…String` fields): UTC as well.
 */
export function readXeroDate(text: string): number | undefined {
  const wire = wireForm.exec(text);
  if (wire === null) return readDate(text);
  const milliseconds = Number(wire[1]);
  return isRepresentable(milliseconds) ? milliseconds : undefined;
}
