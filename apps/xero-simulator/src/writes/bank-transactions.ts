import { bankTransactionType } from './kinds.js';
import type { Books } from '../books/books.js';
import { addMovement } from '../books/bank-edits.js';
import type { BankTransaction } from '../books/bank-transactions.js';
import type { AccountKind, CreditDraft } from '../books/credits-on-account.js';
import { Kind } from '../books/record-ids.js';
import { nowhere } from '../books/written.js';
import { writtenPlan } from './credit-notes.js';
import { readFrame, readParty, type Frame } from './document.js';
import { nameParty } from './invoices.js';
import { accountIn } from './lookups.js';
import { nothing, type Effect, type Order } from './order.js';

/** Makes or changes money spent or received; prepayments and overpayments come about here too. */
export function prepareBankTransaction(order: Order): () => Effect {
  const { books, sent, refuse } = order;
  const known = order.id ?? sent.text('BankTransactionID');
  const row = known ? books.bank.transactions.rowOf(known) : null;
  if (known && row === null) return refuse('Bank transaction could not be found'), nothing;
  const before = row === null ? null : books.bank.transaction(row);
  if (before && row !== null) {
    if (before.deleted) return refuse('Bank transaction not of valid status for modification'), nothing;
    if (before.reconciled) return refuse('This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement.'), nothing;
    if (sent.choice('Status', ['AUTHORISED', 'DELETED', 'VOIDED'] as const) === 'DELETED') return deletion(order, row, before);
    if (before.source.kind !== 'direct') return refuse('Bank transaction not of valid status for modification'), nothing;
  }
  const type = bankTransactionType(order, before?.type ?? null);
  const receive = type.startsWith('RECEIVE');
  const account = sent.has('BankAccount') || !before ? accountIn(books, sent.child('BankAccount')) : before.account;
  const bank = account < 0 ? undefined : books.drawing.chart[account];
  if (bank?.type !== 'BANK' || bank.status !== 'ACTIVE') return refuse('A valid bank account must be specified'), nothing;
  const party = readParty(order, before?.contact ?? null);
  const frame = readFrame(order, {
    sales: receive, complete: !type.endsWith('OVERPAYMENT'), discounts: false, before: before && { ...before, discount: 0, kind: Kind.bankTransaction, row: row! }, currency: bank.currency!, contact: null,
  });
  const reconciled = sent.flag('IsReconciled') ?? false;
  if (type !== 'SPEND' && type !== 'RECEIVE') return () => makeCredit(books, { type, account, frame, contact: party.settle(), reconciled });
  return () => {
    const contact = party.settle();
    const made = row ?? addMovement(books, (added) => ({ kind: 'direct', index: added * 16 }));
    const written: BankTransaction = { ...frame, source: books.bank.source(made), type, deleted: false, contact, account, reconciled };
    books.changes.written.bankTransactions.set(made, written);
    books.changes.records.bankTransaction.delete(made);
    if (row !== null) books.bank.transactions.stamp(row, books.now());
    nameParty(books, contact, receive);
    return { id: books.bank.transactions.id(made), created: row === null };
  };
}

function deletion({ books, refuse }: Order, row: number, { source }: BankTransaction): () => Effect {
  if (source.kind === 'from' || source.kind === 'to') return refuse('Bank transaction not of valid status for modification'), nothing;
  const { kind, index } = source;
  if (kind !== 'direct') {
    const { allocations, refunds } = books.credits.credit(kind, index);
    if (allocations.length > 0 || refunds.some(({ deleted }) => !deleted)) return refuse('This document cannot be edited as it has a payment or credit note allocated to it.'), nothing;
  }
  return () => {
    if (kind === 'direct') books.changes.change('bankTransaction', row, { status: 'DELETED' });
    else {
      books.changes.change(kind, index, { status: 'VOIDED' });
      books.credits.table(kind).stamp(index, books.now());
    }
    books.bank.transactions.stamp(row, books.now());
    return { id: books.bank.transactions.id(row), created: false };
  };
}

interface OnAccount { type: BankTransaction['type']; account: number; frame: Frame; contact: number; reconciled: boolean }

/** Money on account: the credit, and its movement on the bank account. What is paid too much stands on receivables or payables, without tax. */
function makeCredit(books: Books, { type, account, frame, contact, reconciled }: OnAccount): Effect {
  const kind: AccountKind = type.endsWith('PREPAYMENT') ? 'prepayment' : 'overpayment';
  const sales = type.startsWith('RECEIVE');
  const { debtors, creditors } = books.drawing.control;
  const row = books.credits.table(kind).add(books.now());
  const over = kind === 'overpayment' ? { types: 'NoTax' as const, totalTax: 0, subTotal: frame.total, lines: frame.lines.map((line) => ({
    ...line, remark: false, lineAmount: frame.types === 'Exclusive' ? line.lineAmount + line.tax : line.lineAmount, tax: 0, taxRate: books.drawing.untaxed, account: sales ? debtors : creditors,
  })) } : {};
  const credit: CreditDraft = {
    ...frame, ...over, kind, index: row, host: nowhere, plan: writtenPlan(sales), contact, number: '', due: null, expected: null, sent: false, theme: false, account, voided: false, applied: [],
    refunded: 0, reconciled,
  };
  books.changes.written[kind].set(row, credit);
  const movement = addMovement(books, () => ({ kind, index: row }));
  nameParty(books, contact, sales);
  return { id: books.bank.transactions.id(movement), created: true };
}
