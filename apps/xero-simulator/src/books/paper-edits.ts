import type { Books } from './books.js';
import type { RecordChange } from './changes.js';
import { fitting, today, type Edit, type EditContext } from './edit-context.js';
import type { Table } from './table.js';

type PaperKind = 'manualJournal' | 'purchaseOrder';

function tableOf({ paper }: Books, kind: PaperKind): Table {
  return kind === 'manualJournal' ? paper.journals : paper.orders;
}

function read({ paper }: Books, kind: PaperKind, row: number): { status: string; issued: number } {
  return kind === 'manualJournal' ? paper.journal(row) : paper.order(row);
}

/** New manual journals are drafts, as at Xero, unless `type` says POSTED; new purchase orders are approved. */
function create(kind: PaperKind): Edit {
  return ({ books, command }) => {
    const row = tableOf(books, kind).add(books.now());
    books.changes.change(kind, row, { issued: today(books), ...(command.value === undefined ? {} : { reference: command.value }), ...(command.type === 'POSTED' ? { status: 'POSTED' } : {}) });
    return tableOf(books, kind).id(row);
  };
}

/** A change of records in one of the states given. */
function change(kind: PaperKind, from: readonly string[], make: (context: EditContext, row: number) => RecordChange, fits: (books: Books, row: number) => boolean = () => true): Edit {
  return (context) => {
    const { books, stamp } = context;
    const table = tableOf(books, kind);
    const row = fitting(context, table, (candidate) => from.includes(read(books, kind, candidate).status) && fits(books, candidate), `this record is not ${from.join(' or ')}`);
    books.changes.change(kind, row, make(context, row));
    stamp(table, row);
    return table.id(row);
  };
}

function vanish(kind: PaperKind): Edit {
  return ({ books, row }) => {
    const table = tableOf(books, kind);
    const gone = row(table);
    const id = table.id(gone);
    table.vanish(gone);
    return id;
  };
}

const reference = ({ books, command }: EditContext): RecordChange => ({ reference: command.value ?? `Edit ${books.edits}` });
const earlier = (kind: PaperKind) => ({ books, dice }: EditContext, row: number): RecordChange => ({ issued: read(books, kind, row).issued - dice.between(1, 30) });
const complete = (books: Books, row: number): boolean => books.paper.order(row).lines.every((line) => line.remark || line.account !== null);
const journalOpen = ['DRAFT', 'POSTED'];
const orderOpen = ['DRAFT', 'SUBMITTED', 'AUTHORISED'];

export const paperEdits: Record<string, Edit> = {
  'manualJournal.create': create('manualJournal'), 'manualJournal.update': change('manualJournal', journalOpen, reference),
  'manualJournal.redate': change('manualJournal', journalOpen, earlier('manualJournal')),
  'manualJournal.post': change('manualJournal', ['DRAFT'], () => ({ status: 'POSTED' })),
  'manualJournal.void': change('manualJournal', ['POSTED'], () => ({ status: 'VOIDED' })),
  'manualJournal.delete': change('manualJournal', ['DRAFT'], () => ({ status: 'DELETED' })), 'manualJournal.vanish': vanish('manualJournal'),
  'purchaseOrder.create': create('purchaseOrder'), 'purchaseOrder.update': change('purchaseOrder', orderOpen, reference),
  'purchaseOrder.redate': change('purchaseOrder', orderOpen, earlier('purchaseOrder')),
  'purchaseOrder.approve': change('purchaseOrder', ['DRAFT', 'SUBMITTED'], () => ({ status: 'AUTHORISED' }), complete),
  'purchaseOrder.bill': change('purchaseOrder', ['AUTHORISED'], () => ({ status: 'BILLED' })),
  'purchaseOrder.delete': change('purchaseOrder', orderOpen, () => ({ status: 'DELETED' })), 'purchaseOrder.vanish': vanish('purchaseOrder'),
};
