import { z } from 'zod';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { recordRef } from './references.js';

const bankAccountRef = z
  .object({
    id: text('Id of the bank account in bankAccounts.').optional(),
    name: text('Name of the bank account.').optional(),
  })
  .describe('The bank account whose balance moved.');

const line = z
  .object({
    description: text('What the line is for.').optional(),
    recordRef: recordRef.optional(),
    amount: amount('Part of the movement in its currency: money in is positive, money out negative.').optional(),
  })
  .describe('The part of a movement that one record explains.');

export const accountTransaction = z
  .object({
    id: text('Id of the movement in the source.').optional(),
    transactionId: text('The same id.').optional(),
    note: text('Further information.').optional(),
    bankAccountRef: bankAccountRef.optional(),
    date: dateTime('Date of the movement.').optional(),
    status: z
      .enum(['Unknown', 'Unreconciled', 'Reconciled', 'Void'])
      .optional()
      .describe('Reconciled: matched with a line of the bank\'s statement. Void: cancelled, so that no money moved.'),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lines: z.array(line).optional().describe('The records that the movement stands for: totalAmount = Σ lines.amount.'),
    totalAmount: amount('By how much the balance changed: money in is positive, money out negative.').optional(),
    ...modified,
    metadata: metadata.optional(),
  })
  .describe('One movement on a bank account.');

export type AccountTransaction = z.infer<typeof accountTransaction>;
