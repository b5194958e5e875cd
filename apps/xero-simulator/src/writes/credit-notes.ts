import type { Books, CreditNote } from '../books/books.js';
import type { NoteDraft } from '../books/credit-notes.js';
import type { Plan } from '../books/plan.js';
import { Kind } from '../books/record-ids.js';
import { nowhere } from '../books/written.js';
import { readFrame, readParty } from './document.js';
import { movesMoney, nameParty, readState } from './invoices.js';
import { nextNumber, rowOfNumber, taken } from './numbers.js';
import { nothing, type Effect, type Order } from './order.js';

/** Side of a document that a caller wrote: nothing of its settlement was drawn. */
export function writtenPlan(sales: boolean): Plan {
  return { sales, approval: 'APPROVED', settlement: 'open', payments: 0, batch: null };
}

/** Makes or changes a credit note of either side. */
export function prepareCreditNote(order: Order): () => Effect {
  const { books, sent, refuse } = order;
  const row = rowOf(order);
  if (row === undefined) return nothing;
  const before = row === null ? null : books.creditNote(row);
  const state = readState(order, before?.status ?? null, 'Credit note');
  if (state === null) return nothing;
  const settled = before !== null && (before.allocations.length > 0 || before.refunds.some(({ deleted }) => !deleted));
  if (state === 'VOIDED' || state === 'DELETED') {
    if (settled) return refuse('This document cannot be edited as it has a payment or credit note allocated to it.'), nothing;
    return () => keep(books, row, state, null);
  }
  const sales = readSide(order, before);
  const party = readParty(order, before?.contact ?? null);
  const frame = readFrame(order, { sales, complete: state !== 'DRAFT', discounts: sales, before: before && { ...before, kind: Kind.creditNote, row: row! }, contact: party.row });
  if (frame.total < 0) refuse('The total of a credit note must be greater than or equal to zero.');
  if (settled && movesMoney(before, frame)) refuse('This document cannot be edited as it has a payment or credit note allocated to it.');
  const number = sent.text('CreditNoteNumber') ?? before?.number;
  if (sales && number && taken(books, 'creditNote', number, row)) refuse('Credit Note # must be unique.');
  return () => {
    const contact = party.settle();
    const made = row ?? books.creditNotes.add(books.now());
    const written: NoteDraft = {
      ...frame, index: made, plan: before?.plan ?? writtenPlan(sales), contact, number: number || (sales ? nextNumber(books, 'creditNote', 'CN', made) : ''), due: null, expected: null,
      sent: sales && (sent.flag('SentToContact') ?? before?.sent ?? false), theme: sales, approval: 'APPROVED', host: before?.host ?? nowhere, applied: 0, refunded: false,
    };
    nameParty(books, contact, sales);
    return keep(books, row, state === 'DRAFT' || state === 'SUBMITTED' ? state : 'APPROVED', written);
  };
}

/** Keeps a note as it was written, or only its new state. */
function keep(books: Books, row: number | null, approval: NoteDraft['approval'], written: NoteDraft | null): Effect {
  const { changes, creditNotes } = books;
  const made = row ?? written!.index;
  if (written) {
    changes.written.creditNotes.set(made, written);
    if (written.plan.sales) changes.written.numbers.set(`creditNote:${written.number.toLowerCase()}`, made);
  }
  changes.creditNotes.set(made, { ...(written ? {} : changes.creditNotes.get(made)), approval });
  if (row !== null) creditNotes.stamp(row, books.now());
  return { id: creditNotes.id(made), created: row === null };
}

function rowOf({ books, method, id, sent, refuse }: Order): number | null | undefined {
  const wanted = id ?? sent.text('CreditNoteID');
  const number = sent.text('CreditNoteNumber');
  if (wanted) return books.creditNotes.rowOf(wanted) ?? (refuse('Credit note could not be found'), undefined);
  return method === 'POST' && number && sent.text('Type')?.toUpperCase() !== 'ACCPAYCREDIT' ? rowOfNumber(books, 'creditNote', number) : null;
}

function readSide({ sent, refuse }: Order, before: CreditNote | null): boolean {
  const type = sent.choice('Type', ['ACCRECCREDIT', 'ACCPAYCREDIT'] as const);
  if (before === null) return type === undefined ? (refuse('Type must be specified'), true) : type === 'ACCRECCREDIT';
  if (type !== undefined && (type === 'ACCRECCREDIT') !== before.plan.sales) refuse('The type of a credit note cannot be changed.');
  return before.plan.sales;
}
