import type { Books } from '../books/books.js';
import { invoiceJson } from './invoice-wire.js';

/** Bytes of rendered invoices that are kept per organisation; about forty thousand documents of five lines. */
const capacity = 120_000_000;

/** Rendered invoices of paged lists, kept so that a reader is never slowed down by the drawing of documents. */
class RenderedInvoices {
  private readonly kept = new Map<number, { touched: number; json: Buffer }>();
  private size = 0;
  private renamed = 0;

  constructor(private readonly books: Books) {}

  json(row: number): Buffer {
    const { changes } = this.books;
    if (changes.renamed !== this.renamed) this.clear(changes.renamed);
    const touched = changes.touched.get(row) ?? 0;
    const known = this.kept.get(row);
    if (known?.touched === touched) return known.json;
    const json = Buffer.from(invoiceJson(this.books, row, { extent: 'list', fourPlaces: true }));
    this.size += json.length - (known?.json.length ?? 0);
    this.kept.set(row, { touched, json });
    for (const [oldest, entry] of this.kept) {
      if (this.size <= capacity) break;
      this.kept.delete(oldest);
      this.size -= entry.json.length;
    }
    return json;
  }

  private clear(renamed: number): void {
    this.kept.clear();
    this.size = 0;
    this.renamed = renamed;
  }
}

const rendered = new WeakMap<Books, RenderedInvoices>();

/** The JSON of an invoice as it stands in a paged list with four decimal places. */
export function renderedInvoice(books: Books, row: number): Buffer {
  let invoices = rendered.get(books);
  if (!invoices) rendered.set(books, (invoices = new RenderedInvoices(books)));
  return invoices.json(row);
}
