import type { Books } from '../books/books.js';
import type { Table } from '../books/table.js';

/** A new row of the side that is wanted: which side each is on was drawn long ago, so others are passed over as if never used. */
export function addOnSide(table: Table, now: number, fits: (row: number) => boolean): number {
  while (!fits(table.size)) table.skip();
  return table.add(now);
}

type Numbered = 'invoice' | 'creditNote' | 'purchaseOrder';
const generated: Record<Numbered, RegExp> = { invoice: /^INV-0*(\d+)$/i, creditNote: /^CN-0*(\d+)$/i, purchaseOrder: /^PO-0*(\d+)$/i };

/** The row that bears a number of ours, or null. */
export function rowOfNumber(books: Books, kind: Numbered, number: string): number | null {
  const written = books.changes.written.numbers.get(`${kind}:${number.toLowerCase()}`);
  const [table, numberOf] = numbered(books, kind);
  const drawn = generated[kind].exec(number);
  for (const row of [written, drawn ? Number(drawn[1]) - 1 : undefined]) {
    if (row !== undefined && row >= 0 && table.has(row) && numberOf(row).toLowerCase() === number.toLowerCase()) return row;
  }
  return null;
}

function numbered(books: Books, kind: Numbered): [table: Table, numberOf: (row: number) => string] {
  switch (kind) {
    case 'invoice': return [books.invoices, (row) => books.document(row).number];
    case 'creditNote': return [books.creditNotes, (row) => books.creditNote(row).number];
    default: return [books.paper.orders, (row) => books.paper.order(row).number];
  }
}

export function taken(books: Books, kind: Numbered, number: string, own: number | null): boolean {
  const row = rowOfNumber(books, kind, number);
  return row !== null && row !== own;
}

/** Numbers go on from those of the generated documents; ones that callers used are passed over. */
export function nextNumber(books: Books, kind: Numbered, prefix: string, row: number): string {
  for (let number = row + 1; ; number++) {
    const text = `${prefix}-${String(number).padStart(4, '0')}`;
    if (!taken(books, kind, text, row)) return text;
  }
}
