import { z } from 'zod';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { billPaymentLine } from './payment-lines.js';
import { accountRef, recordRef, supplierRef } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const billPayment = z
  .object({
    id: text('Id of the payment in the source.').optional(),
    supplierRef: supplierRef.optional(),
    accountRef: accountRef.optional(),
    totalAmount: amount('Amount paid; negative for a refund from the supplier.').optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    date: dateTime('Date of the payment.'),
    lines: z.array(billPaymentLine).optional().describe('Parts of the payment: totalAmount = Σ lines.amount.'),
    ...modified,
    note: text('Further information.').optional(),
    reference: text('Reference of the payment; empty and absent are kept apart.').optional(),
    paymentMethodRef: recordRef.optional(),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('Money paid to a supplier, or refunded by one.');

export type BillPayment = z.infer<typeof billPayment>;
