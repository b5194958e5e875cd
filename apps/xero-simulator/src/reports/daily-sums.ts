import type { Books } from '../books/books.js';
import { journals, type Journal } from '../books/journals.js';
import { CashBasis } from './cash-basis.js';

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

  addAll({ on, postings }: Pick<Journal, 'on' | 'postings'>): void {
    let sums = this.days.get(on);
    if (!sums) this.days.set(on, (sums = new Float64Array(2 * this.accounts)));
    for (const { account, amount } of postings) {
      sums[account] += amount;
      if (amount > 0) sums[this.accounts + account] += amount;
    }
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

interface Kept { version: number; sums: Record<Basis, DailySums> }

const kept = new WeakMap<Books, Kept>();

/** The sums of the books as they stand. One walk through the ledger serves both bases, and another is taken after an edit. */
export function dailySums(books: Books, basis: Basis): DailySums {
  const { version } = books.changes;
  const known = kept.get(books);
  if (known?.version === version) return known.sums[basis];
  const { length } = books.drawing.chart;
  const sums = { accrual: new DailySums(length), cash: new DailySums(length) };
  const cash = new CashBasis();
  for (const journal of journals(books)) {
    sums.accrual.addAll(journal);
    for (const taken of cash.take(journal)) sums.cash.addAll(taken);
  }
  kept.set(books, { version, sums });
  return sums[basis];
}
