import { Dice, mix } from './dice.js';
import type { Draft, Drawing } from './drawing.js';
import { taxOn, type Line } from './lines.js';
import type { Cents } from './money.js';
import { hostOf, type Approval } from './plan.js';
import { Kind } from './record-ids.js';
import { noteAmounts } from './settlement.js';

/** A credit note as written: the shape of a document, with the share that is applied to its host. */
export interface NoteDraft extends Draft {
  approval: Approval;
  host: number;
  applied: Cents;
  refunded: boolean;
}

const references = [[40, ''], [40, 'Returned goods'], [20, undefined]] as const;

/** Credit note number `index` of the generated ones, which belongs to one document. */
export function drawCreditNote(drawing: Drawing, index: number, host: Draft): NoteDraft {
  const { settlement, sales } = host.plan;
  const dice = new Dice(drawing.options.seed, Kind.creditNote, index);
  const { total, applied } = noteAmounts(host);
  const line = noteLine(host, total, 'Credit');
  const voided = settlement === 'noteVoided' ? 'VOIDED' : settlement === 'noteDeleted' ? 'DELETED' : 'APPROVED';
  return {
    ...host,
    index, host: hostOf('creditNote', index), applied,
    approval: settlement === 'noteDraft' ? 'DRAFT' : voided,
    refunded: settlement === 'noteRefunded',
    // Suppliers' notes often come without any number.
    number: sales ? `CN-${String(index + 1).padStart(4, '0')}` : dice.chance(400) ? '' : String(dice.between(10_000, 99_999)),
    reference: dice.weighted(references),
    issued: noteDay(drawing, index, host),
    due: null, expected: null,
    lines: [line], subTotal: total - line.tax, totalTax: line.tax, total, discount: 0,
    sent: false, theme: sales,
  };
}

/** Notes are written, and applied at once, within a week of their document. */
export function noteDay(drawing: Drawing, index: number, host: Draft): number {
  return host.issued + (mix(drawing.options.seed, Kind.allocation, index) % 7);
}

/** One line worth the whole credit, taxed like the first line of its document. */
export function noteLine(host: Draft, total: Cents, title: string): Line {
  const model = host.lines[0];
  const basisPoints = model.lineAmount === 0 ? 0 : Math.round((model.tax * 10_000) / Math.max(1, model.lineAmount - (host.types === 'Inclusive' ? model.tax : 0)));
  const tax = host.types === 'NoTax' ? 0 : taxOn(total, basisPoints, 'Inclusive');
  const lineAmount = host.types === 'Inclusive' ? total : total - tax;
  return {
    ...model, description: `${title}: ${model.description ?? 'goods'}`, quantity: 10_000, unitAmount: lineAmount * 100, item: null,
    discount: 0, discountRate: undefined, discountAmount: undefined, lineAmount, tax,
  };
}
