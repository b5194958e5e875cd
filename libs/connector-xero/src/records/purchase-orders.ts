import type { PurchaseOrder } from '#accounting/models/purchase-order';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { currencyOf } from '../currency.js';
import { day, filled, instantOf, requiredAmount, requiredText, text } from '../native.js';
import { contactOf } from './allocations.js';
import { readLineItems, totalDiscount } from './line-items.js';

export const orderStatuses: ReadonlyMap<string | undefined, PurchaseOrder['status']> = new Map([
  ['DRAFT', 'Draft'],
  ['SUBMITTED', 'Draft'],
  ['AUTHORISED', 'Open'],
  ['BILLED', 'Closed'],
]);

export function readPurchaseOrder(native: NativeRecord, references: References): Mapped<PurchaseOrder> {
  const status = text(native, 'Status');
  if (status === 'DELETED') return { deleted: true };
  const supplier = contactOf(native, references);
  const lineItems = readLineItems(native, references, {});
  const document: PurchaseOrder = {
    id: requiredText(native, 'PurchaseOrderID'),
    purchaseOrderNumber: text(native, 'PurchaseOrderNumber'),
    supplierRef: supplier && { id: supplier.id, supplierName: supplier.name },
    issueDate: day(native, 'Date'),
    deliveryDate: day(native, 'DeliveryDate'),
    expectedDeliveryDate: day(native, 'ExpectedArrivalDate'),
    shipTo: readShipTo(native),
    ...currencyOf(native, references),
    lineItems,
    totalDiscount: totalDiscount(lineItems),
    subTotal: requiredAmount(native, 'SubTotal'),
    totalTaxAmount: requiredAmount(native, 'TotalTax'),
    totalAmount: requiredAmount(native, 'Total'),
    status: orderStatuses.get(status) ?? 'Unknown',
    note: filled(native, 'DeliveryInstructions'),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

/** Xero keeps the address as one text of several lines: the first is kept apart, the others stand together. */
function readShipTo(native: NativeRecord): PurchaseOrder['shipTo'] {
  const [line1, ...others] = (filled(native, 'DeliveryAddress') ?? '').split(/\s*[\r\n]+\s*/);
  const [name, phone] = [filled(native, 'AttentionTo'), filled(native, 'Telephone')];
  const address = line1 === '' ? undefined : { type: 'Delivery' as const, line1, line2: others.length === 0 ? undefined : others.join(', ') };
  const contact = name === undefined && phone === undefined ? undefined : { name, phone };
  return address === undefined && contact === undefined ? undefined : { address, contact };
}
