import { subtract } from '#accounting/money';
import type { BalanceSheetMonth, ReportLine } from '#accounting/models/financial-statements';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { lastDay, type MonthlyReport } from './report-months.js';
import { group, monthOf, type ReportSection, sectionsOf } from './report-rows.js';

/** Every column is at the end of its month, whatever the length of the one that it was asked from. */
export const balanceSheet: MonthlyReport = { name: 'BalanceSheet', keepsDay: false, query: (month) => ({ date: lastDay(month) }) };

type Side = 'assets' | 'liabilities' | 'equity';

const titles: ReadonlyMap<string, Side> = new Map([
  ['assets', 'assets'],
  ['liabilities', 'liabilities'],
  ['equity', 'equity'],
]);

/** Assets are debit positive, liabilities and equity credit positive, as the report itself has them. */
export function readBalanceSheet(native: NativeRecord, references: References): Mapped<BalanceSheetMonth> {
  const month = monthOf(native);
  const groups: Record<Side, ReportLine[]> = { assets: [], liabilities: [], equity: [] };
  let side: Side | undefined;
  for (const section of sectionsOf(native, references)) {
    // The three are empty sections above those that belong to them; equity has its rows itself.
    side = titles.get(section.title.toLowerCase()) ?? side;
    if (section.lines.length === 0) continue;
    const of = side ?? sideOf(section, references);
    groups[of].push(...(of === 'equity' && side === 'equity' ? section.lines : [group(section.title, section.lines)]));
  }
  const [assets, liabilities, equity] = [group('Assets', groups.assets), group('Liabilities', groups.liabilities), group('Equity', groups.equity)];
  const document: BalanceSheetMonth = {
    id: month,
    currency: references.baseCurrency,
    date: `${lastDay(month)}T00:00:00`,
    assets,
    liabilities,
    equity,
    netAssets: subtract(assets.value, liabilities.value),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

/** Layouts of some countries lack the three titles: then the accounts of a section tell. */
function sideOf({ title, lines }: ReportSection, references: References): Side {
  for (const { accountId = '' } of lines) {
    const category = references.account(accountId)?.category;
    if (category?.startsWith('Asset.')) return 'assets';
    if (category?.startsWith('Liability.')) return 'liabilities';
    if (category?.startsWith('Equity.')) return 'equity';
  }
  throw new ReadingError('Rows', `has the section ${JSON.stringify(title)}, which is neither of assets nor of liabilities nor of equity`);
}
