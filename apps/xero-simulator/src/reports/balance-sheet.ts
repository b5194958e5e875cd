import type { Books } from '../books/books.js';
import { startOfYear } from '../books/financial-year.js';
import type { Cents } from '../books/money.js';
import type { Query } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import { dailySums, everBefore, type Basis } from './daily-sums.js';
import { groupSection, type ReportAccount } from './group-section.js';
import { customBalance, standardBalance, type Group } from './layouts.js';
import { americanDate, longDate, positionBefore, readDay, shortDate, stepsBack } from './periods.js';
import type { Report } from './reports.js';
import { shownBy } from './report-settings.js';
import { accountId, currentYearEarningsId, headerRow, plainRow, section, sumOf } from './rows.js';
import { isResult } from './trial-balance.js';

/** The position of one column: by account in base currency, and the result of the financial year so far. */
interface Column { on: number; yearStart: number; amounts: Float64Array; result: Cents }

/** The position at the end of a day, and of as many earlier ones as `periods` asks for. Accounts of zero are absent. */
export function balanceSheet(books: Books, query: Query, today: number, { basis, custom }: { basis: Basis; custom: boolean }): Report {
  const on = readDay(query, 'date') ?? today;
  const columns = stepsBack(query).map((months) => readColumn(books, basis, positionBefore(on, months)));
  const layout = custom ? customBalance : standardBalance;
  const rows: Wire[] = [headerRow(['', ...columns.map((column) => shortDate(column.on))])];
  const side = (title: string, groups: readonly Group[]): Cents[] => {
    rows.push(section(title, []));
    const totals = groups.map((group) => pushGroup(books, columns, group, rows));
    const total = sumOf(totals);
    rows.push(section('', [plainRow('SummaryRow', `Total ${title}`, total)]));
    return total;
  };
  const assets = side('Assets', layout.assets);
  const liabilities = side('Liabilities', layout.liabilities);
  rows.push(section('', [plainRow('Row', 'Net Assets', assets.map((amount, place) => amount - liabilities[place]))]));
  pushGroup(books, columns, layout.equity, rows);
  return { name: 'Balance Sheet', type: 'BalanceSheet', span: `As at ${longDate(on)}`, rows };
}

/** Results of earlier years have moved to retained earnings, that of this year has a row of its own. */
function readColumn(books: Books, basis: Basis, on: number): Column {
  const { chart, control } = books.drawing;
  const sums = dailySums(books, basis);
  const yearStart = startOfYear(books.drawing, on);
  const amounts = sums.net(everBefore, on);
  const year = sums.net(yearStart, on);
  let result = 0;
  chart.forEach((account, row) => {
    if (!isResult(account.class)) return;
    result += year[row];
    amounts[control.retained] += amounts[row] - year[row];
  });
  return { on, yearStart, amounts: shownBy(books, 'BalanceSheet', amounts), result };
}

function pushGroup(books: Books, columns: Column[], group: Group, rows: Wire[]): Cents[] {
  const { rows: added, total } = groupSection(group, accountsOf(books, columns, group), columns.length);
  rows.push(...added);
  return total;
}

/** Equity has the result of the year among its accounts. */
function accountsOf(books: Books, columns: Column[], { types, sign }: Group): ReportAccount[] {
  const { chart, control } = books.drawing;
  const accounts: ReportAccount[] = [];
  chart.forEach((account, row) => {
    if (!types.includes(account.type)) return;
    const more = row === control.retained ? columns.map(({ on }) => ({ fromDate: '', toDate: americanDate(on) })) : [];
    accounts.push({ id: accountId(books, row), title: books.accountName(row), amounts: columns.map(({ amounts }) => sign * amounts[row]), more });
  });
  if (!types.includes('EQUITY')) return accounts;
  const dates = columns.map(({ yearStart, on }) => ({ fromDate: americanDate(yearStart), toDate: americanDate(on) }));
  return [...accounts, { id: currentYearEarningsId, title: 'Current Year Earnings', amounts: columns.map(({ result }) => sign * result), more: dates }];
}
