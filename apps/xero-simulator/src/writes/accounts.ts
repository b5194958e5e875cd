import { accountClasses, reportingCodes, type AccountRow } from '../books/chart.js';
import { Kind } from '../books/record-ids.js';
import { isSubscribed } from './contacts.js';
import { findAccount, findTaxRate } from './lookups.js';
import { nothing, type Effect, type Order } from './order.js';

/** Makes or changes an account; its type and currency stay. */
export function prepareAccount(order: Order): () => Effect {
  const { books, sent, refuse } = order;
  const { chart } = books.drawing;
  const wanted = order.id ?? sent.text('AccountID');
  const row = wanted ? findAccount(books, { id: wanted }) : -1;
  if (wanted && row < 0) return refuse('Account could not be found'), nothing;
  const before = row < 0 ? null : chart[row];
  const name = (sent.text('Name') ?? (row < 0 ? '' : books.accountName(row))).trim();
  const code = sent.text('Code') ?? before?.code ?? null;
  if (name === '') refuse('Name must be specified');
  if (chart.some((other, place) => place !== row && other.status !== 'DELETED' && books.accountName(place).toLowerCase() === name.toLowerCase())) refuse('Please enter a unique Name.');
  if (code !== null && chart.some((other, place) => place !== row && other.status !== 'DELETED' && other.code?.toLowerCase() === code.toLowerCase())) refuse('Please enter a unique Code.');
  if ((code ?? '').length > 10) refuse('The Code must be less than or equal to 10 characters');
  const account = before ? changed(order, before, code) : make(order, name, code);
  if (account === null) return nothing;
  return () => {
    const made = row < 0 ? chart.length : row;
    chart[made] = account;
    // Accounts that the seed made are found by their first names.
    if (row >= 0 && name !== account.name) books.changes.accountNames.set(made, name);
    books.changes.stamps.set(`account:${made}`, books.now());
    books.changes.renamed++;
    return { id: books.ids.id(Kind.account, made), created: row < 0 };
  };
}

function make({ books, sent, refuse }: Order, name: string, code: string | null): AccountRow | null {
  const type = sent.text('Type')?.toUpperCase() ?? '';
  const { [type]: kind } = accountClasses;
  if (!kind) return refuse(`'${type}' is not a valid account type`), null;
  if (type !== 'BANK' && !code) refuse('Code must be specified');
  const bank = type === 'BANK' ? readBank({ books, sent, refuse }) : {};
  return { code: code || null, name, type, class: kind, status: 'ACTIVE', reportingCode: reportingCodes[kind], ...bank, ...said({ books, sent, refuse }) };
}

type Reading = Pick<Order, 'books' | 'sent' | 'refuse'>;

function readBank({ books, sent, refuse }: Reading): Partial<AccountRow> {
  const bankAccountNumber = sent.text('BankAccountNumber');
  if (!bankAccountNumber) refuse('BankAccountNumber must be specified');
  const currency = sent.text('CurrencyCode')?.toUpperCase() || books.drawing.options.edition.baseCurrency;
  if (!isSubscribed(books, currency)) refuse(`Organisation is not subscribed to currency ${currency}`);
  return { bankAccountNumber, currency, bankAccountType: sent.choice('BankAccountType', ['BANK', 'CREDITCARD', 'PAYPAL'] as const) ?? 'BANK' };
}

function changed(order: Order, before: AccountRow, code: string | null): AccountRow {
  const { sent, refuse } = order;
  const status = sent.choice('Status', ['ACTIVE', 'ARCHIVED', 'DELETED'] as const) ?? before.status;
  if (status !== before.status && before.systemAccount !== undefined) refuse('System accounts cannot be archived or deleted');
  return { ...before, code, status, ...said(order), ...(sent.has('BankAccountNumber') ? { bankAccountNumber: sent.text('BankAccountNumber') } : {}) };
}

function said({ books, sent, refuse }: Reading): Partial<AccountRow> {
  const taxType = sent.text('TaxType')?.toUpperCase();
  if (taxType && findTaxRate(books, taxType) < 0) refuse(`The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`);
  return {
    ...(sent.has('Description') ? { description: sent.text('Description') } : {}), ...(taxType ? { taxType } : {}),
    ...(sent.has('EnablePaymentsToAccount') ? { payments: sent.flag('EnablePaymentsToAccount') } : {}),
  };
}
