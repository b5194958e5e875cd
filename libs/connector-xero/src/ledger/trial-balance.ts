import Big from 'big.js';
import type { Call } from '#connector-kit/call';
import type { AccountBalance } from '#connector-kit/ledger';
import { isRecord } from '../native.js';
import { apiPath, jsonHeaders, unreadable } from '../reading.js';

/** At the end of a day, or of today without one. Xero leaves accounts out that never moved or that are back at nothing. */
export async function readTrialBalance(call: Call, date?: string): Promise<AccountBalance[]> {
  const query = date === undefined ? {} : { query: { date } };
  const report = await call({ method: 'GET', path: `${apiPath}/Reports/TrialBalance`, ...query, headers: jsonHeaders });
  if (!isRecord(report.body) || !Array.isArray(report.body.Reports)) throw unreadable(report);
  return balancesOf(report.body.Reports);
}

/**
 * Debit minus credit. The columns of the year to date hold the balance; those before them hold the last month's movement
 * only. Titles of rows and sections are whatever the organisation made of its layout: rows are known by their account.
 */
function balancesOf(reports: readonly unknown[]): AccountBalance[] {
  const balances = new Map<string, AccountBalance>();
  for (const row of reports.flatMap((report) => rowsOf(report))) {
    const cells = isRecord(row) && row.RowType === 'Row' && Array.isArray(row.Cells) ? (row.Cells as unknown[]) : [];
    const accountId = accountOf(cells[0]);
    if (accountId === undefined || cells.length < 5) continue;
    const before = balances.get(accountId)?.balance ?? new Big(0);
    const balance = before.plus(decimalOf(cells[3])).minus(decimalOf(cells[4]));
    balances.set(accountId, { accountId, name: valueOf(cells[0]) ?? '', balance });
  }
  return [...balances.values()];
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

function valueOf(cell: unknown): string | undefined {
  return isRecord(cell) && typeof cell.Value === 'string' ? cell.Value : undefined;
}

/** All cells are text, with nothing at all for zero. */
function decimalOf(cell: unknown): Big {
  const value = valueOf(cell) ?? '';
  return new Big(/^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? value : 0);
}
