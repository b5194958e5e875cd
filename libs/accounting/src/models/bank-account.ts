import { z } from 'zod';
import { amount, currency, metadata, modified, text } from './fields.js';
import { supplementalData } from './supplemental-data.js';

export const bankAccount = z
  .object({
    id: text('Id of the account, the same as in chartOfAccounts.').optional(),
    accountName: text('Name of the bank account.').optional(),
    accountType: z
      .enum(['Unknown', 'Credit', 'Debit'])
      .optional()
      .describe('Debit: holds the company\'s money. Credit: a card or a loan that the company owes.'),
    nominalCode: text('Code by which people know the account.').optional(),
    sortCode: text('British sort code.').optional(),
    accountNumber: text('Account number.').optional(),
    iBan: text('International bank account number.').optional(),
    currency: currency.optional(),
    balance: amount('Balance.').optional(),
    institution: text('Name of the bank.').optional(),
    availableBalance: amount('Balance with the overdraft that was agreed.').optional(),
    overdraftLimit: amount('Overdraft that was agreed.').optional(),
    status: z.enum(['Unknown', 'Active', 'Archived', 'Pending']).optional().describe('Whether the account is still in use.'),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A bank account in the books.');

export type BankAccount = z.infer<typeof bankAccount>;
