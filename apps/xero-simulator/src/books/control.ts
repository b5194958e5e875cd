import { bankEdits } from './bank-edits.js';
import { batchEdits } from './batch-edits.js';
import type { Books } from './books.js';
import { creditEdits } from './credit-edits.js';
import { Dice } from './dice.js';
import { documentEdits } from './document-edits.js';
import type { Edit, EditCommand, EditContext } from './edit-context.js';
import { nameEdits } from './name-edits.js';
import { paperEdits } from './paper-edits.js';
import { Kind } from './record-ids.js';
import type { Table } from './table.js';

export { currencySums } from './currency-sums.js';
export { truth, truthRows } from './truth.js';

export interface EditResult { kind: string; id: string; at: string }

const edits: Record<string, Edit> = { ...documentEdits, ...creditEdits, ...batchEdits, ...bankEdits, ...paperEdits, ...nameEdits };

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
    any: (table, fits) => randomRow(table, dice, fits),
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

/** The books hold no record that the edit could be made to. */
export class NothingFits extends Error {}

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
  throw new NothingFits('no record fits this edit');
}
