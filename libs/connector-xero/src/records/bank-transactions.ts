import { negate } from '#accounting/money';
import type { AccountTransaction } from '#accounting/models/account-transaction';
import type { DirectCost } from '#accounting/models/direct-cost';
import type { DirectIncome } from '#accounting/models/direct-income';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { currencyOf } from '../currency.js';
import { child, filled, instantOf, requiredAmount, requiredDay, requiredText, text, within } from '../native.js';
import { accountIn, movementDocument } from './account-transactions.js';
import { readLineItems } from './line-items.js';

const types = /^(SPEND|RECEIVE)(?:-(TRANSFER|PREPAYMENT|OVERPAYMENT))?$/;

/** Money spent without a bill (SPEND). Amounts below zero were entered so in Xero's screens and stay so. */
export function readDirectCost(native: NativeRecord, references: References): Mapped<DirectCost> | null {
  return readDirect(native, 'SPEND', 'suppliers', references);
}

/** Money received without an invoice (RECEIVE). */
export function readDirectIncome(native: NativeRecord, references: References): Mapped<DirectIncome> | null {
  return readDirect(native, 'RECEIVE', 'customers', references);
}

/**
 * The movement of any bank transaction but the two sides of a transfer, which are read with it. Money on account points
 * to the prepayment or overpayment that it made: a payment here.
 */
export function readBankMovement(native: NativeRecord, references: References): Mapped<AccountTransaction> | null {
  const { isSpent, purpose } = typeOf(native);
  if (purpose === 'TRANSFER') return null;
  const status = text(native, 'Status');
  if (status === 'DELETED') return { deleted: true };
  const id = requiredText(native, 'BankTransactionID');
  const total = requiredAmount(native, 'Total');
  const record = purpose === undefined
    ? { id, dataType: isSpent ? 'directCosts' : 'directIncomes' }
    : { id: filled(native, 'PrepaymentID') ?? filled(native, 'OverpaymentID'), dataType: isSpent ? 'billPayments' : 'payments' };
  const money = { account: accountIn(native, 'BankAccount', references), ...currencyOf(native, references) };
  const document = movementDocument(native, id, money, [{ ...record, amount: isSpent ? negate(total) : total }]);
  return { deleted: false, document: status === 'VOIDED' ? { ...document, status: 'Void' } : document };
}

function readDirect(
  native: NativeRecord,
  direction: 'SPEND' | 'RECEIVE',
  contacts: 'customers' | 'suppliers',
  references: References,
): Mapped<DirectCost & DirectIncome> | null {
  const { isSpent, purpose } = typeOf(native);
  if (purpose !== undefined || isSpent !== (direction === 'SPEND')) return null;
  // Neither has a status: served as live, cancelled money would count.
  const status = text(native, 'Status');
  if (status === 'DELETED' || status === 'VOIDED') return { deleted: true };
  const id = requiredText(native, 'BankTransactionID');
  const date = requiredDay(native, 'Date');
  const total = requiredAmount(native, 'Total');
  const money = currencyOf(native, references);
  const contact = child(native, 'Contact');
  const contactId = contact && within('Contact', () => filled(contact, 'ContactID'));
  const account = accountIn(native, 'BankAccount', references);
  const document: DirectCost & DirectIncome = {
    id,
    reference: text(native, 'Reference'),
    contactRef: contactId === undefined ? undefined : { id: contactId, dataType: contacts },
    issueDate: date,
    ...money,
    lineItems: readLineItems(native, references, {}).map(
      ({ itemRef: _itemRef, discountAmount: _discountAmount, discountPercentage: _discountPercentage, ...line }) => line,
    ),
    paymentAllocations: [
      {
        payment: { id, accountRef: account && { id: account.id, name: account.name }, ...money, paidOnDate: date, totalAmount: total },
        allocation: { ...money, allocatedOnDate: date, totalAmount: total },
      },
    ],
    subTotal: requiredAmount(native, 'SubTotal'),
    taxAmount: requiredAmount(native, 'TotalTax'),
    totalAmount: total,
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

export function typeOf(native: NativeRecord): { isSpent: boolean; purpose: string | undefined } {
  const parts = types.exec(requiredText(native, 'Type'));
  if (parts === null) throw new ReadingError('Type', 'is not a type of bank transaction that is known');
  return { isSpent: parts[1] === 'SPEND', purpose: parts.at(2) };
}
