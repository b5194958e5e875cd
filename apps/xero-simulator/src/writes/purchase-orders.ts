import type { OrderStatus, PurchaseOrder } from '../books/purchase-orders.js';
import { Kind } from '../books/record-ids.js';
import { readFrame, readParty } from './document.js';
import { nextNumber, rowOfNumber, taken } from './numbers.js';
import { nothing, type Effect, type Order } from './order.js';

const statuses = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED'] as const;
const moves: Record<OrderStatus, readonly OrderStatus[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED'], SUBMITTED: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'BILLED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'BILLED', 'DELETED'], BILLED: ['BILLED', 'AUTHORISED', 'DELETED'], DELETED: [],
};

/** Makes or changes a purchase order. It names a contact that is there, and makes none. */
export function preparePurchaseOrder(order: Order): () => Effect {
  const { books, sent, refuse } = order;
  const { orders } = books.paper;
  const row = rowOf(order);
  if (row === undefined) return nothing;
  const before = row === null ? null : books.paper.order(row);
  const status = sent.choice('Status', statuses) ?? before?.status ?? 'DRAFT';
  if (!(before ? moves[before.status] : statuses.slice(0, 4)).includes(status)) return refuse('Purchase order not of valid status for modification'), nothing;
  if (row !== null && status === 'DELETED') {
    return () => {
      books.changes.change('purchaseOrder', row, { status });
      orders.stamp(row, books.now());
      return { id: orders.id(row), created: false };
    };
  }
  const party = readParty(order, before?.contact ?? null, false);
  const frame = readFrame(order, {
    sales: false, complete: status !== 'DRAFT', discounts: true, before: before && { ...before, discount: 0, kind: Kind.purchaseOrder, row: row! }, contact: party.row,
  });
  const number = sent.text('PurchaseOrderNumber') ?? before?.number;
  if (number && taken(books, 'purchaseOrder', number, row)) refuse('Purchase Order # must be unique.');
  return () => {
    const made = row ?? orders.add(books.now());
    const written: PurchaseOrder = {
      ...frame, index: made, contact: party.settle(), number: number || nextNumber(books, 'purchaseOrder', 'PO', made), status,
      delivery: sent.on('DeliveryDate') ?? before?.delivery ?? null, expected: sent.on('ExpectedArrivalDate') ?? before?.expected ?? null, deliverTo: deliverTo(order, before),
      sent: sent.flag('SentToContact') ?? before?.sent ?? false, theme: before?.theme ?? true,
    };
    books.changes.written.purchaseOrders.set(made, written);
    books.changes.records.purchaseOrder.delete(made);
    books.changes.written.numbers.set(`purchaseOrder:${written.number.toLowerCase()}`, made);
    if (row !== null) orders.stamp(row, books.now());
    return { id: orders.id(made), created: row === null };
  };
}

function rowOf({ books, method, id, sent, refuse }: Order): number | null | undefined {
  const wanted = id ?? sent.text('PurchaseOrderID');
  const number = sent.text('PurchaseOrderNumber');
  if (wanted) return books.paper.orders.rowOf(wanted) ?? (refuse('Purchase order could not be found'), undefined);
  return method === 'POST' && number ? rowOfNumber(books, 'purchaseOrder', number) : null;
}

function deliverTo({ sent }: Order, before: PurchaseOrder | null): PurchaseOrder['deliverTo'] {
  if (!sent.has('DeliveryAddress', 'AttentionTo', 'Telephone', 'DeliveryInstructions')) return before?.deliverTo ?? null;
  return {
    address: sent.text('DeliveryAddress') ?? before?.deliverTo?.address ?? '', attentionTo: sent.text('AttentionTo') ?? before?.deliverTo?.attentionTo ?? '',
    telephone: sent.text('Telephone') ?? before?.deliverTo?.telephone ?? '', instructions: sent.text('DeliveryInstructions') ?? before?.deliverTo?.instructions ?? '',
  };
}
