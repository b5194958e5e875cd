import { negate } from '#accounting/money';
import type { PaymentAllocation } from '#accounting/models/allocations';
import type { NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { rateOf } from '../currency.js';
import { child, day, each, flag, requiredAmount, requiredText, text } from '../native.js';
import { accountRef } from './line-items.js';

/** What an invoice or bill was settled with: payments of money, then credit of three kinds. Allocations are negative. */
export function readSettlements(native: NativeRecord, currency: string | undefined, references: References): PaymentAllocation[] {
  return [
    ...each(native, 'Payments', (payment) => paid(payment, currency, references, -1)),
    ...each(native, 'CreditNotes', (note) => credited(note, 'CreditNoteID', currency, references)),
    ...each(native, 'Prepayments', (payment) => credited(payment, 'PrepaymentID', currency, references)),
    ...each(native, 'Overpayments', (payment) => credited(payment, 'OverpaymentID', currency, references)),
  ];
}

/**
 * What a credit note was used for: documents that it was set against, then refunds of money. Allocations are positive.
 * The note stands in for the payment of its allocations, because no money moved.
 */
export function readUses(native: NativeRecord, currency: string | undefined, references: References): PaymentAllocation[] {
  const noteId = requiredText(native, 'CreditNoteID');
  const reference = text(native, 'Reference');
  const rate = rateOf(native, currency, references);
  const uses = each(native, 'Allocations', (allocation): PaymentAllocation | undefined => {
    if (flag(allocation, 'IsDeleted') === true) return undefined;
    const date = day(allocation, 'Date');
    return {
      payment: { id: noteId, reference, currency, currencyRate: rate, paidOnDate: date, totalAmount: 0 },
      allocation: { currency, currencyRate: rate, allocatedOnDate: date, totalAmount: requiredAmount(allocation, 'Amount') },
    };
  });
  const refunds = each(native, 'Payments', (payment) => paid(payment, currency, references, 1));
  return [...uses.filter((use) => use !== undefined), ...refunds];
}

/**
 * A payment as documents embed it: without its bank account, which only the payment itself knows. On a credit note the
 * payment is a refund, whose own total is negative.
 */
function paid(native: NativeRecord, currency: string | undefined, references: References, direction: 1 | -1): PaymentAllocation {
  const id = requiredText(native, 'PaymentID');
  const moved = requiredAmount(native, 'Amount');
  const rate = rateOf(native, currency, references);
  return {
    payment: {
      id,
      reference: text(native, 'Reference'),
      accountRef: accountRef(references.payment(id)?.accountId, references),
      currency,
      currencyRate: rate,
      paidOnDate: day(native, 'Date'),
      totalAmount: direction === -1 ? moved : negate(moved),
    },
    allocation: { currency, currencyRate: rate, totalAmount: direction === -1 ? negate(moved) : moved },
  };
}

function credited(native: NativeRecord, idField: string, currency: string | undefined, references: References): PaymentAllocation {
  const rate = rateOf(native, currency, references);
  return {
    payment: {
      id: requiredText(native, idField),
      currency,
      currencyRate: rate,
      paidOnDate: day(native, 'Date'),
      totalAmount: 0,
    },
    allocation: { currency, currencyRate: rate, totalAmount: negate(requiredAmount(native, 'AppliedAmount')) },
  };
}

/** Contact of a document and of everything that embeds one. */
export function contactOf(native: NativeRecord, references: References): { id: string; name: string | undefined } | undefined {
  const contact = child(native, 'Contact');
  const id = contact && text(contact, 'ContactID');
  if (contact === undefined || id === undefined || id === '') return undefined;
  return { id, name: references.contact(id)?.name ?? text(contact, 'Name') };
}
