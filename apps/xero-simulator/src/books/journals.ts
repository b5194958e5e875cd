import type { BankTransaction } from './bank-transactions.js';
import type { Books, CreditNote, Invoice } from './books.js';
import type { Allocation } from './changes.js';
import type { Credit } from './credit-book.js';
import { startOfYear } from './financial-year.js';
import { netOf } from './lines.js';
import { divide, toBase, type Cents, type Millionths } from './money.js';
import { paymentType } from './payment-types.js';
import type { CreditKind } from './plan.js';
import { Kind } from './record-ids.js';
import type { Payment } from './settlement.js';
import { amountOf, type NamedUse, usedBefore, usesInOrder } from './uses.js';

/** One side of a journal in base currency: debit positive, credit negative. */
export interface Posting {
  account: number;
  amount: Cents;
  /** The invoice or credit note whose balance it moves, where it stands on debtors or creditors. */
  document?: { kind: Kind; row: number };
}

/** The record behind a journal, by Xero's names of sources; the opening has none. */
export interface JournalSource { type: string; kind: Kind; row: number }

/** A balanced set of postings: its amounts sum to zero. */
export interface Journal {
  source: JournalSource | null;
  /** The day it counts for. */
  on: number;
  reference: string;
  postings: Posting[];
}

type Side = readonly [account: number, amount: Cents, document?: Posting['document']];

/** Every journal of the books: the opening, then what each document, each settlement and each movement posts. */
export function* journals(books: Books): Generator<Journal> {
  yield opening(books);
  const { invoices, creditNotes, credits, bank, paper } = books;
  for (let row = 0; row < invoices.size; row++) if (invoices.has(row)) yield* invoiceJournals(books, row, books.invoice(row));
  for (let row = 0; row < creditNotes.size; row++) if (creditNotes.has(row)) yield* noteJournals(books, row, books.creditNote(row));
  for (const kind of ['prepayment', 'overpayment'] as const) {
    const table = credits.table(kind);
    for (let row = 0; row < table.size; row++) if (table.has(row)) yield* creditJournals(books, row, credits.credit(kind, row));
  }
  for (let row = 0; row < bank.transactions.size; row++) if (bank.transactions.has(row)) yield* bankJournals(books, row);
  for (let row = 0; row < bank.transfers.size; row++) if (bank.transfers.has(row)) yield* transferJournals(books, row);
  for (let row = 0; row < paper.journals.size; row++) if (paper.journals.has(row)) yield* manualJournals(books, row);
}

function* invoiceJournals(books: Books, row: number, invoice: Invoice): Generator<Journal> {
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') return;
  const { sales } = invoice.plan;
  const sign = sales ? 1 : -1;
  const source = { type: sales ? 'ACCREC' : 'ACCPAY', kind: Kind.invoice, row };
  yield documentJournal(books, invoice, sign, source);
  const own = { kind: Kind.invoice, row };
  const control = controlOf(books, sales);
  let settled = 0;
  for (const use of usesInOrder(invoice.payments, invoice.allocations)) {
    const cleared: Side = [control, -sign * partOf(use.amount, settled, invoice.rate), own];
    settled += use.amount;
    yield use.payment ? paymentJournal(books, use.payment, sign, [cleared]) : allocationJournal(books, use.allocation, sign, cleared);
  }
}

function* noteJournals(books: Books, row: number, note: CreditNote): Generator<Journal> {
  if (note.status !== 'AUTHORISED' && note.status !== 'PAID') return;
  const { sales } = note.plan;
  const sign = sales ? 1 : -1;
  yield documentJournal(books, note, -sign, { type: creditType('creditNote', sales), kind: Kind.creditNote, row });
  const sidesOf = noteSides(books, note, row);
  for (const refund of note.refunds) if (!refund.deleted) yield paymentJournal(books, refund, -sign, sidesOf({ payment: refund }));
}

