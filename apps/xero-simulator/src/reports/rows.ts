import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import type { Wire } from '../accounting/wire.js';

/** A cell that belongs to an account carries its id; every value is a text. */
export function accountCell(books: Books, row: number, value: string): Wire {
  return { Value: value, Attributes: [{ Value: books.ids.id(Kind.account, row), Id: 'account' }] };
}

export function plainCell(value: string): Wire {
  return { Value: value };
}

/** How reports title an account: its name, with the code when it has one. */
export function accountTitle(books: Books, row: number): string {
  const { code } = books.drawing.chart[row];
  return code === null ? books.accountName(row) : `${books.accountName(row)} (${code})`;
}

export function section(title: string, rows: Wire[]): Wire {
  return { RowType: 'Section', Title: title, Rows: rows };
}

export function headerRow(values: string[]): Wire {
  return { RowType: 'Header', Cells: values.map(plainCell) };
}
