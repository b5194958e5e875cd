import type { Books } from '../books/books.js';
import { journals } from '../books/journals.js';
import type { Cents } from '../books/money.js';
import { cashJournals } from './cash-basis.js';

/** Cash: income and costs count when they are paid, so debtors and creditors fall away. */
export type Basis = 'accrual' | 'cash';

/** Before every posting. */
export const everBefore = Number.NEGATIVE_INFINITY;

/**
 * What every account of the chart moved by on every day, in base currency, debit positive. A report of any date and any
 * period is a sum of these, so that all reports tie to one another and a second one costs no walk through the ledger.
 */
export class DailySums {
  /** By day: first what each account moved by, then its debits alone. */
  private readonly days = new Map<number, Float64Array>();

  constructor(private readonly accounts: number) {}

  add(account: number, amount: Cents, on: number): void {
    let sums = this.days.get(on);
    if (!sums) this.days.set(on, (sums = new Float64Array(2 * this.accounts)));
    sums[account] += amount;
    if (amount > 0) sums[this.accounts + account] += amount;
  }

  /** Movement of each account from one day to another, both included. */
  net(from: number, to: number): Float64Array {
    return this.sum(from, to).subarray(0, this.accounts);
  }

  /** The debit side of the same. */
  debits(from: number, to: number): Float64Array {
    return this.sum(from, to).subarray(this.accounts);
  }

  private sum(from: number, to: number): Float64Array {
    const result = new Float64Array(2 * this.accounts);
    for (const [on, sums] of this.days) {
      if (on >= from && on <= to) for (let place = 0; place < result.length; place++) result[place] += sums[place];
    }
    return result;
  }
}

const kept: Record<Basis, WeakMap<Books, { version: number; sums: DailySums }>> = { accrual: new WeakMap(), cash: new WeakMap() };

/** The sums of the books as they stand; walked through anew after an edit. */
export function dailySums(books: Books, basis: Basis): DailySums {
  const { version } = books.changes;
  const known = kept[basis].get(books);
  if (known?.version === version) return known.sums;
  const sums = new DailySums(books.drawing.chart.length);
  for (const { on, postings } of basis === 'cash' ? cashJournals(books) : journals(books)) {
    for (const { account, amount } of postings) sums.add(account, amount, on);
  }
  kept[basis].set(books, { version, sums });
  return sums;
}
