import type { Books } from '../books/books.js';
import type { Cents } from '../books/money.js';
import { removePayment } from '../books/document-edits.js';
import { nothing, stamps, type Effect, type Order } from './order.js';
import { moneyOf, readAmount, readDay, readMoneyAccount } from './payments.js';
import type { Sent } from './sent.js';
import { outstanding, readTarget, stampTarget, type Target } from './settled.js';

const texts = ['Reference', 'Narrative', 'Details', 'Particulars', 'Code'];

/** Pays several documents of one side in one movement; a batch that is there can only be deleted, and its payments with it. */
export function prepareBatchPayment(order: Order): () => Effect {
  const { books, sent, id, refuse } = order;
  const known = id ?? sent.text('BatchPaymentID');
  if (known) return deletion(order, known);
  const account = readMoneyAccount(books, sent, refuse);
  const paid = readDay(order);
  const members = readMembers(books, sent, refuse);
  if (new Set(members.map(({ target }) => target.document.plan.sales)).size > 1) refuse('All payments of a batch must be of the same type');
  const { baseCurrency } = books.drawing.options.edition;
  if (members.some(({ target }) => target.document.currency !== baseCurrency)) refuse('Batch payments can only be made in the base currency');
  const moneys = account < 0 ? [] : members.map(({ sent: member, target, amount }) => moneyOf(books, member, { target, account, amount, paid }, refuse));
  return () => {
    const batch = books.batches.table.add(books.now());
    const rows = members.map(({ sent: member, target, amount }, place) => {
      const row = books.payments.add(books.now());
      const given = { account, ...moneys[place], reference: member.text('Reference') ?? sent.text('Reference') ?? '', reconciled: sent.flag('IsReconciled') ?? false };
      books.changes.addPayment(row, { target: target.kind, owner: target.row, amount, paid, batch, given });
      stampTarget(books, target);
      return row;
    });
    books.changes.batches.set(batch, rows);
    books.changes.written.batches.set(batch, Object.fromEntries(texts.filter((field) => sent.has(field)).map((field) => [field, sent.text(field)])));
    return { id: books.batches.table.id(batch), created: true };
  };
}

interface Member { sent: Sent; target: Target; amount: Cents }

function readMembers(books: Books, sent: Sent, refuse: (message: string) => void): Member[] {
  const due = new Map<number, Cents>();
  const members: Member[] = [];
  for (const member of sent.list('Payments') ?? []) {
    const target = readTarget(books, member);
    if (target?.kind !== 'invoice') {
      refuse('Invoice could not be found');
      continue;
    }
    const left = due.get(target.row) ?? outstanding(target);
    const amount = readAmount(member, target, left, refuse);
    due.set(target.row, left - amount);
    members.push({ sent: member, target, amount });
  }
  if (members.length === 0) refuse('At least one payment must be specified');
  return members;
}

function deletion({ books, sent, refuse }: Order, id: string): () => Effect {
  const row = books.batches.table.rowOf(id);
  if (row === null) return refuse('Batch payment could not be found'), nothing;
  if (sent.choice('Status', ['AUTHORISED', 'DELETED'] as const) !== 'DELETED') return refuse('Only Status accepted for updates.'), nothing;
  if (books.batches.batch(row).deleted) return refuse('Batch payment not of valid status for modification'), nothing;
  return () => {
    removePayment(stamps(books), books.batches.memberRows(row)[0]);
    return { id, created: false };
  };
}
