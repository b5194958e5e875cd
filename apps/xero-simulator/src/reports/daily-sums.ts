import { setImmediate } from 'node:timers/promises';
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

/** A walk through the ledger of one version of the books. It serves both bases. */
class Walk {
  readonly sums: Record<Basis, DailySums>;
  readonly version: number;
  private readonly rest: Iterator<Journal>;
  private readonly cash = new CashBasis();

  constructor(books: Books) {
    const { length } = books.drawing.chart;
    this.sums = { accrual: new DailySums(length), cash: new DailySums(length) };
    this.version = books.changes.version;
    this.rest = journals(books);
  }

  /** Goes on for about as long as that; true at the end of the ledger. */
  advance(milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    do {
      for (let step = 0; step < 100; step++) {
        const next = this.rest.next();
        if (next.done) return true;
        this.sums.accrual.addAll(next.value);
        for (const taken of this.cash.take(next.value)) this.sums.cash.addAll(taken);
      }
    } while (performance.now() < end);
    return false;
  }
}

const walks = new WeakMap<Books, Walk>();

/** The walk through the books as they stand: another one is begun after an edit. */
function walkOf(books: Books): Walk {
  let walk = walks.get(books);
  if (walk?.version !== books.changes.version) walks.set(books, (walk = new Walk(books)));
  return walk;
}

/** The sums of the books as they stand. */
export function dailySums(books: Books, basis: Basis): DailySums {
  const walk = walkOf(books);
  walk.advance(Number.POSITIVE_INFINITY);
  return walk.sums[basis];
}

/** Makes the sums of large books without keeping other calls waiting for more than a slice: a million invoices take half a minute. */
export async function untilSummed(books: Books, sliceMs = 20): Promise<void> {
  while (!walkOf(books).advance(sliceMs)) await setImmediate();
}
