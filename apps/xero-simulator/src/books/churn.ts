import type { Books } from './books.js';
import { edit } from './control.js';

/** Moves the books under a reader: as many edits as `everyPage` says, after a page of invoices was served. */
export function churn(books: Books): void {
  for (let count = 0; count < books.everyPage.edits; count++) edit(books, { kind: 'invoice.update' });
}
