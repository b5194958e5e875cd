import { z } from 'zod';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { paymentLine } from './payment-lines.js';
import { accountRef, customerRef, recordRef } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const payment = z
  .object({
    id: text('Id of the payment in the source.').optional(),
    customerRef: customerRef.optional(),
    accountRef: accountRef.optional(),
    totalAmount: amount('Amount received; negative for a refund to the customer.').optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    date: dateTime('Date of the payment.'),
    reference: text('Reference of the payment; empty and absent are kept apart.').optional(),
    note: text('Further information.').optional(),
    paymentMethodRef: recordRef.optional(),
    lines: z.array(paymentLine).optional().describe('Parts of the payment: totalAmount = Σ lines.amount.'),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('Money received from a customer, or refunded to one.');

export type Payment = z.infer<typeof payment>;
