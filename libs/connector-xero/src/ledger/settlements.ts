import type Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { each, flag } from '../native.js';
import { moneyIn, nothing } from './base-money.js';
import { dayOf } from './day.js';

/** What was taken off a document or credit on one day, in its own currency. */
export interface Settlement {
  readonly on: string;
  readonly amount: Big;
}

/** What an invoice or bill was settled with. Xero lists only what holds: deleted payments are not embedded. */
export function settlementsOfInvoice(native: NativeRecord): Settlement[] {
  const credited = (credit: NativeRecord): Settlement => ({ on: dayOf(credit), amount: moneyIn(credit, 'AppliedAmount') });
  return [
    ...each(native, 'Payments', paid),
    ...each(native, 'CreditNotes', credited),
    ...each(native, 'Prepayments', credited),
    ...each(native, 'Overpayments', credited),
  ];
}

/** What a credit note, prepayment or overpayment was used for: documents and refunds. */
export function usesOfCredit(native: NativeRecord): Settlement[] {
  const uses = each(native, 'Allocations', (allocation): Settlement | undefined =>
    flag(allocation, 'IsDeleted') === true ? undefined : { on: dayOf(allocation), amount: moneyIn(allocation, 'Amount') },
  );
  return [...uses.filter((use) => use !== undefined), ...each(native, 'Payments', paid)];
}

function paid(payment: NativeRecord): Settlement {
  return { on: dayOf(payment), amount: moneyIn(payment, 'Amount') };
}

export function inOrder(settlements: readonly Settlement[]): Settlement[] {
  return [...settlements].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/**
 * The value of each settlement as a share of what the document posted: the value of all that was settled so far, less
 * that of what was settled before. So what stands open is at the end of each day the value of what is due, and a document
 * that is settled in full leaves nothing, in however many parts.
 */
export function inParts(settlements: readonly Settlement[], valueOf: (settled: Big) => Big): Settlement[] {
  let settled = nothing;
  let value = nothing;
  return inOrder(settlements).map(({ on, amount }) => {
    settled = settled.plus(amount);
    const reached = valueOf(settled);
    const part = reached.minus(value);
    value = reached;
    return { on, amount: part };
  });
}
