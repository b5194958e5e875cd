import { sum } from '#accounting/money';
import type { CashFlowMonth, ProfitAndLossMonth, ReportLine } from '#accounting/models/financial-statements';
import type { CashFlowStatement, ProfitAndLoss } from '#accounting/models/statements';

type Lines<T> = { readonly [K in keyof T as T[K] extends ReportLine | undefined ? K : never]: T[K] };

/** The months of one period, the newest first, as one report. */
export function addProfitAndLoss(months: readonly ProfitAndLossMonth[]): ProfitAndLoss['reports'][number] {
  const line = lineOf(months);
  const total = (field: 'grossProfit' | 'netOperatingProfit' | 'netOtherIncome' | 'netProfit') => sum(...months.map((month) => month[field]));
  return {
    ...daysOf(months),
    income: line('income'),
    costOfSales: line('costOfSales'),
    grossProfit: total('grossProfit'),
    expenses: line('expenses'),
    netOperatingProfit: total('netOperatingProfit'),
    otherExpenses: line('otherExpenses'),
    otherIncome: line('otherIncome'),
    netOtherIncome: total('netOtherIncome'),
    netProfit: total('netProfit'),
  };
}

export function addCashFlow(months: readonly CashFlowMonth[]): CashFlowStatement['reports'][number] {
  const line = lineOf(months);
  return { ...daysOf(months), cashReceipts: line('cashReceipts'), cashPayments: line('cashPayments') };
}

function daysOf(months: readonly { fromDate?: string | undefined; toDate?: string | undefined }[]) {
  return { fromDate: months.at(-1)?.fromDate, toDate: months.at(0)?.toDate };
}

function lineOf<T extends object>(months: readonly T[]) {
  return (field: keyof Lines<T> & keyof T): ReportLine | undefined => addLines(months.map((month) => month[field] as ReportLine | undefined).filter((line) => line !== undefined));
}

/** A line is the same in all months by its account, a group by its name; accounts are named as they are in the newest month. */
function addLines(lines: readonly ReportLine[]): ReportLine | undefined {
  if (lines.length === 0) return undefined;
  const alike = new Map<string, ReportLine[]>();
  for (const item of lines.flatMap(({ items = [] }) => items)) {
    const key = item.accountId ?? `named ${item.name ?? ''}`;
    alike.set(key, [...(alike.get(key) ?? []), item]);
  }
  const items = [...alike.values()].map((same) => addLines(same)!);
  return { ...lines[0], value: sum(...lines.map(({ value }) => value)), items };
}
