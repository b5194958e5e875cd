import type { Write } from '#connector-kit/writes';
import { calculated, contactIn, documentElement, issueDate, moneyOptions } from './documents.js';
import { lineOptions, noDiscountOptions } from './lines.js';
import { choice, needed, number, object, reference, text } from './options.js';
import type { Place } from './requests.js';
import { creating, updating, type Writing } from './writing.js';

const place: Place = { endpoint: 'CreditNotes', idField: 'CreditNoteID', query: { unitdp: 4 } };
const scopes = ['accounting.invoices'];
const statuses = { Draft: 'DRAFT', Submitted: 'AUTHORISED' } as const;
const status = needed(choice('Status', 'Submitted notes are approved. The others are accepted in an update of a note that has them.', ['Draft', 'Submitted', 'PartiallyPaid', 'Paid']));
const totalAmount = number('Total amount', 'Amount with tax. Not sent: Xero calculates it from the lines.', { warnings: ['Must be greater than zero.'] });
const sums = calculated('subTotal', 'totalTaxAmount', 'totalDiscount', 'discountPercentage', 'remainingCredit');

const creditNote: Writing = {
  dataType: 'creditNotes',
  place,
  scopes,
  type: { field: 'Type', value: 'ACCRECCREDIT' },
  unique: 'CreditNoteNumber',
  options: object('Credit note', 'Credit note to a customer.', {
    creditNoteNumber: text('Credit note number', 'Number of the note; the next one of the organisation if not given.', { maxLength: 225, warnings: ['Must be unique.'] }),
    customerRef: needed(reference('Customer', 'Customer of the note.', 'Must match the ID of an existing customer.')),
    issueDate: needed(issueDate),
    ...moneyOptions,
    lineItems: needed(lineOptions(noDiscountOptions)),
    status,
    totalAmount,
    ...sums,
  }),
  element: (document, lookups, stored) => note('ACCRECCREDIT', ['creditNoteNumber', 'customerRef'], document, lookups, stored),
};

/** Suppliers' numbers are not unique. */
const billCreditNote: Writing = {
  dataType: 'billCreditNotes',
  place,
  scopes,
  type: { field: 'Type', value: 'ACCPAYCREDIT' },
  options: object('Bill credit note', 'Credit note of a supplier.', {
    billCreditNoteNumber: text('Bill credit note number', 'The supplier\'s number of the note.', { maxLength: 225 }),
    supplierRef: needed(reference('Supplier', 'Supplier of the note.', 'Must match the ID of an existing supplier.')),
    issueDate: needed(issueDate),
    ...moneyOptions,
    lineItems: needed(lineOptions(noDiscountOptions)),
    status,
    totalAmount,
    ...sums,
  }),
  element: (document, lookups, stored) => note('ACCPAYCREDIT', ['billCreditNoteNumber', 'supplierRef'], document, lookups, stored),
};

/** Credit notes of both sides. They are used by payments: a payment that links a note and a document. */
export const creditNoteWrites: readonly Write[] = [creditNote, billCreditNote].flatMap((writing) => [creating(writing), updating(writing)]);

async function note(Type: string, [number, contact]: readonly [string, string], ...[document, lookups, stored]: Parameters<Writing['element']>) {
  const total = document.amount('totalAmount');
  if (total !== undefined && total <= 0) document.refuse('totalAmount', 'must be greater than zero.');
  return {
    Type,
    CreditNoteNumber: document.text(number),
    Contact: contactIn(document, contact),
    ...(await documentElement(document, lookups, stored, { statuses, open: 'RemainingCredit' })),
  };
}
