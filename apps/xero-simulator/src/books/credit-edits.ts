import { addMovement } from './bank-edits.js';
import type { Books, CreditNote } from './books.js';
import { fitting, today, type Edit, type EditContext } from './edit-context.js';
import type { Credit } from './credit-book.js';
import type { AccountKind } from './credits-on-account.js';
import { removePayment, tableOfTarget, takeBack, touch } from './document-edits.js';
import type { CreditKind } from './plan.js';

/** How far a search for another document of the same contact goes before the credit's own is taken. */
const searchLength = 400;

function read(books: Books, kind: CreditKind, row: number): Credit | CreditNote {
  return kind === 'creditNote' ? books.creditNote(row) : books.credits.credit(kind, row);
}

/** The credit and, where it is money on account, its movement on the bank account. */
function stampBoth({ books, stamp }: EditContext, kind: CreditKind, row: number): void {
  stamp(tableOfTarget(books, kind), row);
  if (kind !== 'creditNote') stamp(books.bank.transactions, books.bank.rowOf(kind, row));
}

function create(kind: AccountKind): Edit {
  return ({ books, command, any }) => {
    const wanted = command.type === undefined ? undefined : command.type.startsWith('RECEIVE');
    const model = any(books.invoices, (candidate) => {
      const document = books.drawing.document(candidate, today(books));
      return document.plan.approval === 'APPROVED' && document.total > 100 && books.drawing.bankOf(document.currency) >= 0 && (wanted === undefined || wanted === document.plan.sales);
    });
    const table = books.credits.table(kind);
    const row = table.add(books.now());
    books.changes.change(kind, row, { model, issued: today(books), ...(command.value === undefined ? {} : { reference: command.value }) });
    addMovement(books, () => ({ kind, index: row }));
    return table.id(row);
  };
}

const createNote: Edit = ({ books, command }) => {
  const wanted = command.type === undefined ? undefined : command.type === 'ACCRECCREDIT';
  let row = books.creditNotes.add(books.now());
  // Which side a note is on was drawn long ago: numbers of the other side are passed over as if never used.
  while (wanted !== undefined && books.creditNote(row).plan.sales !== wanted) {
    books.creditNotes.vanish(row);
    row = books.creditNotes.add(books.now());
  }
  books.changes.creditNotes.set(row, { issued: today(books), ...(command.value === undefined ? {} : { reference: command.value }) });
  return books.creditNotes.id(row);
};

function lives(books: Books, kind: CreditKind): (row: number) => boolean {
  return (row) => ['AUTHORISED', 'PAID'].includes(read(books, kind, row).status);
}

function update(kind: CreditKind): Edit {
  return (context) => {
    const { books, command } = context;
    const row = fitting(context, tableOfTarget(books, kind), lives(books, kind), 'this credit is not open to changes');
    const reference = command.value ?? `Edit ${books.edits}`;
    if (kind === 'creditNote') books.changes.creditNotes.set(row, { ...books.changes.creditNotes.get(row), reference });
    else books.changes.change(kind, row, { reference });
    stampBoth(context, kind, row);
    return tableOfTarget(books, kind).id(row);
  };
}

function redate(kind: AccountKind): Edit {
  return (context) => {
    const { books, dice } = context;
    const row = fitting(context, books.credits.table(kind), lives(books, kind), 'this credit is not open to changes');
    books.changes.change(kind, row, { issued: books.credits.draft(kind, row).issued - dice.between(1, 10) });
    stampBoth(context, kind, row);
    return books.credits.table(kind).id(row);
  };
}

function unused(books: Books, kind: CreditKind): (row: number) => boolean {
  return (row) => {
    const { status, remaining } = read(books, kind, row);
    return status === 'AUTHORISED' && remaining > 0;
  };
}

