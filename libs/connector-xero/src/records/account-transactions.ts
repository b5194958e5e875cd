import { divide, negate } from '#accounting/money';
import type { AccountTransaction } from '#accounting/models/account-transaction';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { AccountReference, References } from '#connector-kit/references';
import { type Currency, currencyOf, rateOf } from '../currency.js';
import { amount, child, each, filled, flag, instantOf, requiredAmount, requiredDay, requiredText, text, within } from '../native.js';
import { kindOf, targetOf } from './payments.js';

/*
 * Movements on bank accounts. Every one has one home: payments that are no member of a batch, batches, money spent and
 * received, and the two sides of transfers. Money in is positive, whatever the sign of the record behind it.
 */

/** The movement of a payment. A member of a batch moves no money of its own: the batch does. */
export function readPaymentMovement(native: NativeRecord, references: References): Mapped<AccountTransaction> | null {
  const { side, of } = kindOf(native);
  if (filled(native, 'BatchPaymentID') !== undefined || child(native, 'BatchPayment') !== undefined) return null;
  const account = accountIn(native, 'Account', references);
  if (account?.isBankAccount === false) return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  // Refunds go the other way.
  const isMoneyIn = (side === 'sale') === (of === 'document');
  const { moved, ...money } = movedBy(native, account, references);
  const id = requiredText(native, 'PaymentID');
  const line = { id, dataType: side === 'sale' ? 'payments' : 'billPayments', amount: isMoneyIn ? moved : negate(moved) };
  return { deleted: false, document: movementDocument(native, id, { account, ...money }, [line]) };
}

/** One movement for all payments of a batch. */
export function readBatchMovement(native: NativeRecord, references: References): Mapped<AccountTransaction> | null {
  const type = requiredText(native, 'Type');
  if (type !== 'PAYBATCH' && type !== 'RECBATCH') throw new ReadingError('Type', 'is neither PAYBATCH nor RECBATCH');
  const account = accountIn(native, 'Account', references);
  if (account?.isBankAccount === false) return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const signed = (size: number) => (type === 'RECBATCH' ? size : negate(size));
  // Batches exist in the base currency only.
  const { currency, currencyRate } = currencyOf({}, references);
  const members = each(native, 'Payments', (payment) => ({
    id: requiredText(payment, 'PaymentID'),
    dataType: type === 'RECBATCH' ? 'payments' : 'billPayments',
    amount: signed(amount(payment, 'BankAmount') ?? requiredAmount(payment, 'Amount')),
  }));
  const total = signed(requiredAmount(native, 'TotalAmount'));
  return { deleted: false, document: movementDocument(native, requiredText(native, 'BatchPaymentID'), { account, currency, currencyRate }, members, total) };
}

export interface MovementLine {
  readonly id: string | undefined;
  readonly dataType: string;
  readonly amount: number;
}

interface MovementMoney extends Currency {
  readonly account: AccountReference | undefined;
}

/** `total` is the source's own; without one it is that of the only line. */
export function movementDocument(
  native: NativeRecord,
  id: string,
  { account, currency, currencyRate }: MovementMoney,
  lines: readonly MovementLine[],
  total = lines[0].amount,
): AccountTransaction {
  return {
    id,
    transactionId: id,
    bankAccountRef: account && { id: account.id, name: account.name },
    date: requiredDay(native, 'Date'),
    status: reconciliation(flag(native, 'IsReconciled')),
    currency,
    currencyRate,
    lines: lines.map((line) => ({
      recordRef: line.id === undefined ? undefined : { id: line.id, dataType: line.dataType },
      amount: line.amount,
    })),
    totalAmount: total,
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
}

export function reconciliation(isReconciled: boolean | undefined): 'Reconciled' | 'Unreconciled' | 'Unknown' {
  if (isReconciled === undefined) return 'Unknown';
  return isReconciled ? 'Reconciled' : 'Unreconciled';
}

/** The account that a record names by id, or by code where it gives no id. */
export function accountIn(native: NativeRecord, field: string, references: References): AccountReference | undefined {
  const named = child(native, field);
  if (named === undefined) return undefined;
  return within(field, () => {
    const [id, code] = [filled(named, 'AccountID'), filled(named, 'Code')];
    return (id === undefined ? undefined : references.account(id)) ?? (code === undefined ? undefined : references.account(code));
  });
}

/** A payment is in the currency of its document, the movement in that of the bank account, which may be another. */
function movedBy(native: NativeRecord, account: AccountReference | undefined, references: References): Currency & { moved: number } {
  const { field, record } = targetOf(native);
  const paidIn = within(field, () => currencyOf(record, references).currency);
  const paid = requiredAmount(native, 'Amount');
  const currency = account?.currency ?? paidIn;
  if (currency === paidIn) return { currency, currencyRate: rateOf(native, currency, references), moved: paid };
  const moved = requiredAmount(native, 'BankAmount');
  if (currency === references.baseCurrency) return { currency, currencyRate: 1, moved };
  // Both amounts of a payment in base currency out of a foreign account are known, and so is their rate.
  const rate = paidIn === references.baseCurrency && moved > 0 && paid > 0 ? divide(paid, moved, 9) : 0;
  return { currency, currencyRate: rate > 0 ? rate : undefined, moved };
}
