import Big from 'big.js';
import type { AccountBalance, LedgerRules, Posting } from '#connector-kit/ledger';

/** Amounts by account, debit positive. */
export type Amounts = ReadonlyMap<string, Big>;

export const nothing = new Big(0);

/**
 * Postings added up per account and stretch of days, so that a million documents take no more room than a thousand. A
 * stretch ends with the month, where a financial year may end, and with the day of the proof: sums are asked for from and
 * to such days only.
 */
export class LedgerSums {
  documents = 0;
  postings = 0;
  /** Of the first posting: `2026-11-22`. */
  first: string | undefined;
  private readonly accounts = new Map<string, Map<string, Big>>();
  private readonly yearDay: string;
  private readonly dayAfter: string;

  constructor(private readonly rules: Pick<LedgerRules, 'yearStart' | 'account' | 'retainedEarnings'>, asOf: string) {
    this.yearDay = rules.yearStart(asOf).slice(8);
    this.dayAfter = daysAfter(asOf, 1);
  }

  add(postings: readonly Posting[]): void {
    if (postings.length === 0) return;
    this.documents += 1;
    for (const { accountId, on, amount } of postings) {
      this.postings += 1;
      if (this.first === undefined || on < this.first) this.first = on;
      let stretches = this.accounts.get(accountId);
      if (!stretches) this.accounts.set(accountId, (stretches = new Map<string, Big>()));
      const start = this.startOfStretch(on);
      const sum = stretches.get(start);
      stretches.set(start, sum ? sum.plus(amount) : amount);
    }
  }

  /** What every account moved by from one day to another, both included. */
  movements(from: string, to: string): Map<string, Big> {
    const result = new Map<string, Big>();
    for (const [accountId, stretches] of this.accounts) {
      let sum = nothing;
      for (const [start, amount] of stretches) if (start >= from && start <= to) sum = sum.plus(amount);
      result.set(accountId, sum);
    }
    return result;
  }

  /**
   * What every account holds at the end of a day, as a trial balance says it: income and costs of the financial year so
   * far, those of earlier years in retained earnings. `opening`: balances at the end of `openingOn`.
   */
  balances(on: string, opening: readonly AccountBalance[], openingOn: string): Map<string, Big> {
    const yearStart = this.rules.yearStart(on);
    const result = new Map<string, Big>();
    let earlierProfit = nothing;
    for (const [accountId, stretches] of this.accounts) {
      const ofYear = this.isOfYear(accountId);
      let sum = nothing;
      for (const [start, amount] of stretches) {
        if (start > on) continue;
        if (ofYear && start < yearStart) earlierProfit = earlierProfit.plus(amount);
        else sum = sum.plus(amount);
      }
      result.set(accountId, sum);
    }
    for (const { accountId, balance } of opening) {
      if (this.isOfYear(accountId) && openingOn < yearStart) earlierProfit = earlierProfit.plus(balance);
      else result.set(accountId, (result.get(accountId) ?? nothing).plus(balance));
    }
    const { retainedEarnings } = this.rules;
    if (retainedEarnings !== undefined) result.set(retainedEarnings, (result.get(retainedEarnings) ?? nothing).plus(earlierProfit));
    return result;
  }

  /** Whether the account begins every financial year at nothing. */
  private isOfYear(accountId: string): boolean {
    return this.rules.account(accountId)?.statement === 'profitAndLoss';
  }

  private startOfStretch(on: string): string {
    const month = on.slice(0, 8);
    const yearStart = month + this.yearDay;
    const start = on >= yearStart ? yearStart : `${month}01`;
    return on >= this.dayAfter && this.dayAfter > start ? this.dayAfter : start;
  }
}

/** `2026-11-30` and 1 give `2026-12-01`. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
