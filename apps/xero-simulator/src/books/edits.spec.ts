import { type HandClock, list, sampleBooks } from '../accounting/testing.js';
import { edit, editKinds } from './control.js';

const all = { page: '1', pageSize: '1000', includeArchived: 'true' };

function edited(kind: string, command: object = {}) {
  const books = sampleBooks({ seed: 17 });
  (books.options.clock as HandClock).moment += 5000;
  const { id } = edit(books, { kind, ...command });
  const name = kind.startsWith('payment') ? 'Payments' : kind.startsWith('contact') ? 'Contacts' : 'Invoices';
  const key = { Payments: 'PaymentID', Contacts: 'ContactID', Invoices: 'InvoiceID' }[name];
  return { books, id, record: list(books, name, all).find((row) => row[key] === id), first: list(books, name, { ...all, order: 'UpdatedDateUTC DESC' })[0], key };
}

describe('edits', () => {
  test.each(['invoice.update', 'invoice.create', 'invoice.redate', 'invoice.renumber', 'invoice.void', 'invoice.delete', 'invoice.approve', 'contact.rename', 'contact.archive', 'contact.restore', 'contact.create'])('%s stamps the record now, so it is served first', (kind) => {
    const { books, id, first, key, record } = edited(kind);
    expect(first[key]).toBe(id);
    expect(record!.UpdatedDateUTC).toBe(`/Date(${books.now()}+0000)/`);
  });

  test('a new document is dated today and open', () => {
    expect(edited('invoice.create', { type: 'ACCREC' }).record).toMatchObject({ Type: 'ACCREC', Status: 'AUTHORISED', DateString: '2026-11-22T00:00:00', Payments: [] });
    expect(edited('invoice.create', { type: 'ACCPAY' }).record).toMatchObject({ Type: 'ACCPAY' });
  });

  test('a voided document keeps its total and owes nothing', () => {
    const { record } = edited('invoice.void');
    expect(record).toMatchObject({ Status: 'VOIDED', AmountDue: 0 });
    expect(record!.Total).toBeGreaterThan(0);
  });

  test('voiding a paid document deletes its payments first, and gives its credit back', () => {
    const books = sampleBooks({ seed: 17 });
    const credited = list(books, 'Invoices', all).find((row) => (row.CreditNotes as unknown[]).length > 0)!;
    edit(books, { kind: 'invoice.void', id: credited.InvoiceID });
    expect(list(books, 'Invoices', all).find((row) => row.InvoiceID === credited.InvoiceID)).toMatchObject({ Status: 'VOIDED', CreditNotes: [], Payments: [], AmountPaid: 0 });
    const [note] = credited.CreditNotes as { CreditNoteID: string }[];
    const after = list(books, 'CreditNotes', all).find((row) => row.CreditNoteID === note.CreditNoteID)!;
    expect(after).toMatchObject({ Allocations: [], RemainingCredit: after.Total });
  });

  test('paying lowers what is due, deleting the payment raises it again and changes both records', () => {
    const { books, id, record } = edited('payment.create');
    const invoiceId = (record!.Invoice as { InvoiceID: string }).InvoiceID;
    const invoice = () => list(books, 'Invoices', all).find((row) => row.InvoiceID === invoiceId)!;
    const paid = invoice();
    expect(paid.AmountPaid).toBeGreaterThanOrEqual(record!.Amount as number);
    (books.options.clock as HandClock).moment += 1000;
    edit(books, { kind: 'payment.delete', id });
    expect(invoice().AmountDue).toBeCloseTo((paid.AmountDue as number) + (record!.Amount as number), 2);
    expect(invoice().UpdatedDateUTC).toBe(`/Date(${books.now()}+0000)/`);
    expect(list(books, 'Payments', all).find((row) => row.PaymentID === id)).toMatchObject({ Status: 'DELETED', UpdatedDateUTC: `/Date(${books.now()}+0000)/` });
  });

  test('a vanished document is in no list and has no address', () => {
    const { books, id, record } = edited('invoice.vanish');
    expect(record).toBeUndefined();
    expect(books.invoices.rowOf(id)).toBeNull();
  });

  test('renamed accounts, items and tracking options show their new names', () => {
    const books = sampleBooks();
    for (const kind of ['account.rename', 'item.rename', 'trackingOption.rename']) edit(books, { kind, value: `new ${kind}` });
    expect(list(books, 'Accounts').map((row) => row.Name)).toContain('new account.rename');
    expect(list(books, 'Items').map((row) => row.Name)).toContain('new item.rename');
    expect(JSON.stringify(list(books, 'TrackingCategories', { includeArchived: 'true' }))).toContain('new trackingOption.rename');
    const since = new Date(books.now() - 1000).toISOString().slice(0, 19);
    expect(list(books, 'Accounts', {}, { 'if-modified-since': since })).toHaveLength(1);
  });

  test.each([[{}, 'kind must be one of'], [{ kind: 'toString' }, 'kind must be one of'], [{ kind: 'invoice.update', id: 'x' }, 'no record has the id'],
    [{ kind: 'invoice.update', stamped: 'no' }, 'stamped must be'], [null, 'kind must be one of'], [{ kind: 'contact.rename', value: 5 }, 'value must be a text']])('%j is refused', (command, message) => {
    const books = sampleBooks();
    expect(() => edit(books, command)).toThrow(message);
    expect(books.edits).toBeLessThanOrEqual(1);
  });

  test('every kind of edit works on any seed', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const books = sampleBooks({ seed });
      for (const kind of editKinds) expect(edit(books, { kind }).id).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