/** Money on account: bank against the credit's line and tax, and refunds the other way round. */
function* creditJournals(books: Books, row: number, credit: Credit): Generator<Journal> {
  if (credit.status === 'VOIDED') return;
  const { kind, plan: { sales }, account, rate, total, issued, reference = '' } = credit;
  const sign = sales ? 1 : -1;
  const head = { source: { type: creditType(kind, sales), kind: Kind[kind], row }, on: issued, reference };
  yield balanced(books.drawing.control.rounding, head, [[account, sign * toBase(total, rate)], ...lineSides(books, credit, sign)]);
  const sidesOf = creditSides(books, credit);
  for (const refund of credit.refunds) if (!refund.deleted) yield paymentJournal(books, refund, -sign, sidesOf({ payment: refund }));
}

/** Money in or out (`sign`) against what it settles; the rates of the two days may differ. */
function paymentJournal(books: Books, payment: Payment, sign: number, settled: readonly Side[]): Journal {
  const { account, amount, rate } = payment;
  return balanced(leftTo(books, rate), paymentHead(payment), [[account, sign * toBase(amount, rate)], ...settled]);
}

/** A credit used on a document: what each of them posted is taken back, by its own rate. */
function allocationJournal(books: Books, allocation: Allocation, sign: number, cleared: Side): Journal {
  const { source: kind, credit: row, on } = allocation;
  const credit = kind === 'creditNote' ? books.creditNote(row) : books.credits.credit(kind, row);
  const sidesOf = 'kind' in credit ? creditSides(books, credit) : noteSides(books, credit, row);
  const head = { source: { type: creditType(kind, sign > 0), kind: Kind[kind], row }, on, reference: '' };
  return balanced(leftTo(books, credit.rate), head, [cleared, ...sidesOf({ allocation })]);
}

/** What is left where rates meet is a gain, in base currency it is a cent of rounding. */
function leftTo(books: Books, rate: Millionths): number {
  return rate === 1_000_000 ? books.drawing.control.rounding : books.drawing.control.currencyGain;
}

function paymentHead(payment: Payment): Omit<Journal, 'postings'> {
  const { index, paid, reference = '' } = payment;
  return { source: { type: paymentType(payment), kind: Kind.payment, row: index }, on: paid, reference };
}

function creditType(kind: CreditKind, sales: boolean): string {
  if (kind === 'creditNote') return sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT';
  return `${sales ? 'AR' : 'AP'}${kind.toUpperCase()}`;
}

/** What a use of a credit note takes off the control account again. */
function noteSides(books: Books, note: CreditNote, row: number): (use: NamedUse) => Side[] {
  const { plan: { sales }, rate } = note;
  const sign = sales ? 1 : -1;
  return (use) => [[controlOf(books, sales), sign * partOf(amountOf(use), usedBefore(note, use), rate), { kind: Kind.creditNote, row }]];
}

/** What a use of money on account takes back: the same share of its lines and of its tax, to the cent. */
function creditSides(books: Books, credit: Credit): (use: NamedUse) => Side[] {
  const { total, totalTax, types, rate, plan: { sales } } = credit;
  const sign = sales ? 1 : -1;
  return (use) => {
    const before = usedBefore(credit, use);
    const shareOf = (part: Cents, used: Cents): Cents => toBase(total === 0 ? 0 : divide(part * used, total), rate);
    const side = (account: number, part: Cents): Side => [account, sign * (shareOf(part, before + amountOf(use)) - shareOf(part, before))];
    const sides = credit.lines.map((line) => side(line.account!, netOf(line, types)));
    return totalTax === 0 ? sides : [...sides, side(books.drawing.control.tax, totalTax)];
  };
}

function* bankJournals(books: Books, row: number): Generator<Journal> {
  if (books.bank.source(row).kind !== 'direct') return;
  const transaction = books.bank.transaction(row);
  if (transaction.deleted) return;
  const sign = transaction.type === 'RECEIVE' ? 1 : -1;
  const source = { type: sign > 0 ? 'CASHREC' : 'CASHPAID', kind: Kind.bankTransaction, row };
  yield balanced(books.drawing.control.rounding, { source, on: transaction.issued, reference: transaction.reference ?? '' },
    [[transaction.account, sign * toBase(transaction.total, transaction.rate)], ...lineSides(books, transaction, sign)]);
}

