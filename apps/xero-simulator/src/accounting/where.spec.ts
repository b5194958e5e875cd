import { ask, list, sampleBooks } from './testing.js';
import type { Wire } from './wire.js';

const books = sampleBooks({ invoices: 800 });
const all = { page: '1', pageSize: '1000' };
const every = list(books, 'Invoices', all);
const ids = (rows: Wire[]): unknown[] => rows.map((row) => row.InvoiceID).sort();
const dateMs = (row: Wire): number => Number(/-?\d+/.exec(String(row.Date))![0]);

describe('where', () => {
  const contactId = (every[0].Contact as Wire).ContactID as string;
  const cases: [string, (row: Wire) => boolean][] = [
    ['Type=="ACCPAY"', (row) => row.Type === 'ACCPAY'],
    ['Type=="ACCREC" AND Status=="PAID"', (row) => row.Type === 'ACCREC' && row.Status === 'PAID'],
    ['Type=="ACCREC"&&Status!="PAID"', (row) => row.Type === 'ACCREC' && row.Status !== 'PAID'],
    ['(Status=="DRAFT" OR Status=="VOIDED") AND AmountDue>0', (row) => row.Status === 'DRAFT' && (row.AmountDue as number) > 0],
    ['Date>=DateTime(2026,01,01)', (row) => dateMs(row) >= Date.UTC(2026, 0, 1)],
    ['Date >= DateTime(2026, 1, 1) AND Date < DateTime(2026, 2, 1)', (row) => dateMs(row) >= Date.UTC(2026, 0, 1) && dateMs(row) < Date.UTC(2026, 1, 1)],
    [`Contact.ContactID==guid("${contactId}")`, (row) => (row.Contact as Wire).ContactID === contactId],
    ['InvoiceNumber.StartsWith("INV-001")', (row) => String(row.InvoiceNumber).startsWith('INV-001')],
    ['Reference==null', (row) => row.Reference === undefined],
    ['amountpaid<=100.50', (row) => (row.AmountPaid as number) <= 100.5],
    ['SentToContact==true', (row) => row.SentToContact === true],
  ];

  const total = every[100].Total as number;
  const bounds: typeof cases = [
    [`Total>=${total}`, (row) => (row.Total as number) >= total],
    [`Total>${total}`, (row) => (row.Total as number) > total],
    [`Total<=${total}`, (row) => (row.Total as number) <= total],
    [`Total<${total}`, (row) => (row.Total as number) < total],
  ];

  test.each([...cases, ...bounds])('%s', (where, expected) => {
    const wanted = every.filter(expected);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(every.length);
    expect(ids(list(books, 'Invoices', { ...all, where }))).toEqual(ids(wanted));
  });

  test.each(['Type==', 'Type=="ACC', 'Type "ACCREC"', '(Type=="ACCREC"', 'Type=="A" Type=="B"', 'DateTime(', 'Type==Date("x")', '§'])('%s is refused with a parse error', (where) => {
    const { status, text } = ask(books, 'Invoices', { where });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ Type: 'QueryParseException' });
  });

  test('ids, states and contacts filter and force paging', () => {
    const three = every.slice(10, 13).map((row) => row.InvoiceID as string);
    expect(ids(list(books, 'Invoices', { IDs: three.join(',') }))).toEqual([...three].sort());
    expect(list(books, 'Invoices', { Statuses: 'DRAFT,SUBMITTED', pageSize: '1000' })).toHaveLength(every.filter((row) => ['DRAFT', 'SUBMITTED'].includes(row.Status as string)).length);
    expect(list(books, 'Invoices', { Statuses: 'PAID' })).toHaveLength(100);
    const contact = (every[0].Contact as Wire).ContactID as string;
    expect(list(books, 'Invoices', { ContactIDs: contact }).every((row) => (row.Contact as Wire).ContactID === contact)).toBe(true);
  });

  test('an order by any other property sorts by its value', () => {
    const totals = list(books, 'Invoices', { ...all, order: 'Total DESC' }).map((row) => row.Total as number);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  });

  test('on large books only optimised filters and orders are answered', () => {
    const large = sampleBooks({ invoices: 300 });
    large.highVolumeLimit = 200;
    for (const query of [{ where: 'Total>5' }, { where: 'Type=="ACCREC" OR Type=="ACCPAY"' }, { where: 'Status!="PAID"' }, { order: 'Total ASC' }, {}]) {
      const { status, text } = ask(large, 'Invoices', query as Record<string, string>);
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ Type: 'HighVolumeException', ErrorNumber: 51 });
    }
    expect(ask(large, 'Invoices', { where: 'Type=="ACCREC" AND AmountDue>0', order: 'Date ASC', page: '1' }).status).toBe(200);
    expect(ask(large, 'Invoices', { order: 'UpdatedDateUTC DESC', page: '1' }).status).toBe(200);
  });
});
