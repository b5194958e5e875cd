import type { Allocation } from './changes.js';
import { noteLine } from './credit-notes.js';
import { Dice, mix } from './dice.js';
import type { Draft, Drawing } from './drawing.js';
import type { Line } from './lines.js';
import type { Cents } from './money.js';
import { hostOf } from './plan.js';
import { Kind } from './record-ids.js';

/** Money that came or went before there was a document for it, or beyond what one asked for. */
export type AccountKind = 'prepayment' | 'overpayment';

export interface CreditDraft extends Draft {
  kind: AccountKind;
  /** The document for which it was drawn. */
  host: number;
  /** The bank account that it went through. */
  account: number;
  voided: boolean;
  applied: Allocation[];
  refunded: Cents;
  reconciled: boolean;
}

const references = [[30, ''], [30, undefined], [30, 'Deposit'], [10, 'Versement «acompte»']] as const;

/** Prepayment or overpayment number `row` of the generated ones; its host and amounts follow from the host's plan. */
export function drawCredit(drawing: Drawing, kind: AccountKind, row: number): CreditDraft {
  const host = drawing.document(hostOf(kind, row), drawing.issuedOn(hostOf(kind, row)));
  const { applied, refunded, ...size } = drawUses(drawing, kind, row, host);
  return Object.assign(modelCredit(drawing, kind, row, host, size), { voided: host.plan.settlement === 'creditVoided', applied, refunded });
}

interface Uses { total: Cents; issued: number; applied: Allocation[]; refunded: Cents }

/** What a generated credit amounts to and was used for: all that its documents need to know of it. */
export function drawUses(drawing: Drawing, kind: AccountKind, row: number, host: Draft): Uses {
  const luck = mix(drawing.options.seed, Kind[kind], row);
  // A prepayment comes before its document, an overpayment after it.
  const issued = Math.min(kind === 'prepayment' ? host.issued - (luck % 20) : host.issued + (luck % 9), drawing.lastDay);
  const { total, applied, refunded } = amounts(host.plan.settlement, host.total);
  const allocate = (document: Draft, amount: Cents, place: number): Allocation =>
    ({ source: kind, credit: row, place, invoice: document.index, amount, on: Math.min(Math.max(issued, document.issued) + (luck % 5), drawing.lastDay) });
  const allocations = applied === 0 ? [] : [allocate(host, applied, 0)];
  const next = host.index + 1;
  if (host.plan.settlement === 'creditShared' && next < drawing.options.invoices) {
    const neighbour = drawing.document(next, drawing.issuedOn(next));
    allocations.push(allocate(neighbour, Math.min(total - applied, Math.floor(neighbour.total / 2)), 1));
  }
  return { total, issued, applied: allocations, refunded };
}

/** An unused credit of the size given, with contact, currency and tax of a document. Listed field by field, as documents are: a walk through the ledger draws most credits three times. */
export function modelCredit(drawing: Drawing, kind: AccountKind, row: number, model: Draft, { total, issued }: { total: Cents; issued: number }): CreditDraft {
  const dice = new Dice(drawing.options.seed, Kind[kind], row);
  const line = kind === 'prepayment' ? noteLine(model, total, 'Prepayment') : overpaymentLine(drawing, model.plan.sales, total);
  const bank = drawing.bankOf(model.currency);
  const { plan, contact, currency, rateShown, sent, theme } = model;
  return {
    kind, index: row, host: model.index, plan, contact, issued, due: null, expected: null, currency, rate: drawing.rate(currency, issued), rateShown,
    types: kind === 'prepayment' ? model.types : 'NoTax',
    lines: [line], subTotal: total - line.tax, totalTax: line.tax, total, discount: 0, sent, theme,
    reference: dice.weighted(references), number: kind === 'prepayment' && dice.chance(500) ? model.number : '',
    account: bank < 0 ? 0 : bank, voided: false, applied: [], refunded: 0, reconciled: dice.chance(600),
  };
}

/** How many refunds hang on a credit, without drawing it. */
export function refundCount(drawing: Drawing, kind: AccountKind, row: number): number {
  const { settlement } = drawing.plan(hostOf(kind, row));
  return settlement === 'creditRefunded' || settlement === 'creditPartRefunded' ? 1 : 0;
}

function amounts(form: Draft['plan']['settlement'], hostTotal: Cents): { total: Cents; applied: Cents; refunded: Cents } {
  const part = (numerator: number, denominator: number): Cents => Math.floor((hostTotal * numerator) / denominator);
  switch (form) {
    case 'creditCleared': return { total: hostTotal, applied: hostTotal, refunded: 0 };
    case 'creditShared': return { total: hostTotal, applied: part(1, 2), refunded: 0 };
    case 'creditAndPayment': return { total: part(1, 4), applied: part(1, 4), refunded: 0 };
    case 'creditPartUsed': return { total: part(3, 5), applied: part(1, 5), refunded: 0 };
    case 'creditPartRefunded': return { total: part(3, 5), applied: part(1, 5), refunded: part(1, 5) };
    case 'creditRefunded': return { total: part(3, 10), applied: 0, refunded: part(3, 10) };
    default: return { total: part(3, 10), applied: 0, refunded: 0 };
  }
}

/** What is paid too much stays owed to the payer: it stands on receivables or payables. */
function overpaymentLine(drawing: Drawing, sales: boolean, total: Cents): Line {
  return {
    description: 'Overpayment', remark: false, quantity: 10_000, unitAmount: total * 100, discount: 0, lineAmount: total, tax: 0,
    taxRate: drawing.untaxed, account: sales ? drawing.control.debtors : drawing.control.creditors, item: null, tracking: [],
  };
}
