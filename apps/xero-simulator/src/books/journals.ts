import type { BankTransaction } from './bank-transactions.js';
import type { Books, CreditNote, Invoice } from './books.js';
import type { Allocation } from './changes.js';
import type { Credit } from './credit-book.js';
import type { AccountKind } from './credits-on-account.js';
import { netOf } from './lines.js';
import { divide, toBase, type Cents, type Millionths } from './money.js';
import { paymentType } from './payment-types.js';
import type { CreditKind } from './plan.js';
import { Kind } from './record-ids.js';
import type { Payment } from './settlement.js';

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
  const clear = clearing(invoice.rate);
  for (const payment of invoice.payments) {
    const { account, amount, rate } = payment;
    if (!payment.deleted) yield balanced(books.drawing.control.currencyGain, paymentHead(payment), [[account, sign * toBase(amount, rate)], [control, -sign * clear(amount), own]]);
  }
  for (const allocation of invoice.allocations) {
    const { amount, on, source: kind, credit } = allocation;
    const head = { source: { type: creditType(kind, sales), kind: Kind[kind], row: credit }, on, reference: '' };
    const cleared: Side = [control, -sign * clear(amount), own];
    // Invoice and note stand on the same account at the same rate; only a cent of rounding can differ.
    if (kind === 'creditNote') yield balanced(books.drawing.control.rounding, head, [cleared, [control, sign * toBase(amount, invoice.rate), { kind: Kind.creditNote, row: credit }]]);
    else yield balanced(books.drawing.control.currencyGain, head, [cleared, ...usedSides(books, allocation, kind, sign)]);
  }
}

function* noteJournals(books: Books, row: number, note: CreditNote): Generator<Journal> {
  if (note.status !== 'AUTHORISED' && note.status !== 'PAID') return;
  const { sales } = note.plan;
  const sign = sales ? 1 : -1;
  yield documentJournal(books, note, -sign, { type: creditType('creditNote', sales), kind: Kind.creditNote, row });
  for (const refund of note.refunds) {
    const { account, amount, rate } = refund;
    if (!refund.deleted) yield balanced(books.drawing.control.currencyGain, paymentHead(refund), [[account, -sign * toBase(amount, rate)], [controlOf(books, sales), sign * toBase(amount, note.rate), { kind: Kind.creditNote, row }]]);
  }
}

/** Money on account: bank against the credit's line and tax, and refunds the other way round. */
function* creditJournals(books: Books, row: number, credit: Credit): Generator<Journal> {
  if (credit.status === 'VOIDED') return;
  const { kind, plan: { sales }, account, rate, total, issued, reference = '' } = credit;
  const sign = sales ? 1 : -1;
  const type = creditType(kind, sales);
  const share = shares(books, credit);
  const received = share(0, total).map(([to, amount]): Side => [to, -sign * amount]);
  yield balanced(books.drawing.control.rounding, { source: { type, kind: Kind[kind], row }, on: issued, reference }, [[account, sign * toBase(total, rate)], ...received]);
  let before = credit.allocations.reduce((sum, { amount }) => sum + amount, 0);
  for (const refund of credit.refunds) {
    if (refund.deleted) continue;
    const given = share(before, refund.amount).map(([to, amount]): Side => [to, sign * amount]);
    before += refund.amount;
    yield balanced(books.drawing.control.currencyGain, paymentHead(refund), [[refund.account, -sign * toBase(refund.amount, refund.rate)], ...given]);
  }
}

function paymentHead(payment: Payment): Omit<Journal, 'postings'> {
  const { index, paid, reference = '' } = payment;
  return { source: { type: paymentType(payment), kind: Kind.payment, row: index }, on: paid, reference };
}

function creditType(kind: CreditKind, sales: boolean): string {
  if (kind === 'creditNote') return sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT';
  return `${sales ? 'AR' : 'AP'}${kind.toUpperCase()}`;
}

/** What using money on account takes back of what it posted, after its earlier uses. */
function usedSides(books: Books, allocation: Allocation, kind: AccountKind, sign: number): Side[] {
  const credit = books.credits.credit(kind, allocation.credit);
  let before = 0;
  for (const { place, amount } of credit.allocations) {
    if (place === allocation.place) break;
    before += amount;
  }
  return shares(books, credit)(before, allocation.amount).map(([account, amount]) => [account, sign * amount]);
}

/** Splits a part of a credit over its line and its tax, so that all parts together are exactly the whole. */
function shares(books: Books, credit: Credit): (before: Cents, amount: Cents) => Side[] {
  const { total, totalTax, rate } = credit;
  const account = credit.lines[0].account!;
  const taxUpTo = (used: Cents): Cents => toBase(total === 0 ? 0 : divide(totalTax * used, total), rate);
  return (before, amount) => {
    const gross = toBase(before + amount, rate) - toBase(before, rate);
    const tax = taxUpTo(before + amount) - taxUpTo(before);
    return tax === 0 ? [[account, gross]] : [[account, gross - tax], [books.drawing.control.tax, tax]];
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
  const { deleted, from, to, amount, received, rate, issued, reference = '' } = books.bank.transfer(row);
  if (deleted) return;
  const inBase = (account: number, money: Cents): Cents => (books.drawing.chart[account].currency === books.drawing.options.edition.baseCurrency ? money : toBase(money, rate));
  yield balanced(books.drawing.control.currencyGain, { source: { type: 'TRANSFER', kind: Kind.bankTransfer, row }, on: issued, reference }, [[from, -inBase(from, amount)], [to, inBase(to, received)]]);
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

/** The share cleared so far, less what was cleared before: so a document paid in full clears to the cent. */
function clearing(rate: Millionths): (amount: Cents) => Cents {
  let settled = 0;
  return (amount) => {
    const cleared = toBase(settled + amount, rate) - toBase(settled, rate);
    settled += amount;
    return cleared;
  };
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

/** What the company owned and owed before the first document. */
function opening(books: Books): Journal {
  const on = books.drawing.issuedOn(0) - 10;
  const scale = Math.max(1, Math.floor(books.drawing.options.invoices / 100));
  const at = (name: string): number => books.drawing.chart.findIndex((account) => account.name === name);
  return balanced(books.drawing.control.retained, { source: null, on, reference: '' }, [
    [0, 4_250_000_00 * scale / 100], [1, 1_200_000_00 * scale / 100], [at('Office Equipment'), 180_000_00 * scale / 100],
    [at('Less Accumulated Depreciation on Office Equipment'), -60_000_00 * scale / 100], [at('Stock on Hand'), 22_500_00 * scale / 100],
    [at('Loan'), -900_000_00 * scale / 100], [at('Capital – x,xxx Ordinary Shares'), -100_00],
  ]);
}
