import type { Books } from '../books/books.js';
import { balances } from '../books/ledger.js';
import { centsToText, type Cents } from '../books/money.js';
import type { Wire } from '../accounting/wire.js';
import { accountCell, accountTitle, headerRow, plainCell, section } from './rows.js';

const sections = [
  ['Revenue', 'REVENUE'], ['Expenses', 'EXPENSE'], ['Assets', 'ASSET'], ['Liabilities', 'LIABILITY'], ['Equity', 'EQUITY'],
] as const;

/** Movement of the month, and the position: of the financial year for income and costs, of all time for the rest. */
export function trialBalanceRows(books: Books, on: number): Wire[] {
  const { total, year, month } = balances(books, on);
  const { chart, control } = books.drawing;
  const totals = [0, 0, 0, 0];
  // Profits of earlier years have moved to retained earnings.
  const earlier = chart.reduce((sum, account, row) => (isResult(account.class) ? sum + total[row] - year[row] : sum), 0);
  const body = sections.map(([title, kind]) => {
    const rows = chart.flatMap((account, row) => {
      if (account.class !== kind) return [];
      const position = (isResult(kind) ? year[row] : total[row]) + (row === control.retained ? earlier : 0);
      if (position === 0 && month[row] === 0) return [];
      const cells = [...sides(month[row]), ...sides(position)];
      cells.forEach((amount, place) => { totals[place] += amount ?? 0; });
      return [{ RowType: 'Row', Cells: [accountCell(books, row, accountTitle(books, row)), ...cells.map((amount) => accountCell(books, row, amount === null ? '' : centsToText(amount)))] }];
    });
    return section(title, rows);
  });
  const sum = section('', [{ RowType: 'SummaryRow', Cells: [plainCell('Total'), ...totals.map((amount) => plainCell(centsToText(amount)))] }]);
  return [headerRow(['Account', 'Debit', 'Credit', 'YTD Debit', 'YTD Credit']), ...body, sum];
}

export function isResult(kind: string): boolean {
  return kind === 'REVENUE' || kind === 'EXPENSE';
}

/** A balance stands in one of two columns, the other is empty. */
function sides(amount: Cents): [Cents | null, Cents | null] {
  return amount < 0 ? [null, -amount] : [amount, null];
}
