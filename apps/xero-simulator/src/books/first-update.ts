import { Dice, mix } from './dice.js';
import { day, type Drawing } from './drawing.js';
import { Kind } from './record-ids.js';

/** A few records claim to be untouched since 2008, a few share one instant, the rest changed in the weeks after their date. */
export function firstUpdate(drawing: Drawing, kind: Kind, row: number, invoice: number): number {
  const { seed, anchor } = drawing.options;
  const dice = new Dice(seed, Kind.stamp, mix(kind, row, 1));
  const form = dice.below(100);
  if (form < 4) return 1_229_731_200_000 + dice.below(day);
  if (form < 7) return drawing.issuedOn(invoice - (invoice % 64)) * day + 12_345_678;
  const moment = (drawing.issuedOn(invoice) + dice.below(25)) * day + dice.below(day);
  return Math.min(moment, anchor - 60_000 - dice.below(3 * day));
}
