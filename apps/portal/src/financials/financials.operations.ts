import { readDate } from '#accounting/dates';
import { models } from '#accounting/models';
import { z } from 'zod';
import { asOf, companyId, once, requiredNumber } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const startMonth = once('Last month of the newest period, as a date (`2026-11-01`) or month (`2026-11`); the newest month that there is a report for when left out.')
  .transform((text) => (/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text))
  .refine((text) => readDate(text) !== undefined, 'must be a date, such as 2026-11-01')
  .transform((text) => text.slice(0, 7))
  .optional();

const query = z.strictObject({
  periodLength: requiredNumber('How many months each period has.', 12),
  periodsToCompare: requiredNumber('How many periods to answer at most.', 240),
  startMonth,
  asOf,
});

export type PeriodQuery = z.output<typeof query>;

type Statement = 'balanceSheet' | 'profitAndLoss' | 'cashFlowStatement';

function statement(dataType: Statement, id: string, schema: string, name: string, how: string) {
  return operation({
    id,
    method: 'GET',
    path: `/companies/{companyId}/data/${models[dataType].path}`,
    tag: 'Accounting data',
    summary: `Get ${name}`,
    description: `The company's ${name} as of the last pull, for one period after another back in time, the newest first. ${how} A period with a month that there is no report for is left out.`,
    params: z.object({ companyId }),
    query,
    success: { status: 200, description: `The ${name}, by period.`, body: { schema, paged: false } },
    refusals: {
      400: 'A parameter is missing or not accepted, or there is no report for `startMonth`.',
      404: 'There is no such company, or no data of this type.',
      409: 'The data type was never requested, or its first pull has not ended.',
    },
  });
}

export const getBalanceSheet = statement('balanceSheet', 'get-balance-sheet', 'BalanceSheet', 'balance sheet', 'Each report is the position at the end of the period.');
export const getProfitAndLoss = statement('profitAndLoss', 'get-profit-and-loss', 'ProfitAndLoss', 'profit and loss', 'The months of a period add up.');
export const getCashFlowStatement = statement('cashFlowStatement', 'get-cash-flow-statement', 'CashFlowStatement', 'cash flow statement', 'The months of a period add up.');

export const financialOperations = [getBalanceSheet, getProfitAndLoss, getCashFlowStatement];
