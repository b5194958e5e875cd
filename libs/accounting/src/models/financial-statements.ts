import { z } from 'zod';
import { amount, currency, dateTime, metadata, modified, text } from './fields.js';

/*
 * The three statements, one record for each month. A consumer is answered with periods of one or more of them: a balance
 * sheet is that of the period's last month, in the other two the months of a period add up.
 */

const reportLineFields = {
  accountId: text('Id of the account in chartOfAccounts; absent on groups.').optional(),
  name: text('Name of the account or group.').optional(),
  value: amount('Amount of the line: the sum of its items where it has any.'),
};

export interface ReportLine extends z.infer<z.ZodObject<typeof reportLineFields>> {
  items?: ReportLine[] | undefined;
}

export const reportLine: z.ZodType<ReportLine> = z
  .object({
    ...reportLineFields,
    get items() {
      return z.array(reportLine).optional().describe('What the line is the sum of; empty for accounts.');
    },
  })
  .describe('One line of a financial statement, with the lines below it.');

const month = {
  id: text('The month: 2026-11.').optional(),
  currency: currency.optional(),
};

const period = {
  fromDate: dateTime('First day of the period.').optional(),
  toDate: dateTime('Last day of the period.').optional(),
};

export const balanceSheetReport = z
  .object({
    date: dateTime('The position at the end of this day.').optional(),
    assets: reportLine.optional().describe('What the company has.'),
    liabilities: reportLine.optional().describe('What it owes.'),
    equity: reportLine.optional().describe('What is left for its owners.'),
    netAssets: amount('Assets less liabilities, which is the same as equity.'),
  })
  .describe('What a company has and owes on one day.');

export const profitAndLossReport = z
  .object({
    ...period,
    income: reportLine.optional().describe('What it earned by its business.'),
    costOfSales: reportLine.optional().describe('What the things sold had cost.'),
    grossProfit: amount('Income less cost of sales.'),
    expenses: reportLine.optional().describe('What running the business cost.'),
    netOperatingProfit: amount('Gross profit less expenses.'),
    otherExpenses: reportLine.optional().describe('What was spent beside the business.'),
    otherIncome: reportLine.optional().describe('What was earned beside the business.'),
    netOtherIncome: amount('Other income less other expenses.'),
    netProfit: amount('Net operating profit plus net other income.'),
  })
  .describe('What a company earned and spent in one period.');

export const cashFlowReport = z
  .object({
    ...period,
    cashReceipts: reportLine.optional().describe('Money taken in.'),
    cashPayments: reportLine.optional().describe('Money paid out.'),
  })
  .describe('What money a company took in and paid out in one period.');

const record = { ...modified, metadata: metadata.optional() };

export const balanceSheetMonth = balanceSheetReport.extend({ ...month, ...record }).describe('The balance sheet at the end of one month.');

export const profitAndLossMonth = profitAndLossReport.extend({ ...month, ...record }).describe('The profit and loss of one month.');

export const cashFlowMonth = cashFlowReport.extend({ ...month, ...record }).describe('The cash flow of one month.');

export type BalanceSheetMonth = z.infer<typeof balanceSheetMonth>;
export type ProfitAndLossMonth = z.infer<typeof profitAndLossMonth>;
export type CashFlowMonth = z.infer<typeof cashFlowMonth>;
