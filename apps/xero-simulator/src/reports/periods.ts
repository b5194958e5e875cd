import { day } from '../books/drawing.js';
import { Problem } from '../accounting/problems.js';
import type { Query } from '../accounting/request.js';

/** Days counted from 1970, both included. */
export interface Period { from: number; to: number }

const monthsIn: Record<string, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** How many months lie between a column and each earlier one: `periods` of them, the asked one first as 0. */
export function stepsBack(query: Query): number[] {
  const periods = query.get('periods') ?? '0';
  if (!/^\d{1,2}$/.test(periods) || Number(periods) > 11) throw invalid('periods must be a whole number from 1 to 11');
  const timeframe = (query.get('timeframe') ?? 'MONTH').toUpperCase();
  if (!Object.hasOwn(monthsIn, timeframe)) throw invalid('timeframe must be MONTH, QUARTER or YEAR');
  return Array.from({ length: Number(periods) + 1 }, (_, place) => place * monthsIn[timeframe]);
}

/** The same day of an earlier month, or that month's last day. */
export function monthsBefore(on: number, months: number): number {
  const date = new Date(on * day);
  const last = lastOfMonth(date.getUTCFullYear(), date.getUTCMonth() - months);
  return last - new Date(last * day).getUTCDate() + Math.min(date.getUTCDate(), new Date(last * day).getUTCDate());
}

/** As the balance sheet steps back: the last day of a month leads to the last days of the months before. */
export function positionBefore(on: number, months: number): number {
  const date = new Date(on * day);
  const last = lastOfMonth(date.getUTCFullYear(), date.getUTCMonth());
  return on === last ? lastOfMonth(date.getUTCFullYear(), date.getUTCMonth() - months) : monthsBefore(on, months);
}

/** The month of a day. */
export function monthOf(on: number): Period {
  const date = new Date(on * day);
  const to = lastOfMonth(date.getUTCFullYear(), date.getUTCMonth());
  return { from: on - date.getUTCDate() + 1, to };
}

export function readDay(query: Query, name: string): number | null {
  const text = query.get(name);
  if (text === undefined) return null;
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(`${text.slice(0, 10)}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(moment)) throw invalid(`"${text}" is not a date`);
  return moment / day;
}

/** `fromDate` and `toDate`: this month without either, and never more than a year. */
export function readPeriod(query: Query, today: number): Period {
  const from = readDay(query, 'fromdate') ?? monthOf(readDay(query, 'todate') ?? today).from;
  const to = readDay(query, 'todate') ?? monthOf(from).to;
  if (to < from) throw invalid('fromDate must not be after toDate');
  if (to - from > 366) throw invalid('fromDate and toDate must be within 365 days of each other');
  return { from, to };
}

/** "31 March 2026". */
export function longDate(on: number): string {
  return format(on, 'long', 'numeric');
}

/** "31 Mar 2026", or "31 Mar 26" as the profit and loss has it. */
export function shortDate(on: number, year: 'numeric' | '2-digit' = 'numeric'): string {
  return format(on, 'short', year).replace('Sept', 'Sep');
}

/** "3/31/2026", the order of attributes. */
export function americanDate(on: number): string {
  const date = new Date(on * day);
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than all the rest of a small report. */
function format(on: number, month: 'long' | 'short', year: 'numeric' | '2-digit'): string {
  const key = `${month} ${year}`;
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month, year, timeZone: 'UTC' })));
  return known.format(new Date(on * day));
}

/** Months before January belong to the year before. */
function lastOfMonth(year: number, month: number): number {
  return Date.UTC(year, month + 1, 0) / day;
}

function invalid(message: string): Problem {
  return new Problem(400, { ErrorNumber: 10, Type: 'ValidationException', Message: message });
}
