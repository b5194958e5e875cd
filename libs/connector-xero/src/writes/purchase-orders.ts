import { round } from '#accounting/money';
import type { NativeRecord } from '#connector-kit/connector';
import type { Write } from '#connector-kit/writes';
import { orderStatuses } from '../records/purchase-orders.js';
import { calculated, contactIn, issueDate, linesFor, moneyOf, moneyOptions, statusOf } from './documents.js';
import type { Given } from './given.js';
import { lineItems, lineOptions, noDiscountOptions } from './lines.js';
import type { Lookups } from './lookups.js';
import { choice, date, needed, number, object, reference, text } from './options.js';
import { type Element, words } from './requests.js';
import { creating, updating, type Writing } from './writing.js';

const addressFields = ['line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const;

const shipTo = object('Ship to', 'Where the goods are to be delivered.', {
  address: object('Address', 'Xero keeps it as one text, a line for each part.', Object.fromEntries(addressFields.map((name) => [name, text(name, 'Part of the address.', { maxLength: 255 })]))),
  contact: object('Contact', 'Who takes the delivery.', { name: text('Name', 'Name of the person.', { maxLength: 255 }), phone: text('Phone', 'Phone number of the person.', { maxLength: 50 }) }),
});

/** Orders are the one kind of document for which Xero cannot be asked for four decimals. */
const unitAmount = needed(number('Unit amount', 'Price of one unit without tax.', { information: ['Rounded to two decimals, as Xero keeps it.'] }));

const purchaseOrder: Writing = {
  dataType: 'purchaseOrders',
  place: { endpoint: 'PurchaseOrders', idField: 'PurchaseOrderID' },
  scopes: ['accounting.invoices'],
  unique: 'PurchaseOrderNumber',
  options: object('Purchase order', 'Order to a supplier.', {
    purchaseOrderNumber: text('Purchase order number', 'Number of the order; the next one of the organisation if not given.', { maxLength: 255, warnings: ['Must be unique.'] }),
    supplierRef: needed(reference('Supplier', 'Supplier of the goods.', 'Must match the ID of an existing supplier.')),
    issueDate,
    deliveryDate: date('Delivery date', 'Calendar day on which the goods are to be delivered.'),
    expectedDeliveryDate: date('Expected delivery date', 'Calendar day on which the goods are expected.'),
    ...moneyOptions,
    lineItems: needed(lineOptions({ ...noDiscountOptions, unitAmount })),
    shipTo,
    note: text('Note', 'Instructions for the delivery.', { maxLength: 500 }),
    status: choice('Status', 'Open orders are approved, closed ones billed; a draft if not given.', ['Draft', 'Open', 'Closed']),
    ...calculated('subTotal', 'totalTaxAmount', 'totalAmount', 'totalDiscount'),
  }),
  element: orderElement,
};

export const purchaseOrderWrites: readonly Write[] = [creating(purchaseOrder), updating(purchaseOrder)];

async function orderElement(document: Given, lookups: Lookups, stored: NativeRecord | null): Promise<Element> {
  const lines = await lineItems(document, lookups);
  const to = document.part('shipTo');
  const address = to?.part('address');
  const contact = to?.part('contact');
  return {
    PurchaseOrderNumber: document.text('purchaseOrderNumber'),
    Contact: contactIn(document, 'supplierRef'),
    Date: document.day('issueDate'),
    DeliveryDate: document.day('deliveryDate'),
    ExpectedArrivalDate: document.day('expectedDeliveryDate'),
    DeliveryAddress: address && addressFields.flatMap((name) => address.text(name) ?? []).join('\n'),
    AttentionTo: contact?.text('name'),
    Telephone: contact?.text('phone'),
    DeliveryInstructions: document.text('note'),
    ...moneyOf(document, lookups),
    Status: statusOf(document, { Draft: 'DRAFT', Open: 'AUTHORISED', Closed: 'BILLED' }, stored === null ? undefined : orderStatuses.get(words(stored, 'Status'))),
    ...linesFor(lines?.map(rounded), stored),
  };
}

function rounded(line: Element): Element {
  return typeof line.UnitAmount === 'number' ? { ...line, UnitAmount: round(line.UnitAmount, 2) } : line;
}
