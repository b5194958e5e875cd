import { negate } from '#accounting/money';
import type { BillPayment } from '#accounting/models/bill-payment';
import type { Payment } from '#accounting/models/payment';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { rateOf } from '../currency.js';
import { child, currencyCode, filled, instantOf, requiredAmount, requiredDay, requiredText, text, within } from '../native.js';
import { contactOf } from './allocations.js';
import { accountRef } from './line-items.js';

type Side = 'sale' | 'purchase';

interface Kind {
  readonly side: Side;
  /** What the payment settles: a document, or by a refund a credit note, or by a refund money paid on account. */
  readonly of: 'document' | 'creditNote' | 'onAccount';
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['ACCRECPAYMENT', { side: 'sale', of: 'document' }],
  ['ACCPAYPAYMENT', { side: 'purchase', of: 'document' }],
  ['ARCREDITPAYMENT', { side: 'sale', of: 'creditNote' }],
  ['APCREDITPAYMENT', { side: 'purchase', of: 'creditNote' }],
  ['ARPREPAYMENTPAYMENT', { side: 'sale', of: 'onAccount' }],
  ['APPREPAYMENTPAYMENT', { side: 'purchase', of: 'onAccount' }],
  ['AROVERPAYMENTPAYMENT', { side: 'sale', of: 'onAccount' }],
  ['APOVERPAYMENTPAYMENT', { side: 'purchase', of: 'onAccount' }],
]);

/** Payments of and refunds to customers. */
export function readPayment(native: NativeRecord, references: References): Mapped<Payment> | null {
  const kind = kindOf(native);
  if (kind.side !== 'sale') return null;
  if (isDeleted(native)) return { deleted: true };
  const { contact, link, lineAmount, ...common } = readCommon(native, kind, references);
  const document: Payment = {
    ...common,
    customerRef: contact && { id: contact.id, companyName: contact.name },
    lines: [{ amount: lineAmount, links: [{ type: link.type ?? 'Invoice', ...link.values }] }],
  };
  return { deleted: false, document };
}

/** Payments to and refunds of suppliers. */
export function readBillPayment(native: NativeRecord, references: References): Mapped<BillPayment> | null {
  const kind = kindOf(native);
  if (kind.side !== 'purchase') return null;
  if (isDeleted(native)) return { deleted: true };
  const { contact, link, lineAmount, ...common } = readCommon(native, kind, references);
  const document: BillPayment = {
    ...common,
    supplierRef: contact && { id: contact.id, supplierName: contact.name },
    lines: [{ amount: lineAmount, links: [{ type: link.type ?? 'Bill', ...link.values }] }],
  };
  return { deleted: false, document };
}

/**
 * A payment that was taken back stays in the list, often beside the one that replaced it. It has no status of its own
 * in the canonical model: serving it as live would count the money twice.
 */
function isDeleted(native: NativeRecord): boolean {
  return text(native, 'Status') === 'DELETED';
}

function readCommon(native: NativeRecord, kind: Kind, references: References) {
  const target = targetOf(native);
  const currency = within(target.field, () => currencyCode(target.record, 'CurrencyCode')) ?? references.baseCurrency;
  const moved = requiredAmount(native, 'Amount');
  // Money goes the other way in a refund.
  const totalAmount = kind.of === 'document' ? moved : negate(moved);
  const account = child(native, 'Account');
  const contact = within(target.field, () => contactOf(target.record, references));
  const id = kind.of === 'onAccount' ? contact?.id : target.id;
  return {
    id: requiredText(native, 'PaymentID'),
    accountRef:
      account && (accountRef(filled(account, 'AccountID'), references) ?? accountRef(filled(account, 'Code'), references)),
    totalAmount,
    currency,
    // Often 0 on payments, and the document's own rate is that of another day.
    currencyRate: rateOf(native, currency, references),
    date: requiredDay(native, 'Date'),
    reference: text(native, 'Reference'),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
    contact,
    lineAmount: totalAmount,
    link: {
      type: linkTypes[kind.of],
      // Payment and document are in one currency, whatever the bank account is in.
      values: { id, amount: negate(totalAmount), currencyRate: 1 },
    },
  };
}

/** Undefined: the document of the payment's side. */
const linkTypes = { document: undefined, creditNote: 'CreditNote', onAccount: 'Refund' } as const;

interface Target {
  readonly field: string;
  readonly record: NativeRecord;
  readonly id: string | undefined;
}

/** Refunds embed their credit note, prepayment or overpayment, some of them in the form and place of an invoice. */
export function targetOf(native: NativeRecord): Target {
  for (const field of ['Invoice', 'CreditNote', 'Prepayment', 'Overpayment']) {
    const record = child(native, field);
    if (record !== undefined) return { field, record, id: within(field, () => filled(record, `${field}ID`)) };
  }
  return { field: 'Invoice', record: {}, id: undefined };
}

export function kindOf(native: NativeRecord): Kind {
  const kind = kinds.get(requiredText(native, 'PaymentType'));
  if (kind === undefined) throw new ReadingError('PaymentType', 'is not a kind of payment that is known');
  return kind;
}
