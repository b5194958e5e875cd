import type { Books } from '../books/books.js';
import { balances } from '../books/ledger.js';
import { centsToText } from '../books/money.js';
import type { Wire } from '../accounting/wire.js';
import { accountCell, headerRow, plainCell, section } from './rows.js';
import { isResult } from './trial-balance.js';

const groups: readonly [title: string, sign: number, types: readonly string[]][] = [
  ['Bank', 1, ['BANK']],
  ['Current Assets', 1, ['CURRENT', 'INVENTORY', 'PREPAYMENT']],
  ['Fixed Assets', 1, ['FIXED']],
  ['Non-current Assets', 1, ['NONCURRENT']],
  ['Current Liabilities', -1, ['CURRLIAB', 'LIABILITY', 'PAYG', 'PAYGLIABILITY', 'SUPERANNUATIONLIABILITY', 'WAGESPAYABLELIABILITY']],
  ['Non-current Liabilities', -1, ['TERMLIAB']],
  ['Equity', -1, ['EQUITY']],
];

/** Position at the end of a day. Rows of zero are absent; the result of the year is a row without account. */
export function balanceSheetRows(books: Books, on: number, title: string): Wire[] {
  const { total, year } = balances(books, on);
  const { chart, control } = books.drawing;
  const result = chart.reduce((sums, account, row) => (isResult(account.class) ? { all: sums.all + total[row], year: sums.year + year[row] } : sums), { all: 0, year: 0 });
  const sections = groups.map(([name, sign, types]) => {
    let sum = 0;
    const rows = chart.flatMap((account, row): Wire[] => {
      const amount = sign * (total[row] + (row === control.retained ? result.all - result.year : 0));
      if (!types.includes(account.type) || amount === 0) return [];
      sum += amount;
      return [{ RowType: 'Row', Cells: [accountCell(books, row, books.accountName(row)), accountCell(books, row, centsToText(amount))] }];
    });
    if (name === 'Equity' && result.year !== 0) {
      sum -= result.year;
      rows.push({ RowType: 'Row', Cells: [plainCell('Current Year Earnings'), plainCell(centsToText(-result.year))] });
    }
    return section(name, [...rows, { RowType: 'SummaryRow', Cells: [plainCell(`Total ${name}`), plainCell(centsToText(sum))] }]);
  });
  return [headerRow(['', title]), ...sections];
}
