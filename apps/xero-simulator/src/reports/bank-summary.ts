import type { Books } from '../books/books.js';
import { centsToText } from '../books/money.js';
import type { Query } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import { dailySums, everBefore } from './daily-sums.js';
import { longDate, readPeriod } from './periods.js';
import type { Report } from './reports.js';
import { shownBy } from './report-settings.js';
import { accountCell, accountId, headerRow, plainCell, plainRow, section, sumOf } from './rows.js';

/** What came into and went out of each bank account in a period. Accounts that never moved are absent. */
export function bankSummary(books: Books, query: Query, today: number): Report {
  const { from, to } = readPeriod(query, today);
  const sums = dailySums(books, 'accrual');
  const before = shownBy(books, 'BankSummary', sums.net(everBefore, from - 1));
  const moved = sums.net(from, to);
  const received = sums.debits(from, to);
  const columns: number[][] = [];
  const body = books.drawing.chart.flatMap((account, row): Wire[] => {
    const spent = received[row] - moved[row];
    const amounts = [before[row], received[row], spent, before[row] + moved[row]];
    if (account.type !== 'BANK' || amounts.every((amount) => amount === 0)) return [];
    columns.push(amounts);
    const id = accountId(books, row);
    const [opening, into, out, closing] = amounts.map(centsToText);
    const name = { Value: books.accountName(row), Attributes: [{ Value: id, Id: 'accountID' }] };
    return [{ RowType: 'Row', Cells: [name, plainCell(opening), accountCell(id, into), accountCell(id, out), plainCell(closing)] }];
  });
  const total = columns.length === 0 ? [] : [plainRow('SummaryRow', 'Total', sumOf(columns))];
  const header = headerRow(['Bank Accounts', 'Opening Balance', 'Cash Received', 'Cash Spent', 'Closing Balance']);
  return { name: 'Bank Summary', type: 'BankSummary', span: `From ${longDate(from)} to ${longDate(to)}`, rows: [header, section('', [...body, ...total])] };
}
