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

  const lists: Record<string, [name: string, key: string]> = {
    bankTransaction: ['BankTransactions', 'BankTransactionID'], bankTransfer: ['BankTransfers', 'BankTransferID'], prepayment: ['Prepayments', 'PrepaymentID'],
    overpayment: ['Overpayments', 'OverpaymentID'], creditNote: ['CreditNotes', 'CreditNoteID'], batchPayment: ['BatchPayments', 'BatchPaymentID'],
    manualJournal: ['ManualJournals', 'ManualJournalID'], purchaseOrder: ['PurchaseOrders', 'PurchaseOrderID'],
  };
  const later = editKinds.filter((kind) => Object.hasOwn(lists, kind.split('.')[0]));
  const whole = { ...all, includeDeleted: 'true' };
  const recordsOf = (books: ReturnType<typeof sampleBooks>, kind: string) => {
    const [name, key] = lists[kind.split('.')[0]];
    return { key, rows: list(books, name, whole), named: (id: string) => list(books, name, whole).find((row) => row[key] === id) };
  };

  test.each(later.filter((kind) => !/\.(vanish|refund)$/.test(kind)))('%s changes the record, and stamps it unless told not to', (kind) => {
    const books = sampleBooks({ seed: 17 });
    const { key, rows } = recordsOf(books, kind);
    const before = new Map(rows.map((row) => [row[key], JSON.stringify(row)]));
    (books.options.clock as HandClock).moment += 5000;
    const { id } = edit(books, { kind });
    const changed = recordsOf(books, kind).named(id)!;
    expect(before.get(id)).not.toBe(JSON.stringify(changed));
    // Transfers have no time of change; their movements do.
    if (!kind.startsWith('bankTransfer')) expect(changed.UpdatedDateUTC).toBe(`/Date(${books.now()}+0000)/`);
    if (kind.endsWith('.create')) return;
    const twin = sampleBooks({ seed: 17 });
    (twin.options.clock as HandClock).moment += 5000;
    edit(twin, { kind, stamped: false });
    const quiet = recordsOf(twin, kind).named(id)!;
    expect(quiet.UpdatedDateUTC).toBe((JSON.parse(before.get(id)!) as typeof quiet).UpdatedDateUTC);
    expect({ ...quiet, UpdatedDateUTC: changed.UpdatedDateUTC, UpdatedDateUTCString: changed.UpdatedDateUTCString }).toEqual(changed);
  });

  test.each(later.filter((kind) => kind.endsWith('.vanish')))('%s takes the record out of its list', (kind) => {
    const books = sampleBooks({ seed: 17 });
    const count = recordsOf(books, kind).rows.length;
    const { id } = edit(books, { kind });
    expect(recordsOf(books, kind).named(id)).toBeUndefined();
    expect(recordsOf(books, kind).rows).toHaveLength(count - 1);
  });

  test('deleting a transfer changes both its movements, and only those who ask see it', () => {
    const books = sampleBooks({ seed: 17 });
    const { id } = edit(books, { kind: 'bankTransfer.delete' });
    expect(list(books, 'BankTransfers').some((row) => row.BankTransferID === id)).toBe(false);
    const transfer = list(books, 'BankTransfers', { includeDeleted: 'true' }).find((row) => row.BankTransferID === id)!;
    expect(transfer).toMatchObject({ Status: 'DELETED' });
    for (const side of [transfer.FromBankTransactionID, transfer.ToBankTransactionID]) {
      expect(list(books, 'BankTransactions', all).find((row) => row.BankTransactionID === side)).toMatchObject({ Status: 'DELETED', UpdatedDateUTC: `/Date(${books.now()}+0000)/` });
    }
  });

  test.each(['prepayment', 'overpayment', 'creditNote'])('a %s is used, given back and voided without a cent going astray', (kind) => {
    const books = sampleBooks({ seed: 17 });
    const [name, key] = lists[kind];
    const read = (id: string) => list(books, name, all).find((row) => row[key] === id)!;
    const { id } = edit(books, { kind: `${kind}.allocate` });
    const used = read(id).Allocations as { Amount: number; Invoice: { InvoiceID: string } }[];
    const document = () => list(books, 'Invoices', all).find((row) => row.InvoiceID === used.at(-1)!.Invoice.InvoiceID)!;
    expect(document().UpdatedDateUTC).toBe(`/Date(${books.now()}+0000)/`);
    const due = document().AmountDue as number;
    const own = used.filter(({ Invoice }) => Invoice.InvoiceID === document().InvoiceID).reduce((sum, { Amount }) => sum + Amount, 0);
    edit(books, { kind: `${kind}.void`, id });
    expect(read(id)).toMatchObject({ Status: 'VOIDED', RemainingCredit: 0, Allocations: [], Payments: [] });
    expect(document().AmountDue).toBeCloseTo(due + own, 2);
  });

  test('a refund is a payment of its credit, and deleting it gives the credit back', () => {
    const books = sampleBooks({ seed: 17 });
    for (const [kind, link, key] of [['prepayment', 'Prepayment', 'PrepaymentID'], ['overpayment', 'Overpayment', 'OverpaymentID'], ['creditNote', 'CreditNote', 'CreditNoteID']]) {
      const { id } = edit(books, { kind: `${kind}.refund` });
      const payment = list(books, 'Payments', all).find((row) => row.PaymentID === id)!;
      const credit = () => list(books, lists[kind][0], all).find((row) => row[key] === (payment[link] as Record<string, string>)[key])!;
      const left = credit().RemainingCredit as number;
      edit(books, { kind: 'payment.delete', id });
      expect(credit().RemainingCredit).toBeCloseTo(left + (payment.Amount as number), 2);
    }
  });

  test('a batch pays its documents, and deleting it or a member opens them all again', () => {
    const books = sampleBooks({ seed: 17 });
    const { id } = edit(books, { kind: 'batchPayment.create' });
    const batch = () => list(books, 'BatchPayments').find((row) => row.BatchPaymentID === id)!;
    const members = batch().Payments as { PaymentID: string; Invoice: { InvoiceID: string } }[];
    const statuses = () => members.map(({ Invoice }) => list(books, 'Invoices', all).find((row) => row.InvoiceID === Invoice.InvoiceID)!.Status);
    expect(new Set(statuses())).toEqual(new Set(['PAID']));
    edit(books, { kind: 'batchPayment.delete', id });
    expect(new Set(statuses())).toEqual(new Set(['AUTHORISED']));
    expect(batch()).toMatchObject({ Status: 'DELETED' });
    expect(() => edit(books, { kind: 'payment.delete', id: members[0].PaymentID })).toThrow('cannot be deleted');
  });

  test('a payment can vanish, which leaves its document open and unstamped', () => {
    const books = sampleBooks({ seed: 17 });
    const paid = list(books, 'Invoices', all).find((row) => row.Status === 'PAID' && (row.Payments as unknown[]).length === 1)!;
    const [payment] = paid.Payments as { PaymentID: string }[];
    edit(books, { kind: 'payment.vanish', id: payment.PaymentID });
    expect(list(books, 'Payments', all).some((row) => row.PaymentID === payment.PaymentID)).toBe(false);
    expect(list(books, 'Invoices', all).find((row) => row.InvoiceID === paid.InvoiceID)).toMatchObject({ Status: 'AUTHORISED', Payments: [], UpdatedDateUTC: paid.UpdatedDateUTC });
  });

  test.each([['bankTransaction.create', 'RECEIVE', 'BankTransactions'], ['bankTransaction.create', 'SPEND', 'BankTransactions'], ['prepayment.create', 'SPEND-PREPAYMENT', 'Prepayments'],
    ['overpayment.create', 'RECEIVE-OVERPAYMENT', 'Overpayments'], ['creditNote.create', 'ACCPAYCREDIT', 'CreditNotes']])('%s makes the type that was asked for: %s', (kind, type, name) => {
    const books = sampleBooks({ seed: 17 });
    const { id } = edit(books, { kind, type, value: 'made' });
    const made = list(books, name, all).find((row) => Object.values(row).includes(id))!;
    expect(made).toMatchObject({ Type: type, Reference: 'made', DateString: '2026-11-22T00:00:00', Status: 'AUTHORISED' });
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
