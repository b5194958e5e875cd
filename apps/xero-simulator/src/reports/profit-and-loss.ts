import type { Books } from '../books/books.js';
import type { Cents } from '../books/money.js';
import type { Query } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import { dailySums, type Basis } from './daily-sums.js';
import { customProfit, standardProfit, type Group } from './layouts.js';
import { longDate, monthsBefore, readPeriod, shortDate, stepsBack } from './periods.js';
import type { Report } from './reports.js';
import { shownBy } from './report-settings.js';
import { accountId, accountRow, currencyGainsId, headerRow, plainRow, section, sumOf } from './rows.js';

const currencyAccounts = new Set(['BANKCURRENCYGAIN', 'UNREALISEDCURRENCYGAIN', 'REALISEDCURRENCYGAIN']);

/**
 * Income and costs of a period, and of as many earlier ones as `periods` asks for. Earlier periods begin and end on the
 * same days of their months as the asked one, as at Xero: a period that ends on the 30th leaves out the 31st of every
 * longer month, so months can be compared only from a month of 31 days.
 */
export function profitAndLoss(books: Books, query: Query, today: number, { basis, custom }: { basis: Basis; custom: boolean }): Report {
  const { from, to } = readPeriod(query, today);
  const sums = dailySums(books, basis);
  const periods = stepsBack(query).map((months) => ({ from: monthsBefore(from, months), to: monthsBefore(to, months) }));
  const columns = periods.map((period) => shownBy(books, 'ProfitAndLoss', sums.net(period.from, period.to)));
  const layout = custom ? customProfit : standardProfit;
  const rows: Wire[] = [headerRow(['', ...periods.map((period) => shortDate(period.to, '2-digit'))])];
  const income = pushGroup(books, columns, layout.income, rows);
  const costs = pushGroup(books, columns, layout.costOfSales, rows);
  const gross = income.map((amount, place) => amount - costs[place]);
  rows.push(section('', [plainRow('Row', 'Gross Profit', gross)]));
  const other = pushGroup(books, columns, layout.otherIncome, rows);
  const expenses = pushGroup(books, columns, layout.expenses, rows);
  rows.push(section('', [plainRow('Row', 'Net Profit', gross.map((amount, place) => amount + other[place] - expenses[place]))]));
  return { name: 'Profit and Loss', type: 'ProfitAndLoss', title: 'Profit & Loss', span: `${longDate(from)} to ${longDate(to)}`, rows };
}

/** Adds a group's section, if it has any row, and gives its total by column. All currency gains share one row. */
function pushGroup(books: Books, columns: Float64Array[], group: Group, rows: Wire[]): Cents[] {
  const shown: { title: string; id: string; amounts: Cents[] }[] = [];
  const gains: Cents[][] = [];
  books.drawing.chart.forEach((account, row) => {
    if (!group.types.includes(account.type)) return;
    const amounts = columns.map((column) => group.sign * column[row]);
    if (account.systemAccount !== undefined && currencyAccounts.has(account.systemAccount)) gains.push(amounts);
    else shown.push({ title: books.accountName(row), id: accountId(books, row), amounts });
  });
  if (gains.length > 0) shown.push({ title: 'Foreign Currency Gains and Losses', id: currencyGainsId, amounts: sumOf(gains) });
  const worth = shown.filter(({ amounts }) => amounts.some((amount) => amount !== 0)).sort((a, b) => (a.title < b.title ? -1 : 1));
  if (worth.length === 0) return columns.map(() => 0);
  const total = sumOf(worth.map(({ amounts }) => amounts));
  const body = group.folded === undefined ? worth.map(({ id, title, amounts }) => accountRow(id, title, amounts)) : [plainRow('Row', group.folded, total)];
  rows.push(section(group.title, [...body, plainRow('SummaryRow', group.total, total)]));
  return total;
}
