import type { Books } from '../books/books.js';
import type { AccountKind } from '../books/credits-on-account.js';
import type { Table } from '../books/table.js';
import { bankTransactionJson, bankTransferWire } from './bank-wire.js';
import { batchPaymentWire } from './batch-wire.js';
import { creditJson } from './credit-wire.js';
import type { Form } from './invoice-wire.js';
import { selectRows, type Listed } from './listing.js';
import type { Records } from './paged.js';
import { manualJournalWire, purchaseOrderJson } from './paper-wire.js';
import { notFound } from './problems.js';
import { readFlag, type BooksRequest, type Query } from './request.js';
import { readMs, type Wire } from './wire.js';

/** What sets one list apart from the others. */
interface List {
  name: string;
  idKey: string;
  table: Table;
  json: (row: number, form: Form) => string;
  admits?: Listed['admits'];
  forcePaging?: boolean;
  unpaged?: boolean;
  /** Filters beside UpdatedDateUTC and the id that stay quick on large organisations. */
  optimised?: readonly string[];
}

type Endpoint = (books: Books, request: BooksRequest, query: Query, id: string | null) => Records;

function endpoint(describe: (books: Books, query: Query) => List): Endpoint {
  return (books, request, query, id) => {
    const { name, idKey, table, json, admits, forcePaging, unpaged, optimised = [] } = describe(books, query);
    const fourPlaces = query.get('unitdp') === '4';
    if (id !== null) {
      const row = table.rowOf(id);
      if (row === null) throw notFound();
      return { name, json: [json(row, { extent: 'single', fourPlaces })] };
    }
    const key = idKey.toLowerCase();
    const listed: Listed = {
      table, idKey, admits, forcePaging, unpaged, quick: { [key]: (row) => table.id(row) }, optimised: new Set(['updateddateutc', key, ...optimised]),
      wire: (row) => JSON.parse(json(row, { extent: 'summary', fourPlaces })) as Wire,
    };
    const page = selectRows(books, listed, request, query);
    const form: Form = { extent: page.pagination || unpaged ? 'list' : 'summary', fourPlaces };
    return { name, json: page.rows.map((row) => json(row, form)), pagination: page.pagination };
  };
}

export const bankTransactions = endpoint((books) => ({
  name: 'BankTransactions', idKey: 'BankTransactionID', table: books.bank.transactions, json: (row, form) => bankTransactionJson(books, row, form), optimised: ['type', 'status', 'date'],
}));

/** Deleted transfers show only to those who ask for them. Changed ones cannot be told: a transfer knows only when it was made. */
export const bankTransfers = endpoint((books, query) => ({
  name: 'BankTransfers', idKey: 'BankTransferID', table: books.bank.transfers, unpaged: true, json: (row) => JSON.stringify(bankTransferWire(books, row)),
  admits: readFlag(query, 'includedeleted') ? null : (row) => !books.bank.transfer(row).deleted,
}));

const onAccount = (kind: AccountKind, name: string, idKey: string): Endpoint =>
  endpoint((books) => ({ name, idKey, table: books.credits.table(kind), json: (row, form) => creditJson(books, kind, row, form) }));

export const prepayments = onAccount('prepayment', 'Prepayments', 'PrepaymentID');
export const overpayments = onAccount('overpayment', 'Overpayments', 'OverpaymentID');

export const batchPayments = endpoint((books) => ({
  name: 'BatchPayments', idKey: 'BatchPaymentID', table: books.batches.table, unpaged: true, json: (row) => JSON.stringify(batchPaymentWire(books, row)),
}));

export const manualJournals = endpoint((books) => ({
  name: 'ManualJournals', idKey: 'ManualJournalID', table: books.paper.journals, json: (row, { extent }) => JSON.stringify(manualJournalWire(books, row, extent)),
}));

/** Purchase orders are filtered by state and days, not by `where`. */
export const purchaseOrders: Endpoint = (books, request, query, id) => {
  const rest = new Map(query);
  rest.delete('where');
  return orders(books, request, rest, id);
};

const orders = endpoint((books, query) => ({
  name: 'PurchaseOrders', idKey: 'PurchaseOrderID', table: books.paper.orders, forcePaging: true, admits: orderFilter(books, query),
  json: (row, form) => purchaseOrderJson(books, row, form),
}));

function orderFilter(books: Books, query: Query): Listed['admits'] {
  const [status, from, to] = ['status', 'datefrom', 'dateto'].map((name) => query.get(name));
  if (status === undefined && from === undefined && to === undefined) return null;
  const day = (text: string | undefined, otherwise: number): number => (text === undefined ? otherwise : (readMs(text) ?? Date.parse(text)) / 86_400_000);
  const [first, last] = [day(from, -Infinity), day(to, Infinity)];
  return (row) => {
    const order = books.paper.order(row);
    return (status === undefined || order.status === status.toUpperCase()) && order.issued >= first && order.issued <= last;
  };
}
