import type { Books } from '../books/books.js';
import type { Table } from '../books/table.js';
import type { Category, WebhookEvent } from './payload.js';

/** What changed, without whose it is. */
export type BooksEvent = Omit<WebhookEvent, 'tenantId'>;

/** Tells of every record whose time of change moves, whoever moved it. What Xero does not stamp it does not tell of either. */
export function watchBooks(books: Books, tell: (event: BooksEvent) => void): void {
  const tables: Record<Category, Table> = {
    INVOICE: books.invoices, CONTACT: books.contacts, CREDITNOTE: books.creditNotes,
    PREPAYMENT: books.credits.prepayments, OVERPAYMENT: books.credits.overpayments, PAYMENT: books.payments,
  };
  for (const [category, table] of Object.entries(tables) as [Category, Table][]) {
    table.onChange = (row, isNew) => tell({
      category, type: isNew ? 'CREATE' : 'UPDATE', resourceId: table.id(row), at: books.now(),
      ...(category === 'CREDITNOTE' && { data: () => noteData(books, row) }),
    });
  }
}

function noteData(books: Books, row: number): { Type: string; Status: string } {
  const { plan, status } = books.creditNote(row);
  return { Type: plan.sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT', Status: status };
}
