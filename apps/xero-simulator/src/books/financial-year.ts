import { day, type Drawing } from './drawing.js';

/** The first day of the financial year that a day lies in. */
export function startOfYear({ options: { edition: { yearEnd } } }: Drawing, on: number): number {
  const year = new Date(on * day).getUTCFullYear();
  // The day after the year's last day; past it, this calendar year's, before it, the one before.
  const start = (candidate: number): number => Date.UTC(candidate, yearEnd.month - 1, yearEnd.day) / day + 1;
  return start(year) <= on ? start(year) : start(year - 1);
}
