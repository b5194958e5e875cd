import type { Books } from './books.js';
import { day } from './drawing.js';
import { startOfYear } from './financial-year.js';
import { journals } from './journals.js';

/** Balances at the end of a day, per account of the chart: in all, in the financial year, and in the month. */
export interface Balances { total: Float64Array; year: Float64Array; month: Float64Array }

const computed = new WeakMap<Books, { key: string; balances: Balances }>();

export function balances(books: Books, until: number): Balances {
  const key = `${until}:${books.changes.version}`;
  const known = computed.get(books);
  if (known?.key === key) return known.balances;
  const { length } = books.drawing.chart;
  const result = { total: new Float64Array(length), year: new Float64Array(length), month: new Float64Array(length) };
  const yearStart = startOfYear(books.drawing, until);
  const monthStart = startOfMonth(until);
  for (const { on, postings } of journals(books)) {
    if (on > until) continue;
    for (const { account, amount } of postings) {
      result.total[account] += amount;
      if (on >= yearStart) result.year[account] += amount;
      if (on >= monthStart) result.month[account] += amount;
    }
  }
  computed.set(books, { key, balances: result });
  return result;
}

function startOfMonth(on: number): number {
  const date = new Date(on * day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / day;
}
