import { z } from 'zod';
import { paymentAllocation } from './allocations.js';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { directIncomeLineItem } from './line-items.js';
import { contactRef } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const directIncome = z
  .object({
    id: text('Id of the direct income in the source.').optional(),
    reference: text('Reference of the direct income; empty and absent are kept apart.').optional(),
    note: text('Further information.').optional(),
    contactRef: contactRef.optional(),
    issueDate: dateTime('Date on which the money moved.'),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lineItems: z.array(directIncomeLineItem).describe('The lines, in the order of the source.'),
    paymentAllocations: z.array(paymentAllocation).describe('The one payment that it consists of, and its bank account.'),
    subTotal: amount('Total before tax.'),
    taxAmount: amount('Total tax.'),
    totalAmount: amount('Total including tax: positive, unless it was entered with a negative amount.'),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('Money received without an invoice.');

export type DirectIncome = z.infer<typeof directIncome>;
