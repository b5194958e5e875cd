import { readDate } from '#accounting/dates';
import { z } from 'zod';
import { companyId, once, wholeNumber } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const accepted = 'must be a date from 1900-01-01 to 2999-12-31, such as 2026-11-30';

const reportDate = once('The day at whose end the report looks (`2026-11-30`); yesterday (UTC) when left out, since today\'s books are still being written.')
  .refine((text) => readDate(text) !== undefined && text >= '1900' && text < '3000', accepted)
  .transform((text) => text.slice(0, 10))
  .optional();

const query = z.strictObject({
  reportDate,
  numberOfPeriods: wholeNumber('How many periods the report has. The oldest one holds everything before it too.', { most: 120, standard: 4 }),
  periodLengthDays: wholeNumber('How many days a period has.', { most: 366, standard: 30 }),
});

export type AgedReportQuery = z.output<typeof query>;

const params = z.object({ companyId });

function aged(side: 'Debtor' | 'Creditor', [documents, notes, contacts]: readonly [string, string, string]) {
  const path = `/companies/{companyId}/reports/aged${side}`;
  const slug = `aged-${side.toLowerCase()}s`;
  return {
    report: operation({
      id: `get-${slug}-report`,
      method: 'GET',
      path,
      tag: 'Accounting data',
      summary: `Get the aged ${side.toLowerCase()}s report`,
      description: `What is outstanding at the end of a day, by ${contacts.slice(0, -1)}, currency and age: ${documents} less ${notes} and overpayments, as they were pulled last, counted from the day they were issued. ` +
        `In all it is what the ledger has on its account of ${side === 'Debtor' ? 'receivables' : 'payables'}, each currency at the rates of its documents. ` +
        'For a day in the past, what was paid or allocated later is outstanding still. Not in it are drafts, prepayments, which stand on an account of their own until they are used, and what is void by now, ' +
        'since a void document is void from the day it was issued, in the ledger too. There is no `asOf`: `reportDate` says which day is meant, and what it is made of are the documents as they are now.',
      params,
      query,
      success: { status: 200, description: 'The report.', body: { schema: `Aged${side}Report`, paged: false } },
      refusals: {
        400: 'A parameter is not accepted.',
        404: 'There is no such company, or no data to make the report of.',
        409: `${documents}, ${notes} or payments were never requested, or their first pull has not ended.`,
      },
    }),
    available: operation({
      id: `is-${slug}-report-available`,
      method: 'GET',
      path: `${path}/available`,
      tag: 'Accounting data',
      summary: `Ask for the aged ${side.toLowerCase()}s report`,
      description: `Whether the report can be made: ${contacts}, ${documents}, ${notes} and payments were pulled within 24 hours of each other.`,
      params,
      success: { status: 200, description: '`true` or `false`.', body: { schema: 'AgedReportAvailable', paged: false } },
      refusals: { 404: 'There is no such company.' },
    }),
  };
}

export const { report: getAgedDebtors, available: isAgedDebtorsAvailable } = aged('Debtor', ['invoices', 'credit notes', 'customers']);
export const { report: getAgedCreditors, available: isAgedCreditorsAvailable } = aged('Creditor', ['bills', 'bill credit notes', 'suppliers']);

export const agedReportOperations = [getAgedDebtors, isAgedDebtorsAvailable, getAgedCreditors, isAgedCreditorsAvailable];
