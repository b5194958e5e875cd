import { negate } from '#accounting/money';
import type { BillPayment } from '#accounting/models/bill-payment';
import type { Payment } from '#accounting/models/payment';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { currencyOf } from '../currency.js';
import { child, day, each, filled, flag, instantOf, requiredAmount, requiredDay, requiredText, text, within } from '../native.js';
import { contactOf } from './allocations.js';

/*
 * Prepayments and overpayments: money that came or went before anything was owed. Each is a payment on account, in one
 * line; what was set against documents or given back later is one line of nothing with two links. The money of a refund is
 * a payment of its own. Xero does not say which bank account they went through: the account transaction does.
 */

const types = /^(?:(RECEIVE|AR)|(SPEND|AP))-?(?:PREPAYMENT|OVERPAYMENT)$/;

type Kind = 'Prepayment' | 'Overpayment';

/** Money of customers. */
export function readOnAccount(kind: Kind) {
  return (native: NativeRecord, references: References): Mapped<Payment> | null => {
    if (isSpent(native)) return null;
    if (isCancelled(native)) return { deleted: true };
    const { contact, lines, ...common } = readCommon(native, kind, references, 'Invoice' as const);
    return { deleted: false, document: { ...common, customerRef: contact && { id: contact.id, companyName: contact.name }, lines } };
  };
}

/** Money to suppliers. */
export function readBillOnAccount(kind: Kind) {
  return (native: NativeRecord, references: References): Mapped<BillPayment> | null => {
    if (!isSpent(native)) return null;
    if (isCancelled(native)) return { deleted: true };
    const { contact, lines, ...common } = readCommon(native, kind, references, 'Bill' as const);
    return { deleted: false, document: { ...common, supplierRef: contact && { id: contact.id, supplierName: contact.name }, lines } };
  };
}

function readCommon<Document extends string>(native: NativeRecord, kind: Kind, references: References, document: Document) {
  const total = requiredAmount(native, 'Total');
  const contact = contactOf(native, references);
  // All of it is in one currency.
  const link = <Type extends string>(type: Type, id: string | undefined, amount: number) => ({ type, id, amount, currencyRate: 1 });
  const onAccount = (amount: number) => link('PaymentOnAccount' as const, contact?.id, amount);
  const used = each(native, 'Allocations', (allocation) => {
    if (flag(allocation, 'IsDeleted') === true) return undefined;
    const amount = requiredAmount(allocation, 'Amount');
    const target = child(allocation, 'Invoice');
    const id = target && within('Invoice', () => filled(target, 'InvoiceID'));
    return { amount: 0, allocatedOnDate: day(allocation, 'Date'), links: [link(document, id, negate(amount)), onAccount(amount)] };
  });
  const refunded = each(native, 'Payments', (payment) => {
    if (text(payment, 'Status') === 'DELETED') return undefined;
    const amount = requiredAmount(payment, 'Amount');
    return { amount: 0, allocatedOnDate: day(payment, 'Date'), links: [link('Refund' as const, contact?.id, negate(amount)), onAccount(amount)] };
  });
  return {
    id: requiredText(native, `${kind}ID`),
    totalAmount: total,
    ...currencyOf(native, references),
    date: requiredDay(native, 'Date'),
    reference: text(native, 'Reference'),
    lines: [{ amount: total, links: [onAccount(negate(total))] }, ...[...used, ...refunded].filter((line) => line !== undefined)],
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
    contact,
  };
}

function isSpent(native: NativeRecord): boolean {
  const parts = types.exec(requiredText(native, 'Type'));
  if (parts === null) throw new ReadingError('Type', 'is no kind of prepayment or overpayment that is known');
  return parts.at(2) !== undefined;
}

/** A payment has no status: served as live, cancelled money would count. */
function isCancelled(native: NativeRecord): boolean {
  const status = text(native, 'Status');
  return status === 'VOIDED' || status === 'DELETED';
}