/** Uses a credit on an open document of its contact, currency and side. */
function allocate(kind: CreditKind): Edit {
  return (context) => {
    const { books, stamp, dice } = context;
    const { invoices } = books;
    const due = (invoice: number): number => (invoices.has(invoice) && books.invoice(invoice).status === 'AUTHORISED' ? books.invoice(invoice).amountDue : 0);
    const usable = (row: number): boolean => unused(books, kind)(row) && due(read(books, kind, row).host) > 0;
    const row = fitting(context, tableOfTarget(books, kind), usable, 'nothing can be allocated of this credit');
    const { remaining, host, contact, currency, plan } = read(books, kind, row);
    const start = dice.below(invoices.size);
    const near = Array.from({ length: Math.min(searchLength, invoices.size) }, (_, step) => (start + step) % invoices.size);
    const invoice = near.find((candidate) => {
      if (books.drawing.plan(candidate).sales !== plan.sales) return false;
      const party = books.drawing.party(candidate);
      return party.contact === contact && party.currency === currency && due(candidate) > 0;
    }) ?? host;
    const most = Math.min(remaining, due(invoice));
    const amount = dice.chance(500) || most < 2 ? most : Math.floor(most / 2);
    books.changes.addAllocation({ source: kind, credit: row, place: 2 + books.edits, invoice, amount, on: today(books) });
    touch(books, invoice);
    stamp(invoices, invoice);
    stamp(tableOfTarget(books, kind), row);
    return tableOfTarget(books, kind).id(row);
  };
}

function unallocate(kind: CreditKind): Edit {
  return (context) => {
    const { books } = context;
    const row = fitting(context, tableOfTarget(books, kind), (candidate) => read(books, kind, candidate).allocations.length > 0, 'this credit is not used');
    takeBack(context, read(books, kind, row).allocations[0]);
    return tableOfTarget(books, kind).id(row);
  };
}

/** Gives what is left back, whole or half. The answer names the payment. */
function refund(kind: CreditKind): Edit {
  return (context) => {
    const { books, stamp, dice } = context;
    const row = fitting(context, tableOfTarget(books, kind), unused(books, kind), 'nothing is left of this credit');
    const { remaining } = read(books, kind, row);
    const payment = books.payments.add(books.now());
    books.changes.addPayment(payment, { target: kind, owner: row, amount: dice.chance(500) || remaining < 2 ? remaining : Math.floor(remaining / 2), paid: today(books) });
    stamp(tableOfTarget(books, kind), row);
    return books.payments.id(payment);
  };
}

/** Uses and refunds go first, as they would have to at Xero. */
function voiding(kind: CreditKind): Edit {
  return (context) => {
    const { books } = context;
    const row = fitting(context, tableOfTarget(books, kind), lives(books, kind), 'this credit is not open to changes');
    const { allocations, refunds } = read(books, kind, row);
    for (const allocation of allocations) takeBack(context, allocation);
    for (const { deleted, index } of refunds) if (!deleted) removePayment(context, index);
    if (kind === 'creditNote') books.changes.creditNotes.set(row, { ...books.changes.creditNotes.get(row), approval: 'VOIDED' });
    else books.changes.change(kind, row, { status: 'VOIDED' });
    stampBoth(context, kind, row);
    return tableOfTarget(books, kind).id(row);
  };
}

function vanish(kind: CreditKind): Edit {
  return (context) => {
    const { books } = context;
    const table = tableOfTarget(books, kind);
    const row = fitting(context, table, (candidate) => read(books, kind, candidate).allocations.length + read(books, kind, candidate).refunds.length === 0, 'other records name this credit');
    const id = table.id(row);
    if (kind !== 'creditNote') books.bank.transactions.vanish(books.bank.rowOf(kind, row));
    table.vanish(row);
    return id;
  };
}

function ofKind(kind: CreditKind): Record<string, Edit> {
  const edits: Record<string, Edit> = { update: update(kind), allocate: allocate(kind), unallocate: unallocate(kind), refund: refund(kind), void: voiding(kind), vanish: vanish(kind) };
  const all: Record<string, Edit> = kind === 'creditNote' ? { create: createNote, ...edits } : { create: create(kind), redate: redate(kind), ...edits };
  return Object.fromEntries(Object.entries(all).map(([name, edit]) => [`${kind}.${name}`, edit]));
}

export const creditEdits: Record<string, Edit> = { ...ofKind('creditNote'), ...ofKind('prepayment'), ...ofKind('overpayment') };
