import type { Write } from '#connector-kit/writes';
import { calculated, contactIn, documentElement, issueDate, moneyOptions } from './documents.js';
import { discountOptions, lineOptions, noDiscountOptions } from './lines.js';
import { choice, date, needed, object, reference, text } from './options.js';
import type { Place } from './requests.js';
import { creating, deleting, endingOfDocument, updating, type Writing } from './writing.js';

const place: Place = { endpoint: 'Invoices', idField: 'InvoiceID', query: { unitdp: 4 } };
const scopes = ['accounting.invoices'];

const invoice: Writing = {
  dataType: 'invoices',
  place,
  scopes,
  type: { field: 'Type', value: 'ACCREC' },
  unique: 'InvoiceNumber',
  options: object('Invoice', 'Sales invoice.', {
    invoiceNumber: text('Invoice number', 'Number of the invoice; the next one of the organisation if not given.', { maxLength: 255, warnings: ['Must be unique.'] }),
    customerRef: needed(reference('Customer', 'Customer of the invoice.', 'Must match the ID of an existing customer.')),
    issueDate: needed(issueDate),
    dueDate: date('Due date', 'Calendar day on which the invoice is due.', { warnings: ['Must be provided, if the status is Submitted.'] }),
    ...moneyOptions,
    lineItems: needed(lineOptions(discountOptions)),
    status: needed(choice('Status', 'Submitted invoices are approved. The others are accepted in an update of an invoice that has them.', ['Draft', 'Submitted', 'PartiallyPaid', 'Paid'])),
    ...calculated('subTotal', 'totalTaxAmount', 'totalAmount', 'totalDiscount', 'amountDue'),
  }),
  async element(document, lookups, stored) {
    return {
      Type: 'ACCREC',
      InvoiceNumber: document.text('invoiceNumber'),
      Contact: contactIn(document, 'customerRef'),
      DueDate: document.day('dueDate'),
      ...(await documentElement(document, lookups, stored, { statuses: { Draft: 'DRAFT', Submitted: 'AUTHORISED' }, open: 'AmountDue', discounts: true })),
    };
  },
};

/** Xero keeps the supplier's number of a bill where it keeps the number of an invoice. Suppliers' numbers are not unique. */
const bill: Writing = {
  dataType: 'bills',
  place,
  scopes,
  type: { field: 'Type', value: 'ACCPAY' },
  options: object('Bill', 'Bill of a supplier.', {
    reference: text('Reference', 'The supplier\'s number of the bill.', { maxLength: 255 }),
    supplierRef: needed(reference('Supplier', 'Supplier of the bill.', 'Must match the ID of an existing supplier.')),
    issueDate: needed(issueDate),
    dueDate: date('Due date', 'Calendar day on which the bill is due.', { warnings: ['Must be provided, if the status is Open.'] }),
    ...moneyOptions,
    lineItems: needed(lineOptions(noDiscountOptions)),
    status: needed(choice('Status', 'Open bills are approved. The others are accepted in an update of a bill that has them.', ['Draft', 'Open', 'PartiallyPaid', 'Paid'])),
    ...calculated('subTotal', 'taxAmount', 'totalAmount', 'amountDue'),
  }),
  async element(document, lookups, stored) {
    return {
      Type: 'ACCPAY',
      InvoiceNumber: document.text('reference'),
      Contact: contactIn(document, 'supplierRef'),
      DueDate: document.day('dueDate'),
      ...(await documentElement(document, lookups, stored, { statuses: { Draft: 'DRAFT', Open: 'AUTHORISED' }, open: 'AmountDue' })),
    };
  },
};

/** Sales invoices and bills. Drafts are deleted, approved ones are voided; Xero refuses either while anything is paid. */
export const invoiceWrites: readonly Write[] = [
  ...[invoice, bill].flatMap((writing) => [creating(writing), updating(writing), deleting(writing, endingOfDocument)]),
];
