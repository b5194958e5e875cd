import { subtract, sum } from '#accounting/money';
import type { CashFlowMonth, ProfitAndLossMonth, ReportLine } from '#accounting/models/financial-statements';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { firstDay, lastDay, type MonthlyReport } from './report-months.js';
import { group, monthOf, type ReportSection, sectionsOf } from './report-rows.js';

const period = (month: string) => ({ fromDate: firstDay(month), toDate: lastDay(month) });

export const profitAndLoss: MonthlyReport = { name: 'ProfitAndLoss', keepsDay: true, query: period };

/** Xero's API has no cash flow statement. What it has is the profit and loss of what was paid: the direct method. */
export const cashFlow: MonthlyReport = { name: 'ProfitAndLoss', keepsDay: true, query: (month) => ({ ...period(month), paymentsOnly: true }) };

type Part = 'income' | 'costOfSales' | 'otherIncome' | 'expenses';

export function readProfitAndLoss(native: NativeRecord, references: References): Mapped<ProfitAndLossMonth> {
  const { month, income, costOfSales, otherIncome, expenses } = readParts(native, references);
  const grossProfit = subtract(sumOf(income), sumOf(costOfSales));
  const netOperatingProfit = subtract(grossProfit, sumOf(expenses));
  const netOtherIncome = sumOf(otherIncome);
  const document: ProfitAndLossMonth = {
    ...common(month, references),
    income: group('Income', income),
    costOfSales: group('Cost of Sales', costOfSales),
    grossProfit,
    expenses: group('Expenses', expenses),
    netOperatingProfit,
    // Xero has no expenses beside the operating ones.
    otherExpenses: group('Other Expenses', []),
    otherIncome: group('Other Income', otherIncome),
    netOtherIncome,
    netProfit: sum(netOperatingProfit, netOtherIncome),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

export function readCashFlow(native: NativeRecord, references: References): Mapped<CashFlowMonth> {
  const { month, income, costOfSales, otherIncome, expenses } = readParts(native, references);
  const document: CashFlowMonth = {
    ...common(month, references),
    cashReceipts: group('Cash Receipts', [...income, ...otherIncome]),
    cashPayments: group('Cash Payments', [...costOfSales, ...expenses]),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

function common(month: string, references: References) {
  return {
    id: month,
    currency: references.baseCurrency,
    fromDate: `${firstDay(month)}T00:00:00`,
    toDate: `${lastDay(month)}T00:00:00`,
  };
}

function readParts(native: NativeRecord, references: References): Record<Part, ReportLine[]> & { month: string } {
  const parts = { month: monthOf(native), income: [], costOfSales: [], otherIncome: [], expenses: [] } as Record<Part, ReportLine[]> & { month: string };
  for (const section of sectionsOf(native, references)) {
    if (section.lines.length > 0) parts[partOf(section, references)].push(...section.lines);
  }
  return parts;
}

/**
 * Titles differ from country to country (Income, Revenue, Trading Income, Turnover): the accounts of a section tell what
 * it is. Only one whose accounts are unknown, such as the gains of foreign currencies alone, is known by its title.
 */
function partOf({ title, lines }: ReportSection, references: References): Part {
  for (const { accountId = '' } of lines) {
    const category = references.account(accountId)?.category;
    if (category === 'Income.Other') return 'otherIncome';
    if (category?.startsWith('Income.')) return 'income';
    if (category === 'Expense.DirectCosts') return 'costOfSales';
    if (category?.startsWith('Expense.')) return 'expenses';
  }
  if (/other income/i.test(title)) return 'otherIncome';
  if (/cost of (sales|goods)|direct costs/i.test(title)) return 'costOfSales';
  if (/income|revenue|turnover/i.test(title)) return 'income';
  if (/expens|costs|overheads/i.test(title)) return 'expenses';
  throw new ReadingError('Rows', `has the section ${JSON.stringify(title)}, which is neither income nor expense`);
}

function sumOf(lines: readonly ReportLine[]): number {
  return sum(...lines.map(({ value }) => value));
}
