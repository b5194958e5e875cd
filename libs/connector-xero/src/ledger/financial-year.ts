import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { amount } from '../native.js';

/** First day of the financial year that a day lies in, by the organisation's last day of every year; it ends in December where Xero says none. */
export function yearStarts(organisation: NativeRecord): (date: string) => string {
  const month = amount(organisation, 'FinancialYearEndMonth') ?? 12;
  const lastDay = amount(organisation, 'FinancialYearEndDay') ?? 31;
  if (!Number.isInteger(month) || month < 1 || month > 12) throw new ReadingError('FinancialYearEndMonth', 'is not a month');
  if (!Number.isInteger(lastDay) || lastDay < 1 || lastDay > 31) throw new ReadingError('FinancialYearEndDay', 'is not a day');
  const startAfter = (year: number): string => {
    const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1, Math.min(lastDay, daysInMonth) + 1)).toISOString().slice(0, 10);
  };
  return (date) => {
    const year = Number(date.slice(0, 4));
    return [startAfter(year), startAfter(year - 1)].find((start) => start <= date) ?? startAfter(year - 2);
  };
}
