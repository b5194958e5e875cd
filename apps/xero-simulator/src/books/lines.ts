import type { Dice } from './dice.js';
import type { TaxRateRow } from './editions.js';
import { items } from './items.js';
import { divide, type Cents, type TenThousandths } from './money.js';
import { descriptions, remarks } from './names.js';

export type LineAmountTypes = 'Exclusive' | 'Inclusive' | 'NoTax';

export interface Line {
  /** Of lines that callers wrote; those of generated documents follow from their place. */
  id?: string;
  description?: string;
  /** A remark has neither amount nor account. */
  remark: boolean;
  quantity: TenThousandths;
  unitAmount: TenThousandths;
  /** Hundredths of a percent. */
  discountRate?: number;
  discountAmount?: Cents;
  discount: Cents;
  /** As Xero sends it: with tax inside when the document is Inclusive. */
  lineAmount: Cents;
  tax: Cents;
  taxRate: number | null;
  account: number | null;
  item: number | null;
  /** Option of the first and second tracking category, by its place in the category. */
  tracking: readonly (number | null)[];
}

/** What lines of one side choose from: indexes into the chart and into the edition's tax rates. */
export interface LineChoices {
  accounts: readonly number[];
  taxRates: readonly TaxRateRow[];
  weightedRates: readonly (readonly [number, number])[];
  untaxed: number;
}

export interface LineOrder {
  sales: boolean;
  count: number;
  types: LineAmountTypes;
  /** Drafts may lack account and tax. */
  draft: boolean;
  /** A document of no value at all. */
  free: boolean;
  /** Bank transactions know no discounts. */
  plain?: boolean;
}

export function drawLines(dice: Dice, order: LineOrder, choices: LineChoices): Line[] {
  const usual = order.types === 'NoTax' ? choices.untaxed : dice.weighted(choices.weightedRates);
  return Array.from({ length: order.count }, (_, place) => {
    if (place > 0 && dice.chance(50)) return remarkLine(dice);
    return valueLine(dice, order, choices, usual, place);
  });
}

/** The net value of a line, whatever way the document shows it. */
export function netOf(line: Line, types: LineAmountTypes): Cents {
  return types === 'Inclusive' ? line.lineAmount - line.tax : line.lineAmount;
}

export function taxOn(amount: Cents, basisPoints: number, types: LineAmountTypes): Cents {
  if (types === 'NoTax' || basisPoints === 0) return 0;
  return types === 'Inclusive' ? divide(amount * basisPoints, 10_000 + basisPoints) : divide(amount * basisPoints, 10_000);
}

function remarkLine(dice: Dice): Line {
  return { description: dice.pick(remarks), remark: true, quantity: 0, unitAmount: 0, discount: 0, lineAmount: 0, tax: 0, taxRate: null, account: null, item: null, tracking: [] };
}

function valueLine(dice: Dice, order: LineOrder, choices: LineChoices, usual: number, place: number): Line {
  const item = place > 0 && dice.chance(400) ? pickItem(dice, order.sales) : null;
  const price = item === null ? null : order.sales ? items[item].salesPrice : items[item].purchasePrice;
  const quantity = drawQuantity(dice, place);
  const unitAmount = order.free ? 0 : (price ?? drawPrice(dice, place));
  const gross = divide(quantity * unitAmount, 1_000_000);
  const line: Line = {
    description: item === null ? dice.pick(descriptions) : items[item].description,
    remark: false, quantity, unitAmount, discount: 0, lineAmount: gross, tax: 0,
    taxRate: order.types !== 'NoTax' && dice.chance(150) ? dice.weighted(choices.weightedRates) : usual,
    account: dice.pick(choices.accounts), item, tracking: drawTracking(dice),
  };
  if (order.sales && !order.plain && gross > 100 && dice.chance(80)) discountLine(dice, line, gross);
  if (order.draft && dice.chance(400)) {
    line.account = null;
    line.taxRate = null;
  }
  line.tax = line.taxRate === null ? 0 : taxOn(line.lineAmount, choices.taxRates[line.taxRate].basisPoints, order.types);
  return line;
}

function pickItem(dice: Dice, sales: boolean): number | null {
  const item = dice.below(items.length);
  return (sales ? items[item].salesPrice : items[item].purchasePrice) === undefined ? null : item;
}

/** The first line is never small, so that a document's total can be paid in parts. */
function drawPrice(dice: Dice, place: number): TenThousandths {
  if (place === 0) return dice.between(2_000, 250_000) * 100;
  if (dice.chance(20)) return -100 * dice.between(1, 100);
  return dice.chance(100) ? dice.between(10_000, 9_999_999) : dice.between(100, 90_000) * 100;
}

function drawQuantity(dice: Dice, place: number): TenThousandths {
  const form = dice.below(10);
  if (form < 7 || place === 0) return dice.between(1, 10) * 10_000;
  return form < 9 ? dice.between(25, 2_000) * 100 : dice.between(1_000, 99_999);
}

function discountLine(dice: Dice, line: Line, gross: Cents): void {
  if (dice.chance(800)) {
    line.discountRate = dice.pick([500, 1000, 1250, 3333, 5000]);
    line.discount = divide(gross * line.discountRate, 10_000);
  } else {
    line.discountAmount = divide(gross, 10);
    line.discount = line.discountAmount;
  }
  line.lineAmount = gross - line.discount;
}

function drawTracking(dice: Dice): readonly (number | null)[] {
  const form = dice.below(10);
  if (form < 7) return [];
  return form === 9 ? [dice.below(4), dice.below(4)] : form === 8 ? [null, dice.below(4)] : [dice.below(4)];
}
