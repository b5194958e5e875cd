import type { Books } from '../books/books.js';
import type { Records } from './paged.js';
import { notFound } from './problems.js';
import { readFlag, readModifiedSince, type BooksRequest, type Query } from './request.js';
import { accountWire, currencyWire, itemWire, organisationWire, stampOf, taxRateWire, themeWire, trackingWire, userWire } from './settings-wire.js';
import { readWhere } from './where.js';
import type { Wire } from './wire.js';

/** A list that always comes whole. */
interface Short {
  name: string;
  count: number;
  wire: (row: number) => Wire;
  /** Null: the endpoint does not know If-Modified-Since. */
  changed: ((row: number) => number) | null;
  /** Keys by which a single record can be asked for. */
  keys: readonly string[];
  shown?: (row: number) => boolean;
  /** Not even to be had by its id. */
  gone?: (row: number) => boolean;
}

function answerShort(short: Short, request: BooksRequest, query: Query, id: string | null): Records {
  const all = Array.from({ length: short.count }, (_, row) => row);
  if (id !== null) {
    const found = all.filter((row) => !short.gone?.(row)).map((row) => short.wire(row)).find((wire) => short.keys.some((key) => String(wire[key]).toLowerCase() === id.toLowerCase()));
    if (!found) throw notFound();
    return { name: short.name, json: [JSON.stringify(found)] };
  }
  const since = short.changed ? readModifiedSince(request.headers) : null;
  const where = query.has('where') ? readWhere(query.get('where')!) : null;
  const rows = all.filter((row) => (!short.shown || short.shown(row)) && (since === null || short.changed!(row) > since));
  const wires = rows.map((row) => short.wire(row)).filter((wire) => !where || where.matches((path) => path.split('.').reduce<unknown>((value, key) => (value as Wire | undefined)?.[key], wire)));
  return { name: short.name, json: wires.map((wire) => JSON.stringify(wire)) };
}

type Endpoint = (books: Books, request: BooksRequest, query: Query, id: string | null) => Records;

const short = (describe: (books: Books, query: Query) => Short): Endpoint =>
  (books, request, query, id) => answerShort(describe(books, query), request, query, id);

export const organisation = short((books) => ({
  name: 'Organisations', count: 1, wire: () => organisationWire(books), changed: null, keys: [],
}));

export const accounts = short((books) => ({
  name: 'Accounts', count: books.drawing.chart.length, wire: (row) => accountWire(books, row),
  changed: (row) => stampOf(books, 'account', row), keys: ['AccountID', 'Code'],
}));

export const items = short((books, query) => ({
  name: 'Items', count: books.items.length, shown: (row) => !books.items[row].gone, gone: (row) => books.items[row].gone === true, wire: (row) => itemWire(books, row, query.get('unitdp') === '4'),
  changed: (row) => stampOf(books, 'item', row), keys: ['ItemID', 'Code'],
}));

export const taxRates = short((books) => ({
  name: 'TaxRates', count: books.drawing.options.edition.taxRates.length, wire: (row) => taxRateWire(books, row), changed: null, keys: ['TaxType'],
}));

export const tracking = short((books, query) => ({
  name: 'TrackingCategories', count: books.categories.length, wire: (row) => trackingWire(books, row, readFlag(query, 'includearchived')),
  changed: null, keys: ['TrackingCategoryID'], shown: (row) => readFlag(query, 'includearchived') || books.categories[row].status === 'ACTIVE',
}));

export const currencies = short((books) => ({
  name: 'Currencies', count: books.drawing.options.edition.foreign.length + 1, wire: (row) => currencyWire(books, row), changed: null, keys: [],
}));

export const users = short((books) => ({
  name: 'Users', count: 2, wire: (row) => userWire(books, row), changed: (row) => stampOf(books, 'user', row), keys: ['UserID'],
}));

export const themes = short((books) => ({
  name: 'BrandingThemes', count: 2, wire: (row) => themeWire(books, row), changed: null, keys: ['BrandingThemeID'],
}));

