import { filesOf } from './export-files.js';

const invoice = {
  id: 'i1', invoiceNumber: '=HYPERLINK("http://evil")', issueDate: '2026-11-22T00:00:00', totalTaxAmount: -1.25, totalAmount: -12.5, amountDue: 0, status: 'Paid', note: 'two\nlines, "quoted"',
  lineItems: [{ description: '+1', unitAmount: -2.5, quantity: 1 }, { description: 'tea', unitAmount: 0, quantity: 2 }],
  metadata: { isDeleted: false },
};

const named = (name: string) => filesOf('invoices', 'csv').find((file) => file.name === name)!;

/** Header and first rows by the names of their columns, without any quoting. */
function cells(name: string, documents: object[], ...columns: string[]): string[][] {
  const file = named(name);
  const [head, ...rows] = [file.head.slice(1), ...file.rows(documents.map((document) => JSON.stringify(document))).split('\r\n').filter(Boolean)].map((line) => line.trim().split(','));
  return rows.map((row) => columns.map((column) => row[head.indexOf(column)]));
}

describe('files of an export', () => {
  it('hold documents as they are, one on each line', () => {
    const [file, ...more] = filesOf('invoices', 'ndjson');
    expect(more).toEqual([]);
    expect(file.head + file.rows(['{"id":"a"}', '{"id":"b"}'])).toBe('{"id":"a"}\n{"id":"b"}\n');
  });

  it('have a table of each list, every row with its document and place', () => {
    expect(cells('invoices.lineItems.csv', [invoice], 'invoices.id', 'place', 'description', 'unitAmount')).toEqual([['i1', '1', "'+1", '-2.5'], ['i1', '2', 'tea', '0']]);
  });

  it('keep amounts as numbers, and a missing value apart from false and nothing', () => {
    const { note: _note, invoiceNumber: _number, ...plain } = invoice;
    expect(cells('invoices.csv', [plain], 'totalAmount', 'amountDue', 'metadata.isDeleted', 'note', 'status')).toEqual([['-12.5', '0', 'false', '', 'Paid']]);
  });

  it('quote what would end a cell', () => {
    expect(named('invoices.csv').rows([JSON.stringify(invoice)])).toContain('"two\nlines, ""quoted"""');
  });

  it.each(['=1+1', '+44 20', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u200B=1', '\uFF1D1', '|calc', '%0A=1', '\n1'])('do not let a spreadsheet run %j', (text) => {
    const row = named('invoices.csv').rows([JSON.stringify({ id: text })]);
    expect(row.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it.each(['INV-1', 'a=b', '12', 'Ünï', '(5)'])('leave %j as it is', (text) => {
    expect(named('invoices.csv').rows([JSON.stringify({ id: text })]).startsWith(text)).toBe(true);
  });
});
