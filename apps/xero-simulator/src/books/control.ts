import type { Books } from './books.js';
import { Dice } from './dice.js';
import { documentEdits } from './document-edits.js';
import { nameEdits } from './name-edits.js';
import { Kind } from './record-ids.js';
import type { Table } from './table.js';

export { truth, truthRows } from './truth.js';

/** One change of the books, as the tests' control API takes it. */
export interface EditCommand {
  kind: string;
  /** The record to change; a random fitting one when left out. */
  id?: string;
  /** False: the change leaves UpdatedDateUTC alone, as some changes at Xero do. */
  stamped?: boolean;
  /** The new name, number or reference, where the kind has one. */
  value?: string;
  /** 'ACCREC' or 'ACCPAY', for new documents. */
  type?: string;
}

export interface EditResult { kind: string; id: string; at: string }

/** What an edit works with. `stamp` moves a row to now, unless the edit is to leave no trace. */
export interface EditContext {
  books: Books;
  dice: Dice;
  command: EditCommand;
  stamp: (table: Table, row: number) => void;
  /** The row the command names, or a random one that fits. */
  row: (table: Table, fits?: (row: number) => boolean) => number;
}

export type Edit = (context: EditContext) => string;

const edits: Record<string, Edit> = { ...documentEdits, ...nameEdits };

/** All kinds of edit, for the error message and the documentation. */
export const editKinds = Object.keys(edits);

/** Applies one edit, or `times` of them; deterministic by the books' seed and the number of edits before. */
export function edit(books: Books, command: unknown): EditResult {
  const wanted = readCommand(command);
  const dice = new Dice(books.drawing.options.seed, Kind.edit, books.edits++);
  const context: EditContext = {
    books, dice, command: wanted,
    stamp: (table, row) => { if (wanted.stamped !== false) table.stamp(row, books.now()); },
    row: (table, fits) => (wanted.id === undefined ? randomRow(table, dice, fits) : namedRow(table, wanted.id)),
  };
  books.changes.version++;
  const id = edits[wanted.kind](context);
  return { kind: wanted.kind, id, at: new Date(books.now()).toISOString() };
}

function readCommand(command: unknown): EditCommand {
  const { kind, id, stamped, value, type } = (command ?? {}) as Record<string, unknown>;
  if (typeof kind !== 'string' || !Object.hasOwn(edits, kind)) throw new Error(`kind must be one of ${editKinds.join(', ')}`);
  for (const [name, field] of Object.entries({ id, value, type })) {
    if (field !== undefined && typeof field !== 'string') throw new Error(`${name} must be a text`);
  }
  if (stamped !== undefined && typeof stamped !== 'boolean') throw new Error('stamped must be true or false');
  return { kind, id: id as string | undefined, stamped, value: value as string | undefined, type: type as string | undefined };
}

function namedRow(table: Table, id: string): number {
  const row = table.rowOf(id);
  if (row === null) throw new Error(`no record has the id ${id}`);
  return row;
}

/** Starts anywhere and walks on to the first row that fits. */
function randomRow(table: Table, dice: Dice, fits: (row: number) => boolean = () => true): number {
  const start = dice.below(Math.max(1, table.size));
  for (let step = 0; step < table.size; step++) {
    const row = (start + step) % table.size;
    if (table.has(row) && fits(row)) return row;
  }
  throw new Error('no record fits this edit');
}
