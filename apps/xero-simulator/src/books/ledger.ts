import type { Books, CreditNote, Invoice } from './books.js';
import { day } from './drawing.js';
import { netOf } from './lines.js';
import { toBase, type Cents } from './money.js';

/** One side of a journal in base currency: debit positive, credit negative. */
export interface Posting { account: number; amount: Cents; on: number }

/** A balanced set of postings: its amounts sum to zero. */
export type Journal = Posting[];

/** Every journal of the books: the opening, then what each document and each settlement posts. */
export function* journals(books: Books): Generator<Journal> {
  yield opening(books);
  for (let row = 0; row < books.invoices.size; row++) if (books.invoices.has(row)) yield* invoiceJournals(books, books.invoice(row));
  for (let row = 0; row < books.creditNotes.size; row++) if (books.creditNotes.has(row)) yield* noteJournals(books, books.creditNote(row));
}

/** Balances at the end of a day, per account of the chart: in all, in the financial year, and in the month. */
export interface Balances { total: Float64Array; year: Float64Array; month: Float64Array }

const computed = new WeakMap<Books, { key: string; balances: Balances }>();

export function balances(books: Books, until: number): Balances {
  const key = `${until}:${books.changes.version}`;
  const known = computed.get(books);
  if (known?.key === key) return known.balances;
  const { length } = books.drawing.chart;
  const result = { total: new Float64Array(length), year: new Float64Array(length), month: new Float64Array(length) };
  const yearStart = startOfYear(books, until);
  const monthStart = startOfMonth(until);
  for (const journal of journals(books)) {
    for (const { account, amount, on } of journal) {
      if (on > until) continue;
      result.total[account] += amount;
      if (on >= yearStart) result.year[account] += amount;
      if (on >= monthStart) result.month[account] += amount;
    }
  }
  computed.set(books, { key, balances: result });
  return result;
}

/** The first day of the financial year that a day lies in. */
export function startOfYear(books: Books, on: number): number {
  const { yearEnd } = books.drawing.options.edition;
  const year = new Date(on * day).getUTCFullYear();
  // The day after the year's last day; past it, this calendar year's, before it, the one before.
  const start = (candidate: number): number => Date.UTC(candidate, yearEnd.month - 1, yearEnd.day) / day + 1;
  return start(year) <= on ? start(year) : start(year - 1);
}

function startOfMonth(on: number): number {
  const date = new Date(on * day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / day;
}

function* invoiceJournals(books: Books, invoice: Invoice): Generator<Journal> {
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') return;
  const sign = invoice.plan.sales ? 1 : -1;
  yield documentJournal(books, invoice, sign);
  const control = controlOf(books, invoice);
  let settled = 0;
  const clear = (amount: Cents): Cents => {
    // The share cleared so far, less what was cleared before: so a document paid in full clears to the cent.
    const cleared = toBase(settled + amount, invoice.rate) - toBase(settled, invoice.rate);
    settled += amount;
    return cleared;
  };
  for (const payment of invoice.payments) {
    if (payment.deleted) continue;
    yield balanced(books.drawing.control.currencyGain, payment.paid, [[payment.account, sign * toBase(payment.amount, payment.rate)], [control, -sign * clear(payment.amount)]]);
  }
  if (invoice.allocation) {
    // Invoice and note stand on the same account at the same rate; only a cent of rounding can differ.
    const { amount, allocated } = invoice.allocation;
    yield balanced(books.drawing.control.rounding, allocated, [[control, -sign * clear(amount)], [control, sign * toBase(amount, invoice.rate)]]);
  }
}

function* noteJournals(books: Books, note: CreditNote): Generator<Journal> {
  if (note.status !== 'AUTHORISED' && note.status !== 'PAID') return;
  const sign = note.plan.sales ? 1 : -1;
  yield documentJournal(books, note, -sign);
  if (!note.refund || note.refund.deleted) return;
  const { account, amount, rate, paid } = note.refund;
  yield balanced(books.drawing.control.currencyGain, paid, [[account, -sign * toBase(amount, rate)], [controlOf(books, note), sign * toBase(amount, note.rate)]]);
}

/** The document itself: its total on the control account against lines and tax. */
function documentJournal(books: Books, document: Invoice | CreditNote, sign: number): Journal {
  const { rate, types, issued } = document;
  const sides: [number, Cents][] = [[controlOf(books, document), sign * toBase(document.total, rate)], [books.drawing.control.tax, -sign * toBase(document.totalTax, rate)]];
  for (const line of document.lines) if (line.account !== null) sides.push([line.account, -sign * toBase(netOf(line, types), rate)]);
  return balanced(books.drawing.control.rounding, issued, sides);
}

function controlOf(books: Books, document: Invoice | CreditNote): number {
  return document.plan.sales ? books.drawing.control.debtors : books.drawing.control.creditors;
}

/** Puts what is left of the sides on one account, so that the journal sums to zero. */
function balanced(remainder: number, on: number, sides: [number, Cents][]): Journal {
  const journal = sides.map(([account, amount]) => ({ account, amount, on }));
  const left = sides.reduce((sum, [, amount]) => sum + amount, 0);
  if (left !== 0) journal.push({ account: remainder, amount: -left, on });
  return journal;
}

/** What the company owned and owed before the first document. */
function opening(books: Books): Journal {
  const on = books.drawing.issuedOn(0) - 10;
  const scale = Math.max(1, Math.floor(books.drawing.options.invoices / 100));
  const at = (name: string): number => books.drawing.chart.findIndex((account) => account.name === name);
  return balanced(books.drawing.control.retained, on, [
    [0, 4_250_000_00 * scale / 100], [1, 1_200_000_00 * scale / 100], [at('Office Equipment'), 180_000_00 * scale / 100],
    [at('Less Accumulated Depreciation on Office Equipment'), -60_000_00 * scale / 100], [at('Stock on Hand'), 22_500_00 * scale / 100],
    [at('Loan'), -900_000_00 * scale / 100], [at('Capital – x,xxx Ordinary Shares'), -100_00],
  ]);
}
