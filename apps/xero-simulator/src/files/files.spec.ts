import { answer, type BooksAnswer } from '../accounting/answer.js';
import { ask, list, read, sampleBooks } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';

const books = sampleBooks({ invoices: 400 });
const get = (path: string, accept = 'application/json'): BooksAnswer => answer(books, { method: 'GET', path, query: {}, headers: { accept } });
const all = { page: '1', pageSize: '1000' };
const withFiles = (name: string): Wire[] => list(books, name, all).filter((row) => row.HasAttachments);

/** Where the cross-reference table of a PDF says its objects are. */
function objectsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
  const table = /^xref\n0 (\d+)\n([\s\S]*?)trailer/.exec(text.slice(start))!;
  const entries = table[2].match(/\d{10} 00000 n/g)!;
  expect(entries).toHaveLength(Number(table[1]) - 1);
  return entries.map((entry) => text.slice(Number(entry.slice(0, 10))).slice(0, 7));
}

describe('files below records', () => {
  test.each([['Invoices', 'InvoiceID'], ['CreditNotes', 'CreditNoteID'], ['BankTransactions', 'BankTransactionID'], ['PurchaseOrders', 'PurchaseOrderID'], ['ManualJournals', 'ManualJournalID']])('%s list attachments exactly where HasAttachments says so', (name, key) => {
    for (const row of list(books, name, all).slice(0, 60)) {
      const files = read(books, `${name}/${String(row[key])}/Attachments`).Attachments as Wire[];
      expect([row[key], files.length > 0]).toEqual([row[key], row.HasAttachments]);
    }
  });

  test('a file comes by id and by name, with its type and its length', () => {
    const names = new Set<string>();
    for (const { InvoiceID } of withFiles('Invoices')) {
      for (const { AttachmentID, FileName, MimeType, ContentLength } of read(books, `Invoices/${String(InvoiceID)}/Attachments`).Attachments as Record<string, string>[]) {
        names.add(FileName);
        for (const key of [AttachmentID, encodeURIComponent(FileName)]) {
          const { status, headers, body } = get(`Invoices/${String(InvoiceID)}/Attachments/${key}`, MimeType);
          expect([status, headers['content-type'], body.length]).toEqual([200, MimeType, ContentLength]);
        }
      }
    }
    for (const hostile of ['../../etc/passwd.txt', '<img src=x onerror=alert(1)>.png', '請求書.pdf', '50%2Foff?#.png']) expect(names).toContain(hostile);
  });

  test('ids of files are unique', () => {
    const ids = ['Invoices', 'BankTransactions', 'CreditNotes'].flatMap((name) => withFiles(name).flatMap((row) => (read(books, `${name}/${String(row[`${name.slice(0, -1)}ID`])}/Attachments`).Attachments as Wire[]).map((file) => file.AttachmentID)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(50);
  });

  test('a file or record that is not there is a 404, and items have no files', () => {
    const [{ InvoiceID }] = withFiles('Invoices');
    expect(ask(books, `Invoices/${String(InvoiceID)}/Attachments/none.pdf`).status).toBe(404);
    expect(ask(books, 'Invoices/00000000-0000-4000-8000-000000000000/Attachments').status).toBe(404);
    expect(ask(books, 'Items/CHAIR/Attachments').status).toBe(501);
  });

  test.each([['Invoices', 'InvoiceID'], ['CreditNotes', 'CreditNoteID'], ['PurchaseOrders', 'PurchaseOrderID']])('%s print as a whole PDF, by Accept and by path', (name, key) => {
    for (const row of list(books, name, all).slice(0, 20)) {
      const byAccept = get(`${name}/${String(row[key])}`, 'application/pdf');
      expect([byAccept.status, byAccept.headers['content-type']]).toEqual([200, 'application/pdf']);
      expect(get(`${name}/${String(row[key])}/pdf`)).toEqual(byAccept);
      expect(byAccept.body.toString('latin1').slice(0, 8)).toBe('%PDF-1.4');
      expect(objectsOf(byAccept.body as Buffer)).toEqual([1, 2, 3, 4, 5].map((number) => `${number} 0 obj`));
    }
    expect(get(`${name}/00000000-0000-4000-8000-000000000000/pdf`).status).toBe(404);
  });
});
