import { takesPayments } from '../books/chart.js';
import type { Books } from '../books/books.js';
import { removePayment } from '../books/document-edits.js';
import { toBase, type Cents, type Millionths } from '../books/money.js';
import { lockedUntil } from './document.js';
import { accountIn } from './lookups.js';
import { nothing, stamps, today, type Effect, type Order } from './order.js';
import type { Sent } from './sent.js';
import { outstanding, readTarget, stampTarget, type Target } from './settled.js';

/** Pays a document or gives a credit back; a payment that is there can only be deleted. */
export function preparePayment(order: Order): () => Effect {
  const { books, sent, id, refuse } = order;
  const known = id ?? sent.text('PaymentID');
  if (known) return deletion(order, known);
  const target = readTarget(books, sent);
  if (!target) return refuse('A document to pay must be specified: an invoice, a credit note, a prepayment or an overpayment'), nothing;
  const account = readMoneyAccount(books, sent, refuse);
  const amount = readAmount(sent, target, outstanding(target), refuse);
  const paid = readDay(order);
  const money = account < 0 ? null : moneyOf(books, sent, { target, account, amount, paid }, refuse);
  return () => {
    const row = books.payments.add(books.now());
    const given = { account, ...money!, reference: sent.text('Reference') ?? '', reconciled: sent.flag('IsReconciled') ?? false };
    books.changes.addPayment(row, { target: target.kind, owner: target.row, amount, paid, given });
    stampTarget(books, target);
    return { id: books.payments.id(row), created: true };
  };
}

function deletion({ books, sent, refuse }: Order, id: string): () => Effect {
  const row = books.payments.rowOf(id);
  if (row === null) return refuse('Payment could not be found'), nothing;
  if (sent.choice('Status', ['AUTHORISED', 'DELETED'] as const) !== 'DELETED') return refuse('Only Status accepted for updates.'), nothing;
  const { deleted, batch } = books.payment(row);
  if (deleted) return refuse('Payment not of valid status for modification'), nothing;
  if (batch !== null) return refuse('This payment cannot be deleted as it is part of a batch payment'), nothing;
  return () => {
    removePayment(stamps(books), row);
    return { id, created: false };
  };
}

/** Money goes through bank accounts, and through others that are open to payments. */
export function readMoneyAccount(books: Books, sent: Sent, refuse: (message: string) => void): number {
  const row = accountIn(books, sent.child('Account'));
  if (row < 0) return refuse('Account could not be found'), -1;
  const account = books.drawing.chart[row];
  if (account.status !== 'ACTIVE' || (account.type !== 'BANK' && !takesPayments(account))) return refuse('Payments can only be made to a bank account or an account with payments enabled'), -1;
  return row;
}

/** The share of a document that is paid; `due` may be less than it owes when others are paid in the same call. */
export function readAmount(sent: Sent, { document }: Target, due: Cents, refuse: (message: string) => void): Cents {
  const amount = sent.cents('Amount') ?? 0;
  if (document.status !== 'AUTHORISED') refuse('Payments can only be made against Authorised documents');
  else if (amount <= 0) refuse('Payment amount must be greater than 0');
  else if (amount > due) refuse('Payment amount exceeds the amount outstanding on this document');
  return amount;
}

export function readDay({ books, sent, refuse }: Order): number {
  const on = sent.on('Date') ?? today(books);
  if (on <= lockedUntil) refuse('The document date cannot be before the period lock date.');
  return on;
}

/** The rate of a payment and what moves on the account, in that account's currency. */
export function moneyOf(
  books: Books, sent: Sent, { target: { document: { currency } }, account, amount, paid }: { target: Target; account: number; amount: Cents; paid: number }, refuse: (message: string) => void,
): { rate: Millionths; bankAmount: Cents } {
  const { baseCurrency } = books.drawing.options.edition;
  const rate = currency === baseCurrency ? 1_000_000 : Math.max(1, sent.scaled('CurrencyRate', 6) || books.drawing.rate(currency, paid));
  const own = books.drawing.chart[account].currency ?? baseCurrency;
  if (own !== currency && own !== baseCurrency) refuse(`A document in ${currency} cannot be paid through an account in ${own}`);
  return { rate, bankAmount: own === currency ? amount : toBase(amount, rate) };
}
