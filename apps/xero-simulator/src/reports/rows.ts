import type { Books } from '../books/books.js';
import { centsToText, type Cents } from '../books/money.js';
import { Kind } from '../books/record-ids.js';
import type { Wire } from '../accounting/wire.js';

/** What the attribute `account` of a row says: an account's id, or one of Xero's two pseudo ids. */
export function accountId(books: Books, row: number): string {
  return books.ids.id(Kind.account, row);
}

/** The row of the financial year's result on the balance sheet. */
export const currentYearEarningsId = 'abababab-abab-abab-abab-abababababab';
/** The row of all currency gains and losses on the profit and loss. */
export const currencyGainsId = 'FXGROUPID';

/** A cell that belongs to an account carries its id; every value is a text. */
export function accountCell(id: string, value: string, more: Record<string, string> = {}): Wire {
  const attributes = [{ Value: id, Id: 'account' }, ...Object.entries(more).map(([Id, Value]) => ({ Value, Id }))];
  return { Value: value, Attributes: attributes };
}

export function plainCell(value: string): Wire {
  return { Value: value };
}

/** How the trial balance titles an account: its name, with the code when it has one. */
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

/** A row of one account, one amount for each column; `more` are further attributes of the amounts, by column. */
export function accountRow(id: string, title: string, amounts: Cents[], more: Record<string, string>[] = []): Wire {
  return { RowType: 'Row', Cells: [accountCell(id, title), ...amounts.map((amount, column) => accountCell(id, centsToText(amount), more[column]))] };
}

/** A row of several accounts, or of a result: nothing says which. */
export function plainRow(rowType: 'Row' | 'SummaryRow', title: string, amounts: Cents[]): Wire {
  return { RowType: rowType, Cells: [plainCell(title), ...amounts.map((amount) => plainCell(centsToText(amount)))] };
}

export function sumOf(columns: Cents[][]): Cents[] {
  return columns.length === 0 ? [] : columns[0].map((_, place) => columns.reduce((sum, column) => sum + column[place], 0));
}
