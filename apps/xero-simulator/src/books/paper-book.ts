import type { Books } from './books.js';
import { drawManualJournal, journalCount, type ManualJournal, type ManualJournalStatus } from './manual-journals.js';
import { drawPurchaseOrder, orderCount, type OrderStatus, type PurchaseOrder } from './purchase-orders.js';
import { Kind } from './record-ids.js';
import type { Table } from './table.js';
import { copyOf } from './written.js';

/** The documents that money never settles: manual journals and purchase orders. */
export class PaperBook {
  readonly journals: Table;
  readonly orders: Table;

  constructor(private readonly books: Books) {
    const { invoices } = books.drawing.options;
    this.journals = books.table(Kind.manualJournal, journalCount(invoices), (row) => row * 20);
    this.orders = books.table(Kind.purchaseOrder, orderCount(invoices), (row) => row * 8);
  }

  journal(row: number): ManualJournal {
    const { drawing, changes } = this.books;
    const change = changes.records.manualJournal.get(row);
    const written = changes.written.manualJournals.get(row);
    const journal = written ? copyOf(written) : drawManualJournal(drawing, row, change?.issued ?? drawing.issuedOn(row * 20));
    if (change?.reference !== undefined) journal.narration = change.reference;
    if (change?.status !== undefined) journal.status = change.status as ManualJournalStatus;
    return journal;
  }

  order(row: number): PurchaseOrder {
    const { drawing, changes } = this.books;
    const change = changes.records.purchaseOrder.get(row);
    const written = changes.written.purchaseOrders.get(row);
    const order = written ? copyOf(written) : drawPurchaseOrder(drawing, row, change?.issued ?? drawing.issuedOn(row * 8));
    if (change?.reference !== undefined) order.reference = change.reference;
    if (change?.status !== undefined) order.status = change.status as OrderStatus;
    return order;
  }
}
