import { z } from 'zod';
import { amount, currency, currencyRate, dateTime, text } from './fields.js';
import { accountRef } from './references.js';

export const paymentAllocation = z
  .object({
    payment: z
      .object({
        id: text('Id of the payment, or of the credit note, prepayment or overpayment that was used like one.').optional(),
        reference: text('Reference of the payment.').optional(),
        note: text('Note on the payment.').optional(),
        accountRef: accountRef.optional(),
        currency: currency.optional(),
        currencyRate: currencyRate.optional(),
        paidOnDate: dateTime('Date of the payment.').optional(),
        totalAmount: amount('Amount of the payment; 0 where no money moved.').optional(),
      })
      .describe('What the document was settled with.'),
    allocation: z
      .object({
        currency: currency.optional(),
        currencyRate: currencyRate.optional(),
        allocatedOnDate: dateTime('Date of the allocation.').optional(),
        totalAmount: amount(
          'By how much the allocation changes what is open: negative on invoices and bills, positive on credit notes.',
        ).optional(),
      })
      .describe('How much of it went to this document.'),
  })
  .describe('A payment or credit that settles a document in part or in whole.');

export type PaymentAllocation = z.infer<typeof paymentAllocation>;
