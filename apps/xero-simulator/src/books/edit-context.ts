import type { Books } from './books.js';
import type { Dice } from './dice.js';
import type { Table } from './table.js';

/** One change of the books, as the tests' control API takes it. */
export interface EditCommand {
  kind: string;
  /** The record to change; a random fitting one when left out. */
  id?: string;
  /** False: the change leaves UpdatedDateUTC alone, as some changes at Xero do. */
  stamped?: boolean;
  /** The new name, number or reference, where the kind has one. */
  value?: string;
  /** For new records that have sides: 'ACCREC' or 'ACCPAY', 'ACCRECCREDIT' or 'ACCPAYCREDIT', 'SPEND' or 'RECEIVE', 'RECEIVE-PREPAYMENT', … */
  type?: string;
}

/** What an edit works with. `stamp` moves a row to now, unless the edit is to leave no trace. */
export interface EditContext {
  books: Books;
  dice: Dice;
  command: EditCommand;
  stamp: (table: Table, row: number) => void;
  /** The row the command names, or a random one that fits. */
  row: (table: Table, fits?: (row: number) => boolean) => number;
  /** A random row that fits, whatever the command names. */
  any: (table: Table, fits?: (row: number) => boolean) => number;
}

export type Edit = (context: EditContext) => string;

/** The row that the command names, which must fit, or a random one that does. */
export function fitting(context: EditContext, table: Table, fits: (row: number) => boolean, refusal: string): number {
  const row = context.row(table, fits);
  if (!fits(row)) throw new Error(refusal);
  return row;
}

export function today(books: Books): number {
  return Math.floor(books.now() / 86_400_000);
}
