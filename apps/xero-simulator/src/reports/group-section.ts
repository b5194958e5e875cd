import type { Cents } from '../books/money.js';
import type { Wire } from '../accounting/wire.js';
import type { Group } from './layouts.js';
import { accountRow, plainRow, section, sumOf } from './rows.js';

/** An account, or a result, with its amount in each column. */
export interface ReportAccount {
  id: string;
  title: string;
  amounts: Cents[];
  /** Further attributes of the amounts, by column. */
  more?: Record<string, string>[];
}

/** A group's section, by title and without accounts that are zero in every column; none without any. `total`: by column. */
export function groupSection(group: Group, accounts: readonly ReportAccount[], columns: number): { rows: Wire[]; total: Cents[] } {
  const shown = accounts.filter(({ amounts }) => amounts.some((amount) => amount !== 0)).sort((a, b) => (a.title < b.title ? -1 : 1));
  if (shown.length === 0) return { rows: [], total: Array.from({ length: columns }, () => 0) };
  const total = sumOf(shown.map(({ amounts }) => amounts));
  const body = group.folded === undefined
    ? shown.map(({ id, title, amounts, more }) => accountRow(id, title, amounts, more))
    : [plainRow('Row', group.folded, total)];
  return { rows: [section(group.title, [...body, plainRow('SummaryRow', group.total, total)])], total };
}