function* transferJournals(books: Books, row: number): Generator<Journal> {
  const { deleted, from, to, amount, rate, issued, reference = '' } = books.bank.transfer(row);
  if (deleted) return;
  // Money that is only moved neither gains nor loses.
  const moved = books.drawing.chart[from].currency === books.drawing.options.edition.baseCurrency ? amount : toBase(amount, rate);
  yield { source: { type: 'TRANSFER', kind: Kind.bankTransfer, row }, on: issued, reference, postings: [{ account: from, amount: -moved }, { account: to, amount: moved }] };
}

function* manualJournals(books: Books, row: number): Generator<Journal> {
  const { status, types, lines, issued, narration } = books.paper.journal(row);
  if (status !== 'POSTED') return;
  const sides = lines.flatMap(({ account, amount, tax }): Side[] => [[account, types === 'Inclusive' ? amount - tax : amount], [books.drawing.control.tax, tax]]);
  yield balanced(books.drawing.control.rounding, { source: { type: 'MANJOURNAL', kind: Kind.manualJournal, row }, on: issued, reference: narration }, sides.filter(([, amount]) => amount !== 0));
}

/** The document itself: its total on the control account against lines and tax. */
function documentJournal(books: Books, document: Invoice | CreditNote, sign: number, source: JournalSource): Journal {
  const { kind, row } = source;
  const control: Side = [controlOf(books, document.plan.sales), sign * toBase(document.total, document.rate), { kind, row }];
  return balanced(books.drawing.control.rounding, { source, on: document.issued, reference: document.reference ?? '' }, [control, ...lineSides(books, document, sign)]);
}

function lineSides(books: Books, { lines, types, rate, totalTax }: Pick<BankTransaction, 'lines' | 'types' | 'rate' | 'totalTax'>, sign: number): Side[] {
  const sides: Side[] = [[books.drawing.control.tax, -sign * toBase(totalTax, rate)]];
  for (const line of lines) if (line.account !== null) sides.push([line.account, -sign * toBase(netOf(line, types), rate)]);
  return sides;
}

/** What a part is worth after what came before it: so all parts together are worth what the whole is, to the cent. */
function partOf(amount: Cents, before: Cents, rate: Millionths): Cents {
  return toBase(before + amount, rate) - toBase(before, rate);
}

function controlOf(books: Books, sales: boolean): number {
  return sales ? books.drawing.control.debtors : books.drawing.control.creditors;
}

/** Puts what is left of the sides on one account, so that the journal sums to zero. */
function balanced(remainder: number, head: Omit<Journal, 'postings'>, sides: readonly Side[]): Journal {
  const postings: Posting[] = [];
  let left = 0;
  for (const [account, amount, document] of sides) {
    postings.push(document ? { account, amount, document } : { account, amount });
    left += amount;
  }
  if (left !== 0) postings.push({ account: remainder, amount: -left });
  return { ...head, postings };
}

/** What the company owned and owed before the first document, on the last day of a financial year, as people enter it. */
function opening(books: Books): Journal {
  const on = startOfYear(books.drawing, books.drawing.issuedOn(0) - 365) - 1;
  const scale = Math.max(1, Math.floor(books.drawing.options.invoices / 100));
  const at = (name: string): number => books.drawing.chart.findIndex((account) => account.name === name);
  return balanced(books.drawing.control.retained, { source: null, on, reference: '' }, [
    [0, 4_250_000_00 * scale / 100], [1, 1_200_000_00 * scale / 100], [at('Office Equipment'), 180_000_00 * scale / 100],
    [at('Less Accumulated Depreciation on Office Equipment'), -60_000_00 * scale / 100], [at('Stock on Hand'), 22_500_00 * scale / 100],
    [at('Loan'), -900_000_00 * scale / 100], [at('Capital – x,xxx Ordinary Shares'), -100_00],
  ]);
}
