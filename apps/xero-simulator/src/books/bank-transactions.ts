import type { AccountKind } from './credits-on-account.js';
import { Dice } from './dice.js';
import type { Drawing } from './drawing.js';
import { netOf, type Line, type LineAmountTypes } from './lines.js';
import type { Cents, Millionths } from './money.js';
import { Kind } from './record-ids.js';

/** What stands behind a bank transaction: itself, money on account, or one side of a transfer. */
export type BankSource = { kind: 'direct' | 'from' | 'to'; index: number } | { kind: AccountKind; index: number };

export interface BankTransaction {
  source: BankSource;
  type: `${'SPEND' | 'RECEIVE'}${'' | '-PREPAYMENT' | '-OVERPAYMENT' | '-TRANSFER'}`;
  deleted: boolean;
  /** Null on transfers. */
  contact: number | null;
  account: number;
  issued: number;
  reference: string | undefined;
  currency: string;
  rate: Millionths;
  rateShown: boolean;
  types: LineAmountTypes;
  lines: Line[];
  subTotal: Cents;
  totalTax: Cents;
  total: Cents;
  reconciled: boolean;
}

const amountTypes = [[60, 'Inclusive'], [28, 'Exclusive'], [12, 'NoTax']] as const;
const references = [[30, ''], [20, undefined], [20, 'DD'], [15, 'Eft'], [10, 'Überweisung'], [5, '=BANK()']] as const;

/** One direct movement for four documents. */
export function directCount(invoices: number): number {
  return Math.ceil(invoices / 4);
}

/** Money spent or received without a document, number `index`. */
export function drawBankTransaction(drawing: Drawing, index: number, issued: number): BankTransaction {
  const { seed, lines: fixed, invoices } = drawing.options;
  const dice = new Dice(seed, Kind.bankTransaction, index);
  const receive = dice.chance(350);
  const types = dice.weighted(amountTypes);
  const account = pickAccount(dice, receive);
  const currency = drawing.chart[account].currency!;
  const contact = drawing.contactFor(dice, receive);
  const reference = dice.weighted(references);
  // Amounts that people enter below zero stay so: a spend of less than nothing is no receipt.
  const negative = index % 40 === 6;
  const deleted = index < directCount(invoices) && (index % 16 === 9 || dice.chance(30));
  const drawn = drawing.lines(dice, { sales: receive, types, count: fixed ?? dice.between(1, 3), draft: false, free: false, plain: true });
  const lines = negative ? drawn.map(negated) : drawn;
  let subTotal = 0;
  let totalTax = 0;
  for (const line of lines) {
    subTotal += netOf(line, types);
    totalTax += line.tax;
  }
  return {
    source: { kind: 'direct', index }, type: receive ? 'RECEIVE' : 'SPEND', deleted, contact, account, issued, reference, currency,
    rate: drawing.rate(currency, issued), rateShown: currency !== drawing.options.edition.baseCurrency || dice.chance(400),
    types, lines, subTotal, totalTax, total: subTotal + totalTax, reconciled: !deleted && dice.chance(700),
  };
}

/** Mostly the two accounts in base currency, sometimes a foreign one, and the card only for spending. */
function pickAccount(dice: Dice, receive: boolean): number {
  const form = dice.below(100);
  if (form < 10) return 2;
  if (form < 16) return 3;
  return form < 26 && !receive ? 4 : form < 40 ? 1 : 0;
}

function negated(line: Line): Line {
  return { ...line, unitAmount: -line.unitAmount, lineAmount: -line.lineAmount, tax: -line.tax };
}
