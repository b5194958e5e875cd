import type { PaymentTarget } from './changes.js';
import { Dice, mix } from './dice.js';
import type { Draft, Drawing } from './drawing.js';
import { toBase, type Cents, type Millionths } from './money.js';
import { batchMembers, creditOf } from './plan.js';
import { Kind } from './record-ids.js';

/** A payment of a document, or the refund of a credit. */
export interface Payment {
  index: number;
  target: PaymentTarget;
  /** The row of the target. */
  owner: number;
  sales: boolean;
  deleted: boolean;
  paid: number;
  amount: Cents;
  rate: Millionths;
  /** Xero sends 0, 1 or nothing for payments in base currency, and the rate for others. */
  rateShown: 'zero' | 'one' | 'absent' | 'rate';
  account: number;
  /** In the currency of the bank account. */
  bankAmount: Cents;
  reference?: string;
  reconciled: boolean;
  /** The batch it is a member of. */
  batch: number | null;
}

/** The share of a credit note that a settlement uses, and the note's own size, both from the document's total. */
export function noteAmounts(draft: Draft): { total: Cents; applied: Cents } {
  const { total } = draft;
  switch (draft.plan.settlement) {
    case 'clearedByNote': return { total, applied: total };
    case 'noteAndPayment': return { total: Math.floor(total / 4), applied: Math.floor(total / 4) };
    case 'notePartUsed': return { total: Math.floor((total * 3) / 5), applied: Math.floor(total / 5) };
    default: return { total: Math.floor((total * 3) / 10), applied: 0 };
  }
}

/** The generated payments of a document, numbered from `first`. The refund of its credit note is one of them. */
export function drawPayments(drawing: Drawing, draft: Draft, first: number): Payment[] {
  const refund = draft.plan.settlement === 'noteRefunded';
  const target = refund ? 'creditNote' : 'invoice';
  const owner = refund ? creditOf('creditNote', draft.index)! : draft.index;
  return amounts(draft).map(({ amount, deleted }, place) => drawPayment(drawing, draft, { index: first + place, target, owner, place, amount, deleted }));
}

function amounts(draft: Draft): { amount: Cents; deleted: boolean }[] {
  const { total } = draft;
  const live = (amount: Cents): { amount: Cents; deleted: boolean } => ({ amount, deleted: false });
  const third = Math.floor(total / 3);
  const half = Math.floor(total / 2);
  switch (draft.plan.settlement) {
    case 'full': return [live(total)];
    case 'halves': return [live(half), live(total - half)];
    case 'thirds': return [live(third), live(third), live(total - 2 * third)];
    case 'fullWithTwin': return [{ amount: total, deleted: true }, live(total)];
    case 'part': return [live(third)];
    case 'twoParts': return [live(third), live(Math.floor(total / 5))];
    case 'reopened': return [{ amount: total, deleted: true }];
    case 'noteAndPayment': return [live(total - noteAmounts(draft).applied)];
    case 'noteRefunded': return [live(noteAmounts(draft).total)];
    case 'creditAndPayment': return [live(total - Math.floor(total / 4))];
    default: return [];
  }
}

export interface PaymentOrder {
  index: number;
  target: PaymentTarget;
  owner: number;
  place: number;
  amount: Cents;
  deleted: boolean;
  paid?: number;
  batch?: number;
}

/** A payment on a document or credit; members of a batch share its day and account. */
export function drawPayment(drawing: Drawing, draft: Draft, order: PaymentOrder): Payment {
  const { seed, edition } = drawing.options;
  // A twin repeats the draws of its partner, so that both carry the same date as in real books.
  const place = draft.plan.settlement === 'fullWithTwin' ? 0 : order.place;
  const dice = new Dice(seed, Kind.payment, draft.index * 8 + place);
  const batch = order.batch ?? (order.paid === undefined ? draft.plan.batch : null);
  const usual = Math.min(draft.issued + dice.between(1, 45) + place, drawing.lastDay);
  const paid = order.paid ?? (batch === null ? usual : batchDay(drawing, batch));
  const foreign = draft.currency !== edition.baseCurrency;
  const drawn = pickAccount(drawing, dice, draft);
  const account = batch === null ? drawn : 0;
  const rate = drawing.rate(draft.currency, paid);
  const payment: Payment = {
    index: order.index, target: order.target, owner: order.owner, sales: draft.plan.sales, deleted: order.deleted, paid,
    amount: order.amount, rate, rateShown: foreign ? 'rate' : dice.pick(['zero', 'zero', 'zero', 'one', 'absent'] as const), account,
    bankAmount: foreign && drawing.chart[account].currency !== draft.currency ? toBase(order.amount, rate) : order.amount,
    reconciled: batch === null ? dice.chance(600) : mix(seed, Kind.batch, batch) % 5 < 3, batch,
  };
  const reference = dice.below(10);
  if (reference < 4) payment.reference = reference < 2 ? '' : draft.number || `DD # ${dice.between(10_000, 99_999)}`;
  return payment;
}

/** A generated batch is paid some days after its last member was written. */
function batchDay(drawing: Drawing, batch: number): number {
  const { first, size } = batchMembers(drawing.options.seed, batch);
  return Math.min(drawing.issuedOn(first + size) + 7, drawing.lastDay);
}

function pickAccount(drawing: Drawing, dice: Dice, draft: Draft): number {
  const own = drawing.bankOf(draft.currency);
  if (draft.currency !== drawing.options.edition.baseCurrency) return own < 0 ? 0 : own;
  const other = dice.below(100);
  if (other < 4) return drawing.chart.findIndex((account) => account.use === 'payments');
  if (other < 14 && !draft.plan.sales) return drawing.chart.findIndex((account) => account.bankAccountType === 'CREDITCARD');
  return other < 20 ? 1 : 0;
}
