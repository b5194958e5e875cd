import type { Books } from '../books/books.js';
import { createBooks } from '../books/create-books.js';
import type { Clock } from '../clock.js';
import type { Organisation } from '../identity/model.js';

/** The books of every organisation, made when they are first asked for. Changes made to them last as long as the process. */
export class Bookshelf {
  private readonly books = new Map<string, Books>();

  constructor(private readonly clock: Clock, private readonly opened: (books: Books, organisation: Organisation) => void = () => {}) {}

  of(organisation: Organisation): Books {
    const { tenantId: organisationId, name, edition, seed, invoices, lines, anchor } = organisation;
    let books = this.books.get(organisationId);
    if (!books) {
      books = createBooks({ organisationId, name, edition, seed, invoices, anchor, clock: this.clock, ...(lines === undefined ? {} : { lines }) });
      this.opened(books, organisation);
      this.books.set(organisationId, books);
    }
    return books;
  }

  /** Drops the books of an organisation that is no more. */
  forget(organisation: Organisation): void {
    this.books.delete(organisation.tenantId);
  }
}
