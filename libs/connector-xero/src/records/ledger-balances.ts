import Big from 'big.js';
import { jsonNumber } from '#accounting/money';
import type { Call } from '#connector-kit/call';
import type { NativeRecord, ReadPage } from '#connector-kit/connector';
import { ConnectorError, ReadingError } from '#connector-kit/errors';
import type { AccountBalance } from '#connector-kit/ledger';
import { readTrialBalance } from '../ledger/trial-balance.js';
import { text } from '../native.js';
import { readWhole } from '../reading.js';

/**
 * Xero's accounts carry no balance: it exists in reports only, and the trial balance is the one with all accounts. It is
 * read together with the accounts and laid into their native records under a key of our own: the balance in the base
 * currency as decimal text, debit positive. It is absent where the report may not be read.
 */
const key = 'LedgerBalance';

export function ledgerBalance(account: NativeRecord): number | undefined {
  const written = text(account, key);
  if (written === undefined) return undefined;
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(written)) throw new ReadingError(key, 'is not a decimal number');
  return jsonNumber(new Big(written));
}

/** With the balances, if this consent and this person's role let us read the report. */
export async function readAccounts(call: Call): Promise<ReadPage> {
  const page = await readWhole(call, 'Accounts', 'Accounts');
  try {
    return { ...page, natives: withLedgerBalances(page.natives, await readTrialBalance(call)) };
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return page;
    throw error;
  }
}

/** An account that the report does not list has no balance. */
function withLedgerBalances(accounts: readonly NativeRecord[], balances: readonly AccountBalance[]): NativeRecord[] {
  const byAccount = new Map(balances.map(({ accountId, balance }) => [accountId, balance]));
  return accounts.map((account) => {
    const balance = typeof account.AccountID === 'string' ? byAccount.get(account.AccountID) : undefined;
    return { ...account, [key]: (balance ?? new Big(0)).toFixed(2) };
  });
}
