import { HandClock, list, read, sampleBooks } from '../accounting/testing.js';
import { Kind, RecordIds } from './record-ids.js';
import { edit, truth, truthRows } from './control.js';

describe('books', () => {
  test('the same seed and anchor give the same bytes, on whatever day they are made', () => {
    const render = (seed: number, moment: number): string => {
      const books = sampleBooks({ seed, clock: new HandClock(moment) });
      return ['Invoices', 'Contacts', 'Payments', 'CreditNotes'].map((name) => JSON.stringify(list(books, name, { page: '1', pageSize: '1000', unitdp: '4' }))).join();
    };
    const first = render(42, Date.UTC(2026, 10, 22));
    expect(render(42, Date.UTC(2027, 1, 3))).toBe(first);
    expect(render(43, Date.UTC(2026, 10, 22))).not.toBe(first);
  });

  test('the same edits give the same books', () => {
    const sums = (): string => {
      const books = sampleBooks({ seed: 8 });
      for (const kind of ['invoice.update', 'payment.create', 'payment.delete', 'invoice.void', 'invoice.create']) edit(books, { kind });
      return JSON.stringify(truth(books));
    };
    expect(sums()).toBe(sums());
  });

  test('ids can be read back, belong to one kind, and are never given twice', () => {
    const ids = new RecordIds(77);
    const seen = new Set<string>();
    for (let index = 0; index < 20_000; index++) {
      const id = ids.id(Kind.invoice, index);
      expect(ids.indexOf(Kind.invoice, id)).toBe(index);
      seen.add(id);
    }
    expect(seen.size).toBe(20_000);
    expect(ids.indexOf(Kind.contact, ids.id(Kind.invoice, 5))).toBeNull();
    expect(ids.indexOf(Kind.invoice, '00000000-0000-4000-8000-000000000000')).toBeNull();
    expect(ids.id(Kind.invoice, 5)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('everything is in proportion to the number of invoices', () => {
    const books = sampleBooks({ invoices: 5000 });
    const sales = [...truthRows(books, 'invoices')].filter((row) => row.type === 'ACCREC').length;
    expect(sales / 5000).toBeCloseTo(0.6, 1);
    expect(books.payments.size / 5000).toBeCloseTo(0.75, 1);
    expect(books.contacts.size).toBe(1250);
    expect(books.creditNotes.size).toBe(200);
    expect(sampleBooks({ invoices: 10 }).contacts.size).toBe(12);
  });

  test('empty books answer with empty lists', () => {
    const books = sampleBooks({ invoices: 0 });
    expect(read(books, 'Invoices', { page: '1' })).toMatchObject({ Invoices: [], pagination: { page: 1, pageSize: 100, pageCount: 0, itemCount: 0 } });
    expect(list(books, 'Payments', { page: '1' })).toEqual([]);
  });

  test.each(['uk', 'us', 'au', 'nz'])('the %s edition has its own currency and tax', (edition) => {
    const books = sampleBooks({ edition, invoices: 400 });
    const [organisation] = read(books, 'Organisation').Organisations as { BaseCurrency: string; Version: string }[];
    expect(organisation.Version).toBe(edition.toUpperCase());
    const used = new Set(list(books, 'Invoices', { page: '1', pageSize: '1000' }).map((invoice) => invoice.CurrencyCode));
    expect(used.has(organisation.BaseCurrency)).toBe(true);
    expect(used.size).toBeGreaterThan(2);
  });

  test('lines per document can be fixed', () => {
    const lines = list(sampleBooks({ lines: 5 }), 'Invoices', { page: '1', pageSize: '1000' }).map((invoice) => (invoice.LineItems as unknown[]).length);
    expect(new Set(lines)).toEqual(new Set([5]));
  });

  test('impossible sizes and editions are refused', () => {
    expect(() => sampleBooks({ invoices: 1_000_001 })).toThrow('invoices must be');
    expect(() => sampleBooks({ invoices: 2.5 })).toThrow('invoices must be');
    expect(() => sampleBooks({ edition: 'mars' })).toThrow('unknown edition');
  });
});
