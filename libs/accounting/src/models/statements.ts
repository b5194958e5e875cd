import { z } from 'zod';
import { currency, dateTime } from './fields.js';
import { balanceSheetReport, cashFlowReport, profitAndLossReport } from './financial-statements.js';

/* What a consumer is answered with: periods that are put together from the stored months, the newest first. */

const common = {
  currency,
  earliestAvailableMonth: dateTime('First day of the oldest month that there is a report for.').optional(),
  mostRecentAvailableMonth: dateTime('First day of the newest month that there is a report for.').optional(),
};

const basis = z.enum(['Unknown', 'Accrual', 'Cash']);

export const balanceSheet = z
  .object({ ...common, reports: z.array(balanceSheetReport).describe('A balance sheet for the end of each period.') })
  .describe('Balance sheets of a company.');

export const profitAndLoss = z
  .object({
    ...common,
    reportBasis: basis.describe('Accrual: income and costs count when they are invoiced.'),
    reports: z.array(profitAndLossReport).describe('A profit and loss for each period.'),
  })
  .describe('Profit and loss of a company.');

export const cashFlowStatement = z
  .object({
    ...common,
    reportBasis: basis.describe('Cash: income and costs count when they are paid.'),
    reportInput: z.enum(['Unknown', 'Indirect', 'Direct']).describe('Direct: added up from what was received and paid.'),
    reports: z.array(cashFlowReport).describe('A cash flow statement for each period.'),
  })
  .describe('Cash flow of a company.');

export type BalanceSheet = z.infer<typeof balanceSheet>;
export type ProfitAndLoss = z.infer<typeof profitAndLoss>;
export type CashFlowStatement = z.infer<typeof cashFlowStatement>;
