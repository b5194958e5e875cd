import type { Write } from '#connector-kit/writes';
import { writableCategories, xeroTypeOf } from '../records/account-types.js';
import { choice, needed, object, text } from './options.js';
import { creating, type Writing } from './writing.js';

const suffix = '.PaymentsEnabled';

const account: Writing = {
  dataType: 'chartOfAccounts',
  place: { endpoint: 'Accounts', idField: 'AccountID', isBare: true },
  scopes: ['accounting.settings'],
  unique: 'Code',
  options: object('Account', 'Account of the ledger.', {
    nominalCode: needed(text('Nominal code', 'Code of the account; no two have the same.', { maxLength: 10 })),
    name: needed(text('Name', 'Name of the account.', { maxLength: 150, information: [`Payments are enabled to this account if the name ends in ${suffix}, which is no part of it.`] })),
    description: text('Description', 'What the account is for.', { maxLength: 4000 }),
    fullyQualifiedCategory: needed(choice('Category', 'Kind of the account.', writableCategories)),
  }),
  element(document) {
    const name = document.text('name') ?? '';
    const takesPayments = name.endsWith(suffix);
    return {
      Code: document.text('nominalCode'),
      Name: takesPayments ? name.slice(0, -suffix.length) : name,
      Type: xeroTypeOf(document.text('fullyQualifiedCategory') ?? ''),
      Description: document.text('description'),
      EnablePaymentsToAccount: takesPayments ? true : undefined,
    };
  },
};

export const accountWrites: readonly Write[] = [creating(account)];
