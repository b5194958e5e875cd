import type { Books } from '../books/books.js';
import { startOfYear } from '../books/financial-year.js';
import { centsToText, type Cents } from '../books/money.js';
import type { Query } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import { dailySums, everBefore, type Basis } from './daily-sums.js';
import { longDate, monthOf, readDay } from './periods.js';
import type { Report } from './reports.js';
import { shownBy } from './report-settings.js';
import { accountCell, accountId, accountTitle, headerRow, plainCell, section } from './rows.js';

const sections = [
  ['Revenue', 'REVENUE'], ['Expenses', 'EXPENSE'], ['Assets', 'ASSET'], ['Liabilities', 'LIABILITY'], ['Equity', 'EQUITY'],
] as const;

/** Movement of the month, and the position: of the financial year for income and costs, of all time for the rest. */
export function trialBalance(books: Books, query: Query, today: number, { basis }: { basis: Basis }): Report {
  const on = readDay(query, 'date') ?? today;
  const sums = dailySums(books, basis);
  const month = sums.net(monthOf(on).from, on);
  const position = shownBy(books, 'TrialBalance', positionOf(books, sums.net(everBefore, on), sums.net(startOfYear(books.drawing, on), on)));
  const totals = [0, 0, 0, 0];
  const body = sections.map(([title, kind]) => {
    const rows = books.drawing.chart.flatMap((account, row): Wire[] => {
      if (account.class !== kind || (position[row] === 0 && month[row] === 0)) return [];
      const id = accountId(books, row);
      const cells = [...sides(month[row]), ...sides(position[row])];
      cells.forEach((amount, place) => { totals[place] += amount ?? 0; });
      return [{ RowType: 'Row', Cells: [accountCell(id, accountTitle(books, row)), ...cells.map((amount) => accountCell(id, amount === null ? '' : centsToText(amount)))] }];
    });
    return section(title, rows);
  });
  const sum = section('', [{ RowType: 'SummaryRow', Cells: [plainCell('Total'), ...totals.map((amount) => plainCell(centsToText(amount)))] }]);
  const rows = [headerRow(['Account', 'Debit', 'Credit', 'YTD Debit', 'YTD Credit']), ...body, sum];
  return { name: 'Trial Balance', type: 'TrialBalance', span: `As at ${longDate(on)}`, rows };
}

export function isResult(kind: string): boolean {
  return kind === 'REVENUE' || kind === 'EXPENSE';
}

/** Profits of earlier years have moved to retained earnings. */
function positionOf(books: Books, total: Float64Array, year: Float64Array): Float64Array {
  const { chart, control } = books.drawing;
  chart.forEach((account, row) => {
    if (!isResult(account.class)) return;
    total[control.retained] += total[row] - year[row];
    total[row] = year[row];
  });
  return total;
}

/** A balance stands in one of two columns, the other is empty. */
function sides(amount: Cents): [Cents | null, Cents | null] {
  return amount < 0 ? [null, -amount] : [amount, null];
}
