import type Big from 'big.js';
import type { AccountBalance, LedgerRules, Posting } from '#connector-kit/ledger';

/** What postings add up to, by the definitions of a ledger: whole cents, debit positive. */
export class LedgerSums {
  private readonly movements: { readonly accountId: string; readonly on: string; readonly cents: number }[] = [];

  constructor(private readonly rules: LedgerRules) {}

  add(postings: readonly Posting[]): void {
    for (const { accountId, on, amount } of postings) this.movements.push({ accountId, on, cents: centsOf(amount) });
  }

  get firstDay(): string {
    return this.movements.reduce((first, { on }) => (on < first ? on : first), '9999');
  }

  /** What stood on the accounts at the end of a day before all movements. */
  open(balances: readonly AccountBalance[], on: string): void {
    this.add(balances.map(({ accountId, balance }) => ({ accountId, on, amount: balance })));
  }

  /** As a trial balance shows it: results of the financial year so far, those of earlier years in retained earnings. */
  at(date: string): Map<string, number> {
    const start = this.rules.yearStart(date);
    const sums = new Map<string, number>();
    for (const { accountId, on, cents } of this.movements) {
      if (on > date) continue;
      const account = on < start && this.isResult(accountId) ? this.rules.retainedEarnings! : accountId;
      sums.set(account, (sums.get(account) ?? 0) + cents);
    }
    return sums;
  }

  /** Movements of the accounts of the profit and loss in a month. */
  of(month: string): Map<string, number> {
    const sums = new Map<string, number>();
    for (const { accountId, on, cents } of this.movements) {
      if (on.startsWith(month) && this.isResult(accountId)) sums.set(accountId, (sums.get(accountId) ?? 0) + cents);
    }
    return sums;
  }

  private isResult(accountId: string): boolean {
    return this.rules.account(accountId)?.statement === 'profitAndLoss';
  }
}

/** Throws where an amount is no whole number of cents. */
export function centsOf(amount: Big): number {
  const cents = Number(amount.times(100).toFixed());
  if (!Number.isSafeInteger(cents)) throw new Error(`${amount.toFixed()} is not in whole cents`);
  return cents;
}
