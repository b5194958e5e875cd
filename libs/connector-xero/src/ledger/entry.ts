import type Big from 'big.js';
import type { Posting } from '#connector-kit/ledger';
import { nothing } from './base-money.js';

/** The postings of one native, added up as they are found. */
export class Entry {
  private readonly made: Posting[] = [];
  private left = nothing;

  constructor(private readonly on: string) {}

  /** Debit positive. */
  add(accountId: string, amount: Big, on = this.on): void {
    if (amount.eq(nothing)) return;
    this.made.push({ accountId, on, amount });
    this.left = this.left.plus(amount);
  }

  /** Puts on an account what the others leave. Asked for only where something is left: not every chart has it. */
  closeOn(account: () => string, on = this.on): void {
    if (!this.left.eq(nothing)) this.add(account(), this.left.neg(), on);
  }

  get postings(): readonly Posting[] {
    return this.made;
  }
}
