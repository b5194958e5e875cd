import { drawBankTransaction, type BankSource } from './bank-transactions.js';
import type { Books } from './books.js';
import { fitting, today, type Edit, type EditContext } from './edit-context.js';

/** Movements that belong to a prepayment, an overpayment or a transfer are changed through that record. */
function own(books: Books): (row: number) => boolean {
  return (row) => books.bank.source(row).kind === 'direct' && !books.bank.transaction(row).deleted;
}

const create: Edit = ({ books, command }) => {
  const row = addMovement(books, (added) => ({ kind: 'direct', index: directIndex(books, added * 16, command.type) }));
  books.changes.change('bankTransaction', row, { issued: today(books), ...(command.value === undefined ? {} : { reference: command.value }) });
  return books.bank.transactions.id(row);
};

/** Whether a movement is money in or out was drawn long ago: numbers of the other kind are passed over. */
function directIndex(books: Books, from: number, type: string | undefined): number {
  let index = from;
  while (type !== undefined && drawBankTransaction(books.drawing, index, 0).type !== type) {
    if (++index > from + 200) throw new Error('type must be SPEND or RECEIVE');
  }
  return index;
}

/** Adds a row to the bank transactions, behind which stands what `source` says. */
export function addMovement(books: Books, source: (row: number) => BankSource): number {
  const row = books.bank.transactions.add(books.now());
  books.changes.bankSources.set(row, source(row));
  return row;
}

function change(make: (context: EditContext, row: number) => Parameters<Books['changes']['change']>[2]): Edit {
  return (context) => {
    const { books, stamp } = context;
    const row = fitting(context, books.bank.transactions, own(books), 'this bank transaction cannot be changed by itself');
    books.changes.change('bankTransaction', row, make(context, row));
    stamp(books.bank.transactions, row);
    return books.bank.transactions.id(row);
  };
}

const reconcile: Edit = (context) => {
  const { books, stamp } = context;
  const open = (row: number): boolean => !books.bank.transaction(row).deleted && !books.bank.transaction(row).reconciled;
  const row = fitting(context, books.bank.transactions, open, 'this bank transaction cannot be reconciled');
  books.changes.change('bankTransaction', row, { reconciled: true });
  stamp(books.bank.transactions, row);
  return books.bank.transactions.id(row);
};

const vanish: Edit = (context) => {
  const { books } = context;
  const row = fitting(context, books.bank.transactions, (candidate) => books.bank.source(candidate).kind === 'direct', 'this bank transaction belongs to another record');
  const id = books.bank.transactions.id(row);
  books.bank.transactions.vanish(row);
  return id;
};

const sides = ['from', 'to'] as const;

const createTransfer: Edit = ({ books, command }) => {
  const { bank, changes } = books;
  const row = bank.transfers.add(books.now());
  changes.change('bankTransfer', row, { issued: today(books), ...(command.value === undefined ? {} : { reference: command.value }) });
  for (const kind of sides) addMovement(books, () => ({ kind, index: row }));
  return bank.transfers.id(row);
};

/** Only the two movements get a new time of change: a transfer has none. */
function changeTransfer(make: (context: EditContext, row: number) => Parameters<Books['changes']['change']>[2]): Edit {
  return (context) => {
    const { books, stamp } = context;
    const row = fitting(context, books.bank.transfers, (candidate) => !books.bank.transfer(candidate).deleted, 'this transfer is deleted');
    books.changes.change('bankTransfer', row, make(context, row));
    for (const side of sides) stamp(books.bank.transactions, books.bank.rowOf(side, row));
    return books.bank.transfers.id(row);
  };
}

const vanishTransfer: Edit = ({ books, row }) => {
  const { transfers, transactions, rowOf } = { ...books.bank, rowOf: books.bank.rowOf.bind(books.bank) };
  const transfer = row(transfers);
  const id = transfers.id(transfer);
  for (const side of sides) transactions.vanish(rowOf(side, transfer));
  transfers.vanish(transfer);
  return id;
};

const reference = ({ books, command }: EditContext): { reference: string } => ({ reference: command.value ?? `Edit ${books.edits}` });

export const bankEdits: Record<string, Edit> = {
  'bankTransaction.create': create, 'bankTransaction.update': change(reference),
  'bankTransaction.redate': change(({ books, dice }, row) => ({ issued: books.bank.transaction(row).issued - dice.between(1, 30) })),
  'bankTransaction.reconcile': reconcile, 'bankTransaction.delete': change(() => ({ status: 'DELETED' })), 'bankTransaction.vanish': vanish,
  'bankTransfer.create': createTransfer, 'bankTransfer.update': changeTransfer(reference),
  'bankTransfer.redate': changeTransfer(({ books, dice }, row) => ({ issued: books.bank.transfer(row).issued - dice.between(1, 30) })),
  'bankTransfer.delete': changeTransfer(() => ({ status: 'DELETED' })), 'bankTransfer.vanish': vanishTransfer,
};
