import { Dice } from './dice.js';
import type { Drawing } from './drawing.js';
import { divide, type Cents, type Millionths } from './money.js';
import { Kind } from './record-ids.js';

/** Money moved between two bank accounts of the organisation. */
export interface BankTransfer {
  from: number;
  to: number;
  /** In the currency of the account it left. */
  amount: Cents;
  /** In the currency of the account it reached. */
  received: Cents;
  /** Foreign money per unit of base currency; one when both accounts have the same currency. */
  rate: Millionths;
  issued: number;
  reference: string | undefined;
  deleted: boolean;
  reconciled: { from: boolean; to: boolean };
}

const references = [[40, undefined], [20, ''], [30, 'Sub 098801'], [10, 'Ümbuchung']] as const;
/** Accounts from and to; 2 is in a foreign currency. */
const routes: readonly (readonly [number, readonly [number, number]])[] = [[45, [0, 1]], [8, [0, 2]], [20, [0, 4]], [7, [2, 0]], [20, [1, 0]]];

/** One transfer for twenty documents, at least one where there are any. */
export function transferCount(invoices: number): number {
  return Math.ceil(invoices / 20);
}

export function drawBankTransfer(drawing: Drawing, index: number, issued: number): BankTransfer {
  const { seed, edition, invoices } = drawing.options;
  const dice = new Dice(seed, Kind.bankTransfer, index);
  // The first ones take all routes in turn, so that small books have them too.
  const [from, to] = routes[index]?.[1] ?? dice.weighted(routes);
  const amount = dice.chance(500) ? dice.between(1, 200) * 10_000 : dice.between(1_000, 2_000_000);
  const foreign = [from, to].map((account) => drawing.chart[account].currency!).find((currency) => currency !== edition.baseCurrency);
  const rate = foreign === undefined ? 1_000_000 : drawing.rate(foreign, issued);
  const received = drawing.chart[to].currency === edition.baseCurrency ? divide(amount * 1_000_000, rate) : divide(amount * rate, 1_000_000);
  const deleted = index < transferCount(invoices) && (index % 16 === 5 || dice.chance(30));
  return {
    from, to, amount, received, rate, issued, deleted, reference: dice.weighted(references),
    reconciled: { from: dice.chance(700), to: dice.chance(700) },
  };
}
