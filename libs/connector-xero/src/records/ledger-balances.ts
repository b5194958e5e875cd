import Big from 'big.js';
import { jsonNumber } from '#accounting/money';
import type { Call } from '#connector-kit/call';
import type { NativeRecord, ReadPage } from '#connector-kit/connector';
import { ConnectorError, ReadingError } from '#connector-kit/errors';
import { isRecord, text } from '../native.js';
import { apiPath, jsonHeaders, readWhole, unreadable } from '../reading.js';

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
    const report = await call({ method: 'GET', path: `${apiPath}/Reports/TrialBalance`, headers: jsonHeaders });
    if (!isRecord(report.body) || !Array.isArray(report.body.Reports)) throw unreadable(report);
    return { ...page, natives: withLedgerBalances(page.natives, report.body.Reports) };
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return page;
    throw error;
  }
}

/** An account that the report does not list has no balance. */
function withLedgerBalances(accounts: readonly NativeRecord[], reports: readonly unknown[]): NativeRecord[] {
  const balances = readTrialBalance(reports);
  return accounts.map((account) => {
    const balance = typeof account.AccountID === 'string' ? balances.get(account.AccountID) : undefined;
    return { ...account, [key]: (balance ?? new Big(0)).toFixed(2) };
  });
}

/**
 * Debit minus credit by account id. The columns of the year to date hold the balance; those before them hold the last
 * month's movement only. Titles of rows and sections are whatever the organisation made of its layout: not read.
 */
function readTrialBalance(reports: readonly unknown[]): Map<string, Big> {
  const balances = new Map<string, Big>();
  for (const row of reports.flatMap((report) => rowsOf(report))) {
    const cells = isRecord(row) && row.RowType === 'Row' && Array.isArray(row.Cells) ? (row.Cells as unknown[]) : [];
    const account = accountOf(cells[0]);
    if (account === undefined || cells.length < 5) continue;
    const balance = decimalOf(cells[3]).minus(decimalOf(cells[4]));
    balances.set(account, (balances.get(account) ?? new Big(0)).plus(balance));
  }
  return balances;
}

function rowsOf(section: unknown, depth = 0): unknown[] {
  if (!isRecord(section) || !Array.isArray(section.Rows) || depth > 5) return [];
  return (section.Rows as unknown[]).flatMap((row) => [row, ...rowsOf(row, depth + 1)]);
}

function accountOf(cell: unknown): string | undefined {
  const attributes = isRecord(cell) && Array.isArray(cell.Attributes) ? (cell.Attributes as unknown[]) : [];
  const account = attributes.find((attribute) => isRecord(attribute) && attribute.Id === 'account');
  return isRecord(account) && typeof account.Value === 'string' ? account.Value : undefined;
}

/** All cells are text, with nothing at all for zero. */
function decimalOf(cell: unknown): Big {
  const value = isRecord(cell) ? cell.Value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? new Big(value) : new Big(0);
}
