import { z } from 'zod';
import { amount, currency, dateTime, text } from './fields.js';

/* What customers owe and what suppliers are owed, by how long ago the documents were issued. Computed, never stored. */

const agedOutstandingAmount = z
  .object({
    fromDate: dateTime('First day of the period; 0001-01-01 for the oldest one, which holds everything before it too.'),
    toDate: dateTime('Last day of the period.'),
    amount: amount('What is outstanding of documents that were issued in the period.'),
    details: z
      .array(z.object({ name: text('Kind of document.'), amount: amount('What is outstanding of it: negative for credit notes.') }))
      .describe('The amount by kind of document; empty where nothing is outstanding.'),
  })
  .describe('What is outstanding of one period.');

const agedCurrencyOutstanding = z
  .array(
    z.object({
      currency,
      agedOutstandingAmounts: z.array(agedOutstandingAmount).describe('Every period, the newest first.'),
    }),
  )
  .describe('What is outstanding in each currency.');

const report = {
  generated: text('When the report was made (UTC).'),
  reportDate: dateTime('The day at whose end the report looks.'),
};

export const agedDebtorReport = z
  .object({
    ...report,
    data: z
      .array(
        z.object({
          customerId: text('Id of the customer; absent on documents of nobody.').optional(),
          customerName: text('Name of the customer.').optional(),
          agedCurrencyOutstanding,
        }),
      )
      .describe('One entry for each customer of whom something is outstanding, by name.'),
  })
  .describe('What customers owe, by age.');

export const agedCreditorReport = z
  .object({
    ...report,
    data: z
      .array(
        z.object({
          supplierId: text('Id of the supplier; absent on documents of nobody.').optional(),
          supplierName: text('Name of the supplier.').optional(),
          agedCurrencyOutstanding,
        }),
      )
      .describe('One entry for each supplier to whom something is outstanding, by name.'),
  })
  .describe('What suppliers are owed, by age.');

export const agedReportAvailable = z.boolean().describe('Whether the report can be made of data that belongs together.');

export type AgedDebtorReport = z.infer<typeof agedDebtorReport>;
export type AgedCreditorReport = z.infer<typeof agedCreditorReport>;
export type AgedOutstandingAmount = z.infer<typeof agedOutstandingAmount>;
