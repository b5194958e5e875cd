import type { Books } from '../books/books.js';
import type { Cents } from '../books/money.js';
import type { Query } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import { dailySums, type Basis } from './daily-sums.js';
import { groupSection, type ReportAccount } from './group-section.js';
import { customProfit, standardProfit, type Group } from './layouts.js';
import { longDate, monthsBefore, readPeriod, shortDate, stepsBack } from './periods.js';
import type { Report } from './reports.js';
import { shownBy } from './report-settings.js';
import { accountId, currencyGainsId, headerRow, plainRow, section, sumOf } from './rows.js';

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

function pushGroup(books: Books, columns: Float64Array[], group: Group, rows: Wire[]): Cents[] {
  const { rows: added, total } = groupSection(group, accountsOf(books, columns, group), columns.length);
  rows.push(...added);
  return total;
}

/** All currency gains share one row. */
function accountsOf(books: Books, columns: Float64Array[], { types, sign }: Group): ReportAccount[] {
  const accounts: ReportAccount[] = [];
  const gains: Cents[][] = [];
  books.drawing.chart.forEach((account, row) => {
    if (!types.includes(account.type)) return;
    const amounts = columns.map((column) => sign * column[row]);
    if (account.systemAccount !== undefined && currencyAccounts.has(account.systemAccount)) gains.push(amounts);
    else accounts.push({ id: accountId(books, row), title: books.accountName(row), amounts });
  });
  if (gains.length === 0) return accounts;
  return [...accounts, { id: currencyGainsId, title: 'Foreign Currency Gains and Losses', amounts: sumOf(gains) }];
}
