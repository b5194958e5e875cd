import { Dice, mix } from './dice.js';
import { Kind } from './record-ids.js';

/** How an approved document gets settled. A twin is a deleted payment beside a live one of the same amount. */
export type Settlement =
  | 'open' | 'zeroTotal' | 'full' | 'halves' | 'thirds' | 'fullWithTwin' | 'part' | 'twoParts' | 'reopened'
  | 'clearedByNote' | 'noteAndPayment' | 'notePartUsed' | 'noteUnused' | 'noteRefunded' | 'noteDraft' | 'noteVoided' | 'noteDeleted'
  | 'creditPartUsed' | 'creditCleared' | 'creditShared' | 'creditRefunded' | 'creditUnused' | 'creditAndPayment' | 'creditPartRefunded' | 'creditVoided'
  | 'sharesCredit';

export type Approval = 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'VOIDED' | 'DELETED';

/** What can be set off against documents. */
export type CreditKind = 'creditNote' | 'prepayment' | 'overpayment';

export interface Plan {
  sales: boolean;
  approval: Approval;
  settlement: Settlement;
  /** How many payment records hang on the document, deleted ones and the refund of its credit note included. */
  payments: number;
  /** The batch through which the document is paid. */
  batch: number | null;
}

const payments: Partial<Record<Settlement, number>> = {
  full: 1, halves: 2, thirds: 3, fullWithTwin: 2, part: 1, twoParts: 2, reopened: 1, noteAndPayment: 1, noteRefunded: 1, creditAndPayment: 1,
};

const ordinary: readonly (readonly [number, Approval | Settlement])[] = [
  [60, 'DRAFT'], [25, 'SUBMITTED'], [15, 'DELETED'], [40, 'VOIDED'],
  [260, 'open'], [5, 'zeroTotal'], [370, 'full'], [70, 'halves'], [25, 'thirds'], [45, 'fullWithTwin'], [55, 'part'], [15, 'twoParts'], [15, 'reopened'],
];
const withNote: readonly (readonly [number, Settlement])[] = [
  [30, 'clearedByNote'], [30, 'noteAndPayment'], [12, 'notePartUsed'], [10, 'noteUnused'], [6, 'noteRefunded'], [5, 'noteDraft'], [5, 'noteVoided'], [2, 'noteDeleted'],
];
const withCredit: readonly (readonly [number, Settlement])[] = [
  [20, 'creditPartUsed'], [25, 'creditCleared'], [10, 'creditShared'], [8, 'creditRefunded'], [12, 'creditUnused'], [15, 'creditAndPayment'],
  [5, 'creditPartRefunded'], [5, 'creditVoided'],
];
const approvals = new Set<string>(['DRAFT', 'SUBMITTED', 'DELETED', 'VOIDED']);

/** One document in 25 has a credit note, another a prepayment, a third an overpayment, each of its own side, contact and currency. */
const every = 25;
const places: Record<CreditKind, number> = { prepayment: 3, overpayment: 7, creditNote: 11 };
const kindAt: readonly (CreditKind | null)[] = Array.from({ length: every }, (_, place) => (Object.keys(places) as CreditKind[]).find((kind) => places[kind] === place) ?? null);
/** The documents after this one go through all ordinary forms once. */
const formsFrom = places.creditNote + 1;

/** One batch in 50 documents; 40 to 43 are its members, as many as it has. */
const batchEvery = 50;
const batchPlace = 40;

/** The kind of credit that was written for a document, or null. */
export function creditKindOf(invoice: number): CreditKind | null {
  return kindAt[invoice % every];
}

/** The number of the credit of that kind that was written for a document, or null. */
export function creditOf(kind: CreditKind, invoice: number): number | null {
  return invoice % every === places[kind] ? (invoice - places[kind]) / every : null;
}

export function hostOf(kind: CreditKind, credit: number): number {
  return credit * every + places[kind];
}

export function creditCount(kind: CreditKind, invoices: number): number {
  return invoices <= places[kind] ? 0 : Math.floor((invoices - places[kind] - 1) / every) + 1;
}

export function batchCount(invoices: number): number {
  return invoices <= batchPlace ? 0 : Math.floor((invoices - batchPlace - 1) / batchEvery) + 1;
}

/** The first document of a batch and how many it has; the last batch of the books may lack some of them. */
export function batchMembers(seed: number, batch: number): { first: number; size: number } {
  return { first: batch * batchEvery + batchPlace, size: 2 + (mix(seed, Kind.batch, batch) % 3) };
}

function batchOf(seed: number, index: number): number | null {
  if (index % batchEvery < batchPlace || index % batchEvery > batchPlace + 3) return null;
  const batch = Math.floor(index / batchEvery);
  const { first, size } = batchMembers(seed, batch);
  return index >= first && index < first + size ? batch : null;
}

/**
 * Side, state and settlement of document `index`: all that counts of records depend on, drawn without its lines. The
 * first documents and the first credits go through all forms once, so that the smallest demo lacks none.
 */
export function drawPlan(seed: number, index: number): Plan {
  const dice = new Dice(seed, Kind.plan, index);
  const sales = dice.chance(600);
  const kind = creditKindOf(index);
  if (kind !== null) return approved(sales, drawCreditForm(dice, kind, index));
  const before = index > 0 ? creditKindOf(index - 1) : null;
  if (before !== null && before !== 'creditNote') {
    const host = drawPlan(seed, index - 1);
    if (host.settlement === 'creditShared') return approved(host.sales, 'sharesCredit');
  }
  const batch = batchOf(seed, index);
  if (batch !== null) return { ...approved(batch % 3 === 1, 'full'), batch };
  const drawn = ordinary[index - formsFrom]?.[1] ?? dice.weighted(ordinary);
  if (approvals.has(drawn)) return { sales, approval: drawn as Approval, settlement: 'open', payments: 0, batch: null };
  return approved(sales, drawn as Settlement);
}

function drawCreditForm(dice: Dice, kind: CreditKind, index: number): Settlement {
  const forms = kind === 'creditNote' ? withNote : withCredit;
  return forms[creditOf(kind, index)!]?.[1] ?? dice.weighted(forms);
}

function approved(sales: boolean, settlement: Settlement): Plan {
  return { sales, approval: 'APPROVED', settlement, payments: payments[settlement] ?? 0, batch: null };
}
