import type { Call } from '#connector-kit/call';
import type { NativeRecord, ReadPage, ReadRequest } from '#connector-kit/connector';
import { isRecord } from '../native.js';
import { apiPath, jsonHeaders, type Query, timeOf, unreadable } from '../reading.js';

/*
 * A report is no list of records: it is read for twelve months in one call, a column for each, and laid out as one record
 * for each month, in the form in which Xero would have answered for that month alone.
 */

/** How a report is asked for, by the last of its months. */
export interface MonthlyReport {
  readonly name: string;
  query(month: string): Query;
  /**
   * Xero moves both ends of a period back by whole months and keeps their days: from 30 November it goes to 30 October,
   * and the 31st is lost. Such a report has to be asked for from a month of 31 days.
   */
  readonly keepsDay: boolean;
}

const mostColumns = 12;

export function readReport(report: MonthlyReport) {
  return async (call: Call, { months, today }: ReadRequest): Promise<ReadPage> => {
    const current = today.slice(0, 7);
    const oldest = monthsBefore(current, months - 1);
    const natives: NativeRecord[] = [];
    let sourceTime = '';
    let newest = current;
    while (newest >= oldest) {
      const base = report.keepsDay && daysIn(newest) !== 31 ? monthsBefore(newest, -1) : newest;
      const answer = await call({
        method: 'GET',
        path: `${apiPath}/Reports/${report.name}`,
        query: { ...report.query(base), ...columns(Math.min(mostColumns, distance(oldest, base) + 1)), standardLayout: true },
        headers: jsonHeaders,
      });
      const rows = rowsOf(answer.body) ?? unread(answer);
      sourceTime ||= timeOf(answer);
      const read = monthsOf(rows, base).filter(({ month }) => month >= oldest && month <= newest);
      if (read.length === 0) throw unreadable(answer);
      natives.push(...read.map(({ month, column }) => ({ Month: month, Rows: onlyColumn(rows, column) })));
      newest = monthsBefore(read.at(-1)!.month, 1);
    }
    return { natives, more: false, total: natives.length, sourceTime };
  };
}

/** The columns before the first one. */
function columns(count: number): Query {
  return count === 1 ? {} : { periods: count - 1, timeframe: 'MONTH' };
}

/** Column 0 holds the titles; then come the months, the newest first. */
function monthsOf(rows: readonly unknown[], base: string): { month: string; column: number }[] {
  const header = rows.find((row) => isRecord(row) && row.RowType === 'Header');
  const cells = isRecord(header) && Array.isArray(header.Cells) ? header.Cells.length : 0;
  return Array.from({ length: Math.max(0, cells - 1) }, (_, place) => ({ month: monthsBefore(base, place), column: place + 1 }));
}

function onlyColumn(rows: readonly unknown[], column: number): unknown[] {
  return rows.map((row) => {
    if (!isRecord(row)) return row;
    const cells = Array.isArray(row.Cells) ? { Cells: (row.Cells as unknown[]).filter((_, place) => place === 0 || place === column) } : {};
    const below = Array.isArray(row.Rows) ? { Rows: onlyColumn(row.Rows, column) } : {};
    return { ...row, ...cells, ...below };
  });
}

function rowsOf(body: unknown): unknown[] | undefined {
  const reports: unknown = isRecord(body) ? body.Reports : undefined;
  const report: unknown = Array.isArray(reports) ? reports[0] : undefined;
  return isRecord(report) && Array.isArray(report.Rows) ? (report.Rows as unknown[]) : undefined;
}

function unread(answer: Parameters<typeof unreadable>[0]): never {
  throw unreadable(answer);
}

/** `2026-11` and 11 give `2025-12`; a negative number goes forward. */
export function monthsBefore(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 7);
}

function distance(from: string, to: string): number {
  const [fromYear, fromMonth] = from.split('-').map(Number);
  const [toYear, toMonth] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}

function daysIn(month: string): number {
  return Number(lastDay(month).slice(8));
}

export const firstDay = (month: string): string => `${month}-01`;

/** `2026-11` gives `2026-11-30`. */
export function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
