import { documentStatus } from '../records/document-status.js';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { Write } from '#connector-kit/writes';
import { calculated, contactIn, issueDate, linesFor, moneyOptions, statusOf, type Statuses } from './documents.js';
import type { Given } from './given.js';
import { discountOptions, lineItems, lineOptions, noDiscountOptions } from './lines.js';
import type { Lookups } from './lookups.js';
import { choice, date, needed, object, reference, text } from './options.js';
import type { Element, Place } from './requests.js';
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
      ...(await common(document, lookups, stored, { statuses: { Draft: 'DRAFT', Submitted: 'AUTHORISED' }, discounts: true })),
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
      ...(await common(document, lookups, stored, { statuses: { Draft: 'DRAFT', Open: 'AUTHORISED' } })),
    };
  },
};

/** Sales invoices and bills. Drafts are deleted, approved ones are voided; Xero refuses either while anything is paid. */
export const invoiceWrites: readonly Write[] = [
  ...[invoice, bill].flatMap((writing) => [creating(writing), updating(writing), deleting(writing, endingOfDocument)]),
];

interface Rules {
  readonly statuses: Statuses;
  readonly discounts?: true;
}

async function common(document: Given, lookups: Lookups, stored: NativeRecord | null, { statuses, ...rules }: Rules): Promise<Element> {
  const lines = await lineItems(document, lookups, rules);
  return {
    Date: document.day('issueDate'),
    DueDate: document.day('dueDate'),
    CurrencyCode: document.text('currency'),
    CurrencyRate: lookups.currencyRate(document),
    Status: statusOf(document, statuses, servedStatus(stored, 'AmountDue', 'Open' in statuses ? 'Open' : 'Submitted')),
    ...linesFor(lines, stored),
  };
}

/** As which status a stored document is served. One that cannot be read has none that could be kept. */
export function servedStatus(stored: NativeRecord | null, open: 'AmountDue' | 'RemainingCredit', approved: string): string | undefined {
  if (stored === null) return undefined;
  try {
    const status = documentStatus(stored, open);
    return status === 'Submitted' ? approved : status;
  } catch (error) {
    if (error instanceof ReadingError) return undefined;
    throw error;
  }
}
