import type { Books } from '../books/books.js';
import { churn } from '../books/churn.js';
import { Kind } from '../books/record-ids.js';
import { belowRecord } from '../files/files.js';
import { journalsList } from '../journals/journals.js';
import { reports } from '../reports/reports.js';
import { bankTransactions, bankTransfers, batchPayments, manualJournals, overpayments, prepayments, purchaseOrders } from './lists.js';
import { isKnownPath } from './known-paths.js';
import { contacts, creditNotes, invoices, payments, type Records } from './paged.js';
import { notFound, notImplemented, Problem } from './problems.js';
import { readQuery, type BooksRequest, type Query } from './request.js';
import { accounts, currencies, items, organisation, taxRates, themes, tracking, users } from './settings.js';
import { msBare, type Wire } from './wire.js';
import { write } from '../writes/write.js';
import { toXml } from './xml.js';

export interface BooksAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

type Endpoint = (books: Books, request: BooksRequest, query: Query, id: string | null) => Records;

const endpoints: Record<string, Endpoint> = {
  organisation, accounts, items, users, currencies, invoices, contacts, payments,
  taxrates: taxRates, trackingcategories: tracking, brandingthemes: themes, creditnotes: creditNotes, reports,
  banktransactions: bankTransactions, banktransfers: bankTransfers, batchpayments: batchPayments, manualjournals: manualJournals, overpayments, prepayments,
  purchaseorders: purchaseOrders, journals: journalsList,
};

const json = 'application/json; charset=utf-8';

/**
 * Answers one request of the Accounting API from the books. Everything before this (token, scope, limits, faults) is
 * the server's; what comes out is the status, the content type and the finished text.
 */
export function answer(books: Books, request: BooksRequest): BooksAnswer {
  const wantsJson = /json/i.test(String(request.headers.accept ?? ''));
  try {
    const records = find(books, request);
    if ('body' in records) return records;
    const text = envelope(books, records);
    if (records.pagination) churn(books, records.name);
    return wantsJson ? { status: 200, headers: { 'content-type': json }, body: text } : xml(200, JSON.parse(text.toString()) as Record<string, unknown>);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (typeof error.body === 'string') return { status: error.status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: error.body };
    return wantsJson ? { status: error.status, headers: { 'content-type': json }, body: JSON.stringify(error.body) } : xml(error.status, error.body);
  }
}

/** A record by list and id as the API shows it, prices with four places; null when it is there no more. */
export function recordOf(books: Books, { list, id }: { list: string; id: string }): Wire | null {
  const { status, body } = answer(books, { method: 'GET', path: `${list}/${id}`, query: { unitdp: '4' }, headers: { accept: 'application/json' } });
  return status === 200 ? (JSON.parse(body.toString()) as Record<string, Wire[]>)[list][0] : null;
}

function find(books: Books, request: BooksRequest): Records | BooksAnswer {
  const parts = request.path.split('/').filter((part) => part !== '').map((part) => safeDecode(part));
  const [first = '', second, ...rest] = parts;
  const endpoint = Object.hasOwn(endpoints, first.toLowerCase()) ? endpoints[first.toLowerCase()] : undefined;
  if (endpoint) {
    const below = belowRecord(books, parts, request, (id) => JSON.parse(endpoint(books, request, new Map(), id).json[0].toString()) as Wire);
    if (below) return below;
  }
  if (endpoint && request.method !== 'GET') {
    const written = write(books, request, parts, (list, id) => endpoints[list.toLowerCase()](books, request, readQuery(request), id).json[0].toString());
    if (written) return written;
  }
  if (!endpoint || rest.length > 0 || request.method !== 'GET') {
    throw isKnownPath(first) ? notImplemented(`${request.method} ${request.path}`) : notFound();
  }
  return endpoint(books, request, readQuery(request), second ?? null);
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Around all records: an id of the answer, the app's name, the time, and where the list was cut. */
function envelope(books: Books, records: Records): string | Buffer {
  const head = { Id: books.ids.id(Kind.answer, books.answers++), Status: 'OK', ProviderName: 'Xero API simulator', DateTimeUTC: msBare(books.now()) };
  const pagination = records.pagination ? `"pagination":${JSON.stringify(records.pagination)},` : '';
  const opening = `${JSON.stringify(head).slice(0, -1)},${pagination}"${records.name}":[`;
  if (records.json.some((record) => typeof record !== 'string')) return joined(opening, records.json);
  return `${opening}${records.json.join(',')}]}`;
}

/** Rendered records are bytes already: they are copied, not encoded once more. */
function joined(opening: string, records: (string | Buffer)[]): Buffer {
  const comma = Buffer.from(',');
  const parts: Buffer[] = [Buffer.from(opening)];
  records.forEach((record, place) => {
    if (place > 0) parts.push(comma);
    parts.push(typeof record === 'string' ? Buffer.from(record) : record);
  });
  parts.push(Buffer.from(']}'));
  return Buffer.concat(parts);
}

function xml(status: number, body: Record<string, unknown>): BooksAnswer {
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: toXml(body) };
}
