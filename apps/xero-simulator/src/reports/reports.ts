import type { Books } from '../books/books.js';
import { day } from '../books/drawing.js';
import type { Records } from '../accounting/paged.js';
import { notFound, notImplemented, Problem } from '../accounting/problems.js';
import type { BooksRequest, Query } from '../accounting/request.js';
import { msBare, type Wire } from '../accounting/wire.js';
import { balanceSheetRows } from './balance-sheet.js';
import { trialBalanceRows } from './trial-balance.js';

interface Report { name: string; rows: (books: Books, on: number, title: string) => Wire[] }

const served: Record<string, Report & { id: string }> = {
  trialbalance: { id: 'TrialBalance', name: 'Trial Balance', rows: trialBalanceRows },
  balancesheet: { id: 'BalanceSheet', name: 'Balance Sheet', rows: balanceSheetRows },
};
const unserved = new Set(['profitandloss', 'banksummary', 'agedreceivablesbycontact', 'agedpayablesbycontact', 'budgetsummary', 'executivesummary', 'tenninetynine']);

/** Reports are computed from the postings, so they agree with the documents whatever was edited. */
export function reports(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const key = id?.toLowerCase() ?? '';
  if (key === '' || unserved.has(key)) throw notImplemented(`GET ${request.path}`);
  const report = Object.hasOwn(served, key) ? served[key] : null;
  if (!report) throw notFound();
  const on = readDate(query.get('date')) ?? Math.floor(books.now() / day);
  const title = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(on * day));
  const wire: Wire = {
    ReportID: report.id, ReportName: report.name, ReportType: report.id, ReportTitles: [report.name, books.options.name, `As at ${title}`],
    ReportDate: title, UpdatedDateUTC: msBare(books.now()), Fields: [], Rows: report.rows(books, on, title),
  };
  return { name: 'Reports', json: [JSON.stringify(wire)] };
}

function readDate(text: string | undefined): number | null {
  if (text === undefined) return null;
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(`${text.slice(0, 10)}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(moment)) throw new Problem(400, { ErrorNumber: 10, Type: 'ValidationException', Message: `"${text}" is not a date` });
  return moment / day;
}
