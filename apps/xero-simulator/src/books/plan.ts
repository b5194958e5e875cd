import { Dice } from './dice.js';
import { Kind } from './record-ids.js';

/** How an approved document gets settled. A twin is a deleted payment beside a live one of the same amount. */
export type Settlement =
  | 'open' | 'zeroTotal' | 'full' | 'halves' | 'thirds' | 'fullWithTwin' | 'part' | 'twoParts' | 'reopened'
  | 'clearedByNote' | 'noteAndPayment' | 'notePartUsed' | 'noteUnused' | 'noteRefunded' | 'noteDraft' | 'noteVoided' | 'noteDeleted';

export type Approval = 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'VOIDED' | 'DELETED';

export interface Plan {
  sales: boolean;
  approval: Approval;
  settlement: Settlement;
  /** How many payment records hang on the document, deleted ones and the refund of its credit note included. */
  payments: number;
}

const payments: Partial<Record<Settlement, number>> = {
  full: 1, halves: 2, thirds: 3, fullWithTwin: 2, part: 1, twoParts: 2, reopened: 1, noteAndPayment: 1, noteRefunded: 1,
};

const ordinary: readonly (readonly [number, Approval | Settlement])[] = [
  [60, 'DRAFT'], [25, 'SUBMITTED'], [15, 'DELETED'], [40, 'VOIDED'],
  [260, 'open'], [5, 'zeroTotal'], [370, 'full'], [70, 'halves'], [25, 'thirds'], [45, 'fullWithTwin'], [55, 'part'], [15, 'twoParts'], [15, 'reopened'],
];
const withNote: readonly (readonly [number, Settlement])[] = [
  [30, 'clearedByNote'], [30, 'noteAndPayment'], [12, 'notePartUsed'], [10, 'noteUnused'], [6, 'noteRefunded'], [5, 'noteDraft'], [5, 'noteVoided'], [2, 'noteDeleted'],
];
const approvals = new Set<string>(['DRAFT', 'SUBMITTED', 'DELETED', 'VOIDED']);

/** One document in 25 has a credit note of its own side, contact and currency. */
const every = 25;
const offset = 11;

export function noteOf(invoice: number): number | null {
  return invoice % every === offset ? (invoice - offset) / every : null;
}

export function hostOf(note: number): number {
  return note * every + offset;
}

export function noteCount(invoices: number): number {
  return invoices <= offset ? 0 : Math.floor((invoices - offset - 1) / every) + 1;
}

/**
 * Side, state and settlement of document `index`: all that counts of records depend on, drawn without its lines. The
 * first documents and the first notes go through all forms once, so that the smallest demo lacks none.
 */
export function drawPlan(seed: number, index: number): Plan {
  const dice = new Dice(seed, Kind.plan, index);
  const sales = dice.chance(600);
  if (noteOf(index) !== null) {
    const settlement = withNote[noteOf(index)!]?.[1] ?? dice.weighted(withNote);
    return { sales, approval: 'APPROVED', settlement, payments: payments[settlement] ?? 0 };
  }
  const drawn = ordinary[index - offset - 1]?.[1] ?? dice.weighted(ordinary);
  if (approvals.has(drawn)) return { sales, approval: drawn as Approval, settlement: 'open', payments: 0 };
  return { sales, approval: 'APPROVED', settlement: drawn as Settlement, payments: payments[drawn as Settlement] ?? 0 };
}
