import { negate } from '#accounting/money';
import type { Account } from '#accounting/models/account';
import type { BankAccount } from '#accounting/models/bank-account';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { currencyCode, filled, flag, instantOf, requiredText, text } from '../native.js';
import { ledgerBalance } from './ledger-balances.js';
import { categoryOf, typeOfCategory } from './account-types.js';

const statuses: ReadonlyMap<string | undefined, 'Active' | 'Archived'> = new Map([
  ['ACTIVE', 'Active'],
  ['ARCHIVED', 'Archived'],
]);

/** Every account of the ledger, bank accounts included. Amounts are in the base currency, also of foreign accounts. */
export function readAccount(native: NativeRecord, references: References): Mapped<Account> {
  const status = text(native, 'Status');
  if (status === 'DELETED') return { deleted: true };
  const id = requiredText(native, 'AccountID');
  const name = text(native, 'Name');
  const category = categoryOf(text(native, 'Type'));
  const type = typeOfCategory(category);
  const document: Account = {
    id,
    nominalCode: filled(native, 'Code'),
    name,
    description: text(native, 'Description'),
    fullyQualifiedCategory: category,
    fullyQualifiedName: category === undefined || name === undefined ? undefined : `${category}.${name}`,
    currency: references.baseCurrency,
    currentBalance: balanceOf(native, type),
    type,
    status: statuses.get(status) ?? 'Unknown',
    isBankAccount: isBank(native),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    validDatatypeLinks: linksOf(native),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

/** The bank accounts among the accounts, under the same ids. */
export function readBankAccount(native: NativeRecord, references: References): Mapped<BankAccount> | null {
  if (!isBank(native)) return null;
  const status = text(native, 'Status');
  if (status === 'DELETED') return { deleted: true };
  const currency = currencyCode(native, 'CurrencyCode') ?? references.baseCurrency;
  const document: BankAccount = {
    id: requiredText(native, 'AccountID'),
    accountName: text(native, 'Name'),
    accountType: text(native, 'BankAccountType') === 'CREDITCARD' ? 'Credit' : 'Debit',
    nominalCode: filled(native, 'Code'),
    ...numbersOf(filled(native, 'BankAccountNumber'), currency),
    currency,
    // No balance: the ledger has it in the base currency only, which need not be this account's.
    status: statuses.get(status) ?? 'Unknown',
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

function isBank(native: NativeRecord): boolean {
  return text(native, 'Type') === 'BANK';
}

/** Income and expense accounts have a balance of a period only, which this field has no room for. */
function balanceOf(native: NativeRecord, type: Account['type']): number | undefined {
  const debit = ledgerBalance(native);
  if (debit === undefined) return undefined;
  if (type === 'Asset') return debit;
  return type === 'Liability' || type === 'Equity' ? negate(debit) : undefined;
}

const paymentLinks = ['Payment.AccountRef.Id', 'BillPayment.AccountRef.Id'];
const bankLinks = [...paymentLinks, 'DirectIncome.LineItems.AccountRef.Id', 'DirectCost.LineItems.AccountRef.Id'];

function linksOf(native: NativeRecord): Account['validDatatypeLinks'] {
  if (isBank(native)) return [{ property: 'Id', links: bankLinks }];
  return flag(native, 'EnablePaymentsToAccount') === true ? [{ property: 'Id', links: paymentLinks }] : [];
}

/** A British number is six digits of sort code and at least eight of account number, written as one in Xero. */
function numbersOf(number: string | undefined, currency: string | undefined): Pick<BankAccount, 'sortCode' | 'accountNumber'> {
  const digits = number?.replace(/[\s-]/g, '') ?? '';
  if (currency !== 'GBP' || !/^\d{14,}$/.test(digits)) return { accountNumber: number };
  return { sortCode: digits.slice(0, 6), accountNumber: digits.slice(6) };
}
