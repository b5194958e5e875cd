import { z } from 'zod';
import { amount, currency, metadata, modified, text } from './fields.js';
import { validDatatypeLink } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const account = z
  .object({
    id: text('Id of the account in the source.').optional(),
    nominalCode: text('Code by which people know the account.').optional(),
    name: text('Name of the account.').optional(),
    description: text('What the account is for.').optional(),
    fullyQualifiedCategory: text('Type and category, joined by a point: Asset.Bank.').optional(),
    fullyQualifiedName: text('Type, category and name, joined by points.').optional(),
    currency: currency.optional(),
    currentBalance: amount(
      'Balance now, in the base currency. Assets: debit is positive. Liabilities and equity: credit is positive. ' +
        'Left out for income and expense accounts, whose balance depends on the period.',
    ).optional(),
    type: z.enum(['Unknown', 'Asset', 'Expense', 'Income', 'Liability', 'Equity']).optional().describe('Side of the books.'),
    status: z.enum(['Unknown', 'Active', 'Archived', 'Pending']).optional().describe('Whether the account is still in use.'),
    isBankAccount: z.boolean().optional().describe('Whether money can be paid from and into the account.'),
    ...modified,
    validDatatypeLinks: z.array(validDatatypeLink).optional().describe('Where the account may be used.'),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('An account of the ledger.');

export type Account = z.infer<typeof account>;
