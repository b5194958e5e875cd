import { edit } from '../books/control.js';
import { ask, type HandClock, list, read, sampleBooks } from './testing.js';
import type { Books } from '../books/books.js';

interface Pagination { page: number; pageSize: number; pageCount: number; itemCount: number }

/** Reads all pages one after the other while five documents are edited after each, then the changes since the start. */
function pull(books: Books, order: string, closeWithDelta: boolean): { lost: number; read: number } {
  const clock = books.options.clock as HandClock;
  const start = new Date(clock.moment - 1000).toISOString().slice(0, 19);
  books.everyPage.edits = 5;
  const seen = new Map<string, string>();
  const keep = (invoices: Record<string, unknown>[]): void => {
    for (const invoice of invoices) seen.set(invoice.InvoiceID as string, invoice.UpdatedDateUTC as string);
  };
  for (let page = 1; ; page++) {
    clock.moment += 1000;
    const answer = read(books, 'Invoices', { page: String(page), pageSize: '100', order });
    keep(answer.Invoices as Record<string, unknown>[]);
    if (page >= (answer.pagination as Pagination).pageCount) break;
  }
  books.everyPage.edits = 0;
  if (closeWithDelta) keep(list(books, 'Invoices', { page: '1', pageSize: '1000' }, { 'if-modified-since': start }));
  let lost = 0;
  for (let row = 0; row < books.invoices.size; row++) {
    if (seen.get(books.invoices.id(row)) !== `/Date(${books.invoices.updatedAt(row)}+0000)/`) lost++;
  }
  return { lost, read: seen.size };
}

describe('paging over books that move', () => {
  test('newest first, closed with a delta, never loses a row', () => {
    expect(pull(sampleBooks({ invoices: 3000 }), 'UpdatedDateUTC DESC', true)).toEqual({ lost: 0, read: 3000 });
  });

  test('oldest first loses rows even with the delta: an edited row leaves, its followers move up, one is skipped', () => {
    expect(pull(sampleBooks({ invoices: 3000 }), 'UpdatedDateUTC ASC', true).lost).toBeGreaterThan(5);
  });

  test('without the delta newest first misses what was edited before its turn and jumped to the front', () => {
    expect(pull(sampleBooks({ invoices: 3000 }), 'UpdatedDateUTC DESC', false).lost).toBeGreaterThan(5);
  });
});

test('any list can move under its reader, by any kinds of edit, stamped or not', () => {
  const books = sampleBooks({ invoices: 400 });
  books.everyPage = { edits: 5, commands: [{ kind: 'bankTransaction.create' }, { kind: 'payment.create' }, { kind: 'manualJournal.post', stamped: false }] };
  const rows = (): number => books.bank.transactions.size + books.payments.size;
  const before = rows();
  for (let page = 0; page < 10; page++) list(books, 'Prepayments', { page: '1' });
  expect(books.edits).toBe(50);
  // Drafts run out, which is no fault of the reader's.
  expect(rows() - before).toBeGreaterThan(20);
  list(books, 'BankTransfers');
  expect(books.edits).toBe(50);
});

describe('pages', () => {
  const books = sampleBooks({ invoices: 2300 });

  test('the default order is the time of change ascending and then the id', () => {
    const rows = list(books, 'Invoices', { page: '1', pageSize: '1000' });
    const keys = rows.map((row) => `${String(row.UpdatedDateUTC).match(/-?\d+/)![0].padStart(15, '0')} ${row.InvoiceID as string}`);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(rows.map((row) => row.UpdatedDateUTC)).size).toBeLessThan(rows.length);
  });

  test.each([['0', 1], ['-5', 1], ['7', 7], ['1000', 1000], ['5000', 1000]])('a page size of %s is taken as %i', (pageSize, expected) => {
    const answer = read(books, 'Invoices', { page: '1', pageSize });
    expect((answer.pagination as Pagination).pageSize).toBe(expected);
    expect((answer.Invoices as unknown[]).length).toBe(expected);
  });

  test('the size is 100 when only a page is asked for, the last page is short, the next one empty', () => {
    expect(read(books, 'Invoices', { page: '1' }).pagination).toEqual({ page: 1, pageSize: 100, pageCount: 23, itemCount: 2300 });
    expect(list(books, 'Invoices', { page: '3', pageSize: '1000' })).toHaveLength(300);
    expect(list(books, 'Invoices', { page: '4', pageSize: '1000' })).toHaveLength(0);
  });

  test('without a page all rows come, without lines and without pagination', () => {
    const answer = read(books, 'Invoices');
    const rows = answer.Invoices as Record<string, unknown>[];
    expect(answer.pagination).toBeUndefined();
    expect(rows).toHaveLength(2300);
    expect(rows.every((row) => (row.LineItems as unknown[]).length === 0)).toBe(true);
  });

  test('summaryOnly pages and leaves the costly fields out', () => {
    const [row] = list(books, 'Invoices', { summaryOnly: 'true' });
    expect(list(books, 'Invoices', { summaryOnly: 'true' })).toHaveLength(100);
    for (const key of ['Payments', 'HasAttachments', 'LineItems', 'CISDeduction']) expect(row).not.toHaveProperty(key);
  });

  test('If-Modified-Since keeps what changed after that second, by the time of change and not by the date', () => {
    const rows = list(books, 'Invoices', { page: '2', pageSize: '1000' });
    const moment = Number(String(rows[500].UpdatedDateUTC).match(/\d+/)![0]);
    const since = new Date(moment - (moment % 1000)).toISOString().slice(0, 19);
    const changed = list(books, 'Invoices', { page: '1', pageSize: '1000' }, { 'if-modified-since': since });
    expect(changed.map((row) => row.InvoiceID)).toContain(rows[500].InvoiceID);
    expect(changed.every((row) => Number(String(row.UpdatedDateUTC).match(/\d+/)![0]) > moment - (moment % 1000))).toBe(true);
    const old = list(books, 'Invoices', { page: '1', pageSize: '1000' }).filter((row) => String(row.UpdatedDateUTC).startsWith('/Date(1229'));
    expect(old.length).toBeGreaterThan(20);
    expect(old.some((row) => String(row.DateString).startsWith('2026'))).toBe(true);
  });

  test('an unstamped edit changes a record without moving it', () => {
    const moving = sampleBooks();
    (moving.options.clock as HandClock).moment += 60_000;
    const { id } = edit(moving, { kind: 'invoice.redate', stamped: false });
    const since = new Date(Date.UTC(2026, 10, 22)).toISOString().slice(0, 19);
    expect(list(moving, 'Invoices', { page: '1' }, { 'if-modified-since': since })).toEqual([]);
    const before = sampleBooks().invoice(moving.invoices.rowOf(id)!).due;
    expect(moving.invoice(moving.invoices.rowOf(id)!).due).not.toBe(before);
  });

  test('a page that is no number is refused', () => {
    expect(ask(books, 'Invoices', { page: 'two' }).status).toBe(400);
  });
});
