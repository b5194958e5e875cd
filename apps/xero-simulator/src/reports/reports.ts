import type { Books } from '../books/books.js';
import { day } from '../books/drawing.js';
import type { Records } from '../accounting/paged.js';
import { notFound, notImplemented } from '../accounting/problems.js';
import { readFlag, type BooksRequest, type Query } from '../accounting/request.js';
import { msBare, type Wire } from '../accounting/wire.js';
import { balanceSheet } from './balance-sheet.js';
import { bankSummary } from './bank-summary.js';
import type { Basis } from './daily-sums.js';
import { longDate } from './periods.js';
import { profitAndLoss } from './profit-and-loss.js';
import { reportSettings } from './report-settings.js';
import { trialBalance } from './trial-balance.js';

/** A computed report: `span` says of which dates. */
export interface Report { name: string; type: string; title?: string; span: string; rows: Wire[] }

type Compute = (books: Books, query: Query, today: number, form: { basis: Basis; custom: boolean }) => Report;

const served: Record<string, Compute> = { trialbalance: trialBalance, balancesheet: balanceSheet, profitandloss: profitAndLoss, banksummary: bankSummary };
const unserved = new Set(['agedreceivablesbycontact', 'agedpayablesbycontact', 'budgetsummary', 'executivesummary', 'tenninetynine']);

/** Reports are computed from the postings, so they agree with the documents whatever was edited. */
export function reports(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const key = id?.toLowerCase() ?? '';
  if (key === '' || unserved.has(key)) throw notImplemented(`GET ${request.path}`);
  const compute = Object.hasOwn(served, key) ? served[key] : null;
  if (!compute) throw notFound();
  const today = Math.floor(books.now() / day);
  const basis = readFlag(query, 'paymentsonly') ? 'cash' : 'accrual';
  const custom = reportSettings(books).layout === 'custom' && !readFlag(query, 'standardlayout');
  const { name, type, title = name, span, rows } = compute(books, query, today, { basis, custom });
  const wire: Wire = {
    ReportID: type, ReportName: name, ReportType: type, ReportTitles: [title, books.options.name, span],
    ReportDate: longDate(today), UpdatedDateUTC: msBare(books.now()), Fields: [], Rows: rows,
  };
  return { name: 'Reports', json: [JSON.stringify(wire)] };
}
