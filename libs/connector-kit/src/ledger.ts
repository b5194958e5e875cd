import type Big from 'big.js';
import type { Call } from './call.js';
import type { NativeRecord } from './connector.js';

/** How a platform posts documents, so that what was pulled can be proved against the platform's own reports. */
export interface Ledger {
  /** Keys of the sources whose records post. Each native once, in any order; of a source and the one it is `insteadOf`, one. */
  readonly sources: readonly string[];
  /** Keys of the sources that the rules look things up in: all their natives are given to `rules`. */
  readonly needs: readonly string[];
  /** Keys of the sources of the monthly statements. */
  readonly statements: { readonly balanceSheet: string; readonly profitAndLoss: string };
  /** Throws ReadingError when the natives do not say what every posting depends on. */
  rules(natives: ReadonlyMap<string, readonly NativeRecord[]>): LedgerRules;
  /**
   * The platform's own trial balance at the end of a day (`2026-11-22`), one call. Rows of profit and loss accounts are of
   * the financial year so far, the profit of earlier years stands in retained earnings. Accounts of nothing may be absent.
   */
  trialBalance(call: Call, date: string): Promise<readonly AccountBalance[]>;
}

/** The rules of one organisation. Pure. */
export interface LedgerRules {
  /** ISO 4217. */
  readonly baseCurrency: string;
  /**
   * What a native posts: its amounts sum to zero. A void, draft or deleted document posts nothing. Throws ReadingError, and
   * nothing else, when the native cannot be read as postings.
   */
  postings(source: string, native: NativeRecord): readonly Posting[];
  /** First day of the financial year that a day lies in. */
  yearStart(date: string): string;
  account(accountId: string): LedgerAccount | undefined;
  /** Where the profit of earlier years stands. */
  readonly retainedEarnings: string | undefined;
  /** What a stored native of a monthly statement says. Throws ReadingError, and nothing else. */
  statement(source: string, native: NativeRecord): StatementOfMonth;
  /**
   * Why this account holds more than documents post to it, in words for a person; undefined where documents explain all of
   * it. A difference there is still a difference: nothing that can be read by API proves or disproves it.
   */
  beyondDocuments(accountId: string): string | undefined;
}

/** One movement on one account in the organisation's base currency. */
export interface Posting {
  readonly accountId: string;
  /** `2026-11-22`. */
  readonly on: string;
  /** Debit positive, in whole cents. */
  readonly amount: Big;
}

export interface LedgerAccount {
  readonly code: string | undefined;
  readonly name: string;
  readonly statement: 'balanceSheet' | 'profitAndLoss';
}

export interface AccountBalance {
  readonly accountId: string;
  readonly name: string;
  /** Debit positive. */
  readonly balance: Big;
}

/** Rows of nothing may be absent: an account of the statement that no row names has none. */
export interface StatementOfMonth {
  /** `2026-11`. */
  readonly month: string;
  readonly rows: readonly StatementRow[];
}

/** A row of a monthly statement. */
export interface StatementRow {
  /**
   * The accounts whose sum it is: one, or several where the statement has one row for them. The balance sheet's row of the
   * year's result names all accounts of the profit and loss. None: the row does not say what it adds up.
   */
  readonly accountIds: readonly string[];
  readonly name: string;
  /** Debit positive. On the balance sheet the balance at the month's end, on the profit and loss the month's movement. */
  readonly balance: Big;
}
