import type { Books } from '../books/books.js';
import type { Table } from '../books/table.js';
import { highVolume, queryParse } from './problems.js';
import { readModifiedSince, readPaging, type BooksRequest, type Paging, type Query } from './request.js';
import { readWhere, type Property } from './where.js';
import { readMs, type Wire } from './wire.js';

/** What a paged endpoint tells about its rows. */
export interface Listed {
  table: Table;
  /** The record as a client sees it, for filters and orders on its properties. */
  wire: (row: number) => Wire;
  /** Properties that can be had without drawing the document. */
  quick: Record<string, (row: number) => unknown>;
  /** Filters on these are optimised at Xero; any other is refused on large organisations. */
  optimised: ReadonlySet<string>;
  /** Beside `where`: archived contacts, ids, states. */
  admits?: ((row: number) => boolean) | null;
  idKey: string;
  forcePaging?: boolean;
  /** The list has no pages at all, whatever is asked for. */
  unpaged?: boolean;
}

export interface Page {
  rows: number[];
  /** Missing when the whole list was asked for. */
  pagination?: { page: number; pageSize: number; pageCount: number; itemCount: number };
}

/** Rows of one answer: modified since, filtered, ordered, and cut by their place at this very moment. */
export function selectRows(books: Books, listed: Listed, request: BooksRequest, query: Query): Page {
  const { order } = listed.table;
  const since = readModifiedSince(request.headers);
  const start = since === null ? 0 : order.firstAfter(since);
  const paging = listed.unpaged ? null : readPaging(query, listed.forcePaging ?? false);
  // A whole list that large is more than one answer can carry; the real API breaks off too.
  if (!paging && !listed.unpaged && order.count - start > books.highVolumeLimit) throw highVolume();
  const filter = readFilter(books, listed, query);
  const sort = readOrder(books, listed, query.get('order'));
  if (!filter && sort.byUpdate) return slice(order.count - start, paging, (place) => order.at(sort.descending ? order.count - 1 - place : start + place));
  const rows: number[] = [];
  for (let place = start; place < order.count; place++) {
    const row = order.at(place);
    if (!filter || filter(row)) rows.push(row);
  }
  sort.arrange(rows);
  return slice(rows.length, paging, (place) => rows[place]);
}

function slice(itemCount: number, paging: Paging | null, at: (place: number) => number): Page {
  const { page, pageSize } = paging ?? { page: 1, pageSize: itemCount };
  const first = (page - 1) * pageSize;
  const length = Math.max(0, Math.min(pageSize, itemCount - first));
  const rows = Array.from({ length }, (_, place) => at(first + place));
  if (!paging) return { rows };
  return { rows, pagination: { page, pageSize, pageCount: Math.ceil(itemCount / pageSize), itemCount } };
}

function readFilter(books: Books, listed: Listed, query: Query): ((row: number) => boolean) | null {
  const text = query.get('where');
  const admits = listed.admits ?? null;
  if (text === undefined) return admits;
  const where = readWhere(text);
  const costly = where.free || where.properties.some((name) => !listed.optimised.has(name.toLowerCase()));
  if (costly && listed.table.order.count > books.highVolumeLimit) throw highVolume();
  return (row) => (!admits || admits(row)) && where.matches(propertyOf(listed, row));
}

interface Arrangement {
  byUpdate: boolean;
  descending: boolean;
  arrange: (rows: number[]) => void;
}

function readOrder(books: Books, listed: Listed, text: string | undefined): Arrangement {
  const parsed = /^\s*([A-Za-z.]+)(?:\s+(ASC|DESC))?\s*$/i.exec((text ?? 'UpdatedDateUTC').split(',')[0]);
  if (!parsed) throw queryParse(`"${text}" is not an order`);
  const name = parsed[1];
  const descending = parsed[2]?.toUpperCase() === 'DESC';
  if (name.toLowerCase() === 'updateddateutc') return { byUpdate: true, descending, arrange: (rows) => { if (descending) rows.reverse(); } };
  if (![listed.idKey.toLowerCase(), 'date'].includes(name.toLowerCase()) && listed.table.order.count > books.highVolumeLimit) throw highVolume();
  const arrange = (rows: number[]): void => {
    const keys = new Map(rows.map((row) => [row, sortable(propertyOf(listed, row)(name))]));
    rows.sort((a, b) => (descending ? -1 : 1) * compareKeys(keys.get(a)!, keys.get(b)!));
  };
  return { byUpdate: false, descending, arrange };
}

/** A property of a row by its path, whatever its letter case; the document is drawn only when it is needed. */
function propertyOf(listed: Listed, row: number): Property {
  let wire: Wire | null = null;
  return (path) => {
    const quick = listed.quick[path.toLowerCase()];
    if (quick) return quick(row);
    wire ??= listed.wire(row);
    return path.split('.').reduce<unknown>((value, name) => valueOf(value, name), wire);
  };
}

function valueOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (value as Wire)[key];
}

function sortable(value: unknown): number | string {
  return readMs(value) ?? (typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value ?? ''));
}

function compareKeys(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
