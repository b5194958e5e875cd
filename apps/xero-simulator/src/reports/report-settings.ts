import type { Books } from '../books/books.js';
import type { Cents } from '../books/money.js';

export const reportNames = ['TrialBalance', 'BalanceSheet', 'ProfitAndLoss', 'BankSummary'] as const;
export type ReportName = (typeof reportNames)[number];

/** An error that reports show and documents do not have, for tests of whoever compares the two. */
export interface Misstatement {
  /** By its place in the chart. */
  account: number;
  /** Added on the debit side; negative: on the credit side. */
  cents: Cents;
  reports: readonly ReportName[];
}

/** How an organisation's reports look, by the control API. */
export interface ReportSettings {
  /** 'custom': somebody rearranged the reports by hand; `standardLayout=true` still gives the fixed ones. */
  layout: 'standard' | 'custom';
  misstatement: Misstatement | null;
}

const settings = new WeakMap<Books, ReportSettings>();

export function reportSettings(books: Books): ReportSettings {
  let known = settings.get(books);
  if (!known) settings.set(books, (known = { layout: 'standard', misstatement: null }));
  return known;
}

/** The amounts by account that a report is to show. */
export function shownBy(books: Books, report: ReportName, amounts: Float64Array): Float64Array {
  const { misstatement } = reportSettings(books);
  if (misstatement?.reports.includes(report)) amounts[misstatement.account] += misstatement.cents;
  return amounts;
}
