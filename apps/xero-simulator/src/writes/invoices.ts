import type { Books, Invoice } from '../books/books.js';
import type { Draft } from '../books/drawing.js';
import type { Approval } from '../books/plan.js';
import { Kind } from '../books/record-ids.js';
import { readFrame, readParty, type Frame } from './document.js';
import { addOnSide, nextNumber, rowOfNumber, taken } from './numbers.js';
import { nothing, type Effect, type Order } from './order.js';

export const states = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'DELETED'] as const;
export type State = (typeof states)[number];

/** Where a document may go from where it is. */
const moves: Record<State, readonly State[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'], SUBMITTED: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'], AUTHORISED: ['AUTHORISED', 'VOIDED'],
  PAID: ['AUTHORISED', 'PAID', 'VOIDED'], VOIDED: [], DELETED: [],
};

/** Makes or changes a sales invoice or a bill. */
export function prepareInvoice(order: Order): () => Effect {
  const { books, sent, refuse } = order;
  const row = rowOf(order);
  if (row === undefined) return nothing;
  const before = row === null ? null : books.invoice(row);
  const state = readState(order, before?.status ?? null, 'Invoice');
  if (state === null) return nothing;
  if (state === 'VOIDED' || state === 'DELETED') return ending(order, row!, before!, state);
  const sales = readSide(order, before);
  const party = readParty(order, before?.contact ?? null);
  const complete = state !== 'DRAFT';
  const frame = readFrame(order, { sales, complete, discounts: sales, before: before && { ...before, kind: Kind.invoice, row: row! }, contact: party.row });
  if (frame.total < 0) refuse('The total of an invoice must be greater than or equal to zero.');
  const due = sent.on('DueDate') ?? before?.due ?? (complete ? frame.issued + 14 : null);
  if (due !== null && due < frame.issued && sent.has('DueDate')) refuse('Due Date cannot be before the Invoice Date');
  const number = sent.text('InvoiceNumber') ?? before?.number;
  if (number !== undefined && number.length > 255) refuse('The field InvoiceNumber must be a string with a maximum length of 255.');
  if (sales && number && taken(books, 'invoice', number, row)) refuse('Invoice # must be unique.');
  if (before && isSettled(before) && movesMoney(before, frame)) refuse('This document cannot be edited as it has a payment or credit note allocated to it.');
  const url = sent.text('Url') ?? before?.url;
  return () => {
    const contact = party.settle();
    const made = row ?? addOnSide(books.invoices, books.now(), (candidate) => books.drawing.plan(candidate).sales === sales);
    const written: Draft = {
      ...frame, index: made, plan: before?.plan ?? books.drawing.plan(made), contact, due, url,
      number: number || (sales ? nextNumber(books, 'invoice', 'INV', made) : ''), expected: sent.on('ExpectedPaymentDate') ?? sent.on('PlannedPaymentDate') ?? before?.expected ?? null,
      sent: sales && (sent.flag('SentToContact') ?? before?.sent ?? false), theme: sales,
    };
    keep(books, made, written, state === 'DRAFT' || state === 'SUBMITTED' ? state : 'APPROVED');
    if (row !== null) books.invoices.stamp(row, books.now());
    nameParty(books, contact, sales);
    return { id: books.invoices.id(made), created: row === null };
  };
}

function keep(books: Books, row: number, written: Draft, approval: Approval): void {
  const { changes } = books;
  changes.written.invoices.set(row, written);
  changes.invoices.set(row, { approval });
  changes.touched.set(row, (changes.touched.get(row) ?? 0) + 1);
  if (written.plan.sales) changes.written.numbers.set(`invoice:${written.number.toLowerCase()}`, row);
}

/** Being named in a document makes a contact a customer or supplier, which does not count as a change. */
export function nameParty(books: Books, contact: number, sales: boolean): void {
  const known = books.contact(contact);
  if (sales ? known.isCustomer : known.isSupplier) return;
  books.changes.written.contacts.set(contact, { ...known, ...(sales ? { isCustomer: true } : { isSupplier: true }) });
}

/** Nothing but its state changes when a document ends. */
function ending({ books, refuse }: Order, row: number, before: Invoice, approval: 'VOIDED' | 'DELETED'): () => Effect {
  if (isSettled(before)) return refuse('This document cannot be edited as it has a payment or credit note allocated to it.'), nothing;
  return () => {
    books.changes.invoices.set(row, { ...books.changes.invoices.get(row), approval });
    books.changes.touched.set(row, (books.changes.touched.get(row) ?? 0) + 1);
    books.invoices.stamp(row, books.now());
    return { id: books.invoices.id(row), created: false };
  };
}

/** The invoice that is meant; null for a new one, undefined when there is none of that id. */
function rowOf({ books, method, id, sent, refuse }: Order): number | null | undefined {
  const wanted = id ?? sent.text('InvoiceID');
  const number = sent.text('InvoiceNumber');
  if (wanted) {
    const row = books.invoices.rowOf(wanted) ?? rowOfNumber(books, 'invoice', wanted);
    return row ?? (refuse('Invoice could not be found'), undefined);
  }
  // Numbers of bills are the suppliers', so two may be alike.
  return method === 'POST' && number && sent.text('Type')?.toUpperCase() !== 'ACCPAY' ? rowOfNumber(books, 'invoice', number) : null;
}

/** The state that a document is to be in; null when it cannot get there. */
export function readState({ sent, refuse }: Order, before: State | null, title: string): State | null {
  const wanted = sent.choice('Status', states) ?? before ?? 'DRAFT';
  if (before === null) {
    if (['DRAFT', 'SUBMITTED', 'AUTHORISED'].includes(wanted)) return wanted;
    return refuse(`${title} not of valid status for creation`), null;
  }
  if (moves[before].includes(wanted)) return wanted;
  return refuse(`${title} not of valid status for modification`), null;
}

function readSide({ sent, refuse }: Order, before: Invoice | null): boolean {
  const type = sent.choice('Type', ['ACCREC', 'ACCPAY'] as const);
  if (before === null) return type === undefined ? (refuse('Type must be specified'), true) : type === 'ACCREC';
  if (type !== undefined && (type === 'ACCREC') !== before.plan.sales) refuse('The type of an invoice cannot be changed.');
  return before.plan.sales;
}

function isSettled({ payments, allocations }: Invoice): boolean {
  return allocations.length > 0 || payments.some(({ deleted }) => !deleted);
}

/** Once something was paid only texts, accounts and days of payment may change. */
export function movesMoney(before: Frame, after: Frame): boolean {
  const amounts = ({ issued, currency, rate, types, lines }: Frame): string =>
    JSON.stringify([issued, currency, rate, types, lines.map(({ quantity, unitAmount, lineAmount, tax, taxRate, item }) => [quantity, unitAmount, lineAmount, tax, taxRate, item])]);
  return amounts(before) !== amounts(after);
}
