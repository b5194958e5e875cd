import { z } from 'zod';
import { amount, currencyRate, dateTime, text } from './fields.js';

const linkFields = {
  id: text('Id of the linked record.').optional(),
  amount: amount('By how much the payment changes what is open on the linked record, in that record\'s currency.').optional(),
  currencyRate: currencyRate.optional(),
};

const lineFields = {
  amount: amount('Amount of the line in the payment\'s currency.'),
  allocatedOnDate: dateTime('Date of the allocation.').optional(),
};

export const paymentLine = z
  .object({
    ...lineFields,
    links: z
      .array(
        z.object({
          type: z
            .enum([
              'Unknown', 'Unlinked', 'Invoice', 'CreditNote', 'Other', 'Refund', 'Payment', 'PaymentOnAccount', 'ManualJournal', 'Discount',
            ])
            .describe('What is linked.'),
          ...linkFields,
        }),
      )
      .optional()
      .describe('The records that the line settles: amount + Σ links.amount = 0.'),
  })
  .describe('One part of a payment.');

export const billPaymentLine = z
  .object({
    ...lineFields,
    links: z
      .array(
        z.object({
          type: z
            .enum([
              'Unknown', 'Unlinked', 'Bill', 'Other', 'CreditNote', 'BillPayment', 'PaymentOnAccount', 'Refund', 'ManualJournal', 'Discount',
            ])
            .describe('What is linked.'),
          ...linkFields,
        }),
      )
      .optional()
      .describe('The records that the line settles: amount + Σ links.amount = 0.'),
  })
  .describe('One part of a bill payment.');
