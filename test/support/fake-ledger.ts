import Big from 'big.js';
import type { Call } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { AccountBalance, Ledger, LedgerRules, Posting } from '#connector-kit/ledger';
import type { FakePlatform } from './fake-platform.js';

/** Invoices stand on debtors against sales. The platform's trial balance is of its books, plus what is planted. */
export class FakeLedger implements Ledger {
  readonly sources = ['Invoices'];
  readonly needs = ['Accounts'];
  readonly statements = { balanceSheet: 'Reports', profitAndLoss: 'Months' };
  /** Days of the trial balances that were asked for. */
  readonly asked: string[] = [];
  /** By account, what the trial balance says beyond the books. */
  readonly planted = new Map<string, string>();
  /** The day since which it does. */
  plantedFrom = '2026-10-01';
  /** Runs before a trial balance is answered; may change the books, throw or wait. */
  beforeAnswer: (date: string) => void | Promise<void> = () => undefined;

  constructor(private readonly platform: FakePlatform) {}

  rules(): LedgerRules {
    return {
      baseCurrency: 'GBP', retainedEarnings: 'retained',
      postings: (_source, native) => postings(native),
      yearStart: (date) => `${date.slice(0, 4)}-01-01`,
      account: (accountId) => ({ code: undefined, name: accountId, statement: accountId === 'sales' ? 'profitAndLoss' : 'balanceSheet' }),
      statement: () => { throw new ReadingError('Month', 'is missing'); },
      beyondDocuments: (accountId) => (accountId === 'gains' ? 'Gains are not documents.' : undefined),
    };
  }

  async trialBalance(_call: Call, date: string): Promise<readonly AccountBalance[]> {
    this.asked.push(date);
    await this.beforeAnswer(date);
    const sums = new Map<string, Big>();
    const add = (accountId: string, amount: Big.BigSource) => sums.set(accountId, (sums.get(accountId) ?? new Big(0)).plus(amount));
    for (const { accountId, on, amount } of [...this.platform.list('Invoices').values()].flatMap(postings)) if (on <= date) add(accountId, amount);
    if (date >= this.plantedFrom) for (const [accountId, amount] of this.planted) add(accountId, amount);
    return [...sums].map(([accountId, balance]) => ({ accountId, name: accountId, balance }));
  }
}

function postings(native: NativeRecord): Posting[] {
  if (native['unpostable']) throw new ReadingError('rate', 'is missing');
  const amount = new Big(Number(native['total'] ?? 1) || 1);
  const on = '2026-10-01';
  return [{ accountId: 'debtors', on, amount }, { accountId: 'sales', on, amount: amount.neg() }];
}
