import { buildReferences } from '#connector-kit/build-references';
import type { SupportedDataType } from '#accounting/data-types';
import type { Source } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import type { PushRequest, SentWrite, WriteContext, WriteKind, Written } from '#connector-kit/writes';
import { SimulatedBooks, today } from '#test/simulated-books';
import { xero } from '../xero.js';
import { writeOf } from './testing.js';

/** Every write against books of the simulator, and what the next reading makes of it. */

const books = new SimulatedBooks({ seed: 3, edition: 'uk', invoices: 20 });
const clock = Date.UTC(2026, 10, 22, 9, 30);
const since = new Date(clock - 60_000).toISOString();
let references: References;

const sourceOf = (key: string): Source => xero.sources.find((source) => source.key === key)!;

async function documents<T extends SupportedDataType>(source: string, dataType: T): Promise<object[]> {
  return (await books.natives(source)).flatMap((native) => {
    const mapped = sourceOf(source).mappings[dataType]!(native, references);
    return mapped && !mapped.deleted ? [mapped.document] : [];
  });
}

async function loadReferences(): Promise<void> {
  references = buildReferences({});
  const [company] = await documents('Organisation', 'company');
  references = buildReferences({ company });
  const lists = {
    company, chartOfAccounts: await documents('Accounts', 'chartOfAccounts'), bankAccounts: await documents('Accounts', 'bankAccounts'),
    taxRates: await documents('TaxRates', 'taxRates'), trackingCategories: await documents('TrackingCategories', 'trackingCategories'),
  };
  references = buildReferences({ ...lists, items: await documents('Items', 'items') });
}

beforeAll(loadReferences);

const context = (): WriteContext => ({
  references, today,
  stored: async (source, id) => (await books.natives(source)).find((native) => sourceOf(source).id(native) === id) ?? null,
});

const asPush = (document: object | null, recordId: string | null, file: PushRequest['file'] = null): PushRequest => ({ document: document as PushRequest['document'], recordId, file });

/** Sends a write, as it crosses the wire, and looks it up as if its answer had been lost. */
async function write(dataType: SupportedDataType, kind: WriteKind, push: PushRequest): Promise<Written> {
  const it = writeOf({ dataType, kind });
  const prepared = await it.prepare(books.call, push, context());
  const request: SentWrite['request'] = Buffer.isBuffer(prepared.body) ? prepared : (JSON.parse(JSON.stringify(prepared)) as SentWrite['request']);
  if (kind === 'Create') expect(await it.find(books.call, push, { request, since, claimed: new Set() })).toBeNull();
  const done = it.written(await books.call(request), push);
  const found = await it.find(books.call, push, { request, since, claimed: new Set() });
  expect(found?.changes).toEqual(done.changes);
  return done;
}

/** As the next reading serves it. */
async function read(source: string, dataType: SupportedDataType, id: string): Promise<object | undefined> {
  return (await documents(source, dataType)).find((document) => (document as { id: string }).id === id);
}

const idOf = ({ changes }: Written): string => changes[0].recordRef.id;

interface AccountFacts { id: string; fullyQualifiedCategory?: string; isBankAccount: boolean; status: string; nominalCode?: string }

async function account(isIt: (account: AccountFacts) => boolean, besides?: string): Promise<{ id: string }> {
  const accounts = (await documents('Accounts', 'chartOfAccounts')) as AccountFacts[];
  const { id } = accounts.find((one) => one.status === 'Active' && one.nominalCode !== undefined && one.id !== besides && isIt(one))!;
  return { id };
}

const bank = (besides?: string) => account(({ isBankAccount, id }) => isBankAccount && references.account(id)?.currency === 'GBP', besides);
const income = () => account(({ fullyQualifiedCategory = '' }) => fullyQualifiedCategory.startsWith('Income.'));
const costs = () => account(({ fullyQualifiedCategory }) => fullyQualifiedCategory === 'Expense.Overhead');

async function contact(): Promise<{ id: string }> {
  const contacts = (await documents('Contacts', 'suppliers')) as { id: string; status: string }[];
  return { id: contacts.find(({ status }) => status === 'Active')!.id };
}

async function option(): Promise<{ id: string }> {
  const options = (await documents('TrackingCategories', 'trackingCategories')) as { id: string; parentId?: string; status: string }[];
  return { id: options.find(({ parentId, status }) => parentId !== undefined && status === 'Active')!.id };
}

async function lines(side: 'sale' | 'purchase') {
  const accountRef = side === 'sale' ? await income() : await costs();
  const taxRateRef = { id: side === 'sale' ? 'OUTPUT2' : 'INPUT2' };
  return [
    { description: 'Tea,\nloose', quantity: 3, unitAmount: 12.3456, accountRef, taxRateRef, trackingCategoryRefs: [await option()] },
    { description: 'With thanks', quantity: 0, unitAmount: 0 },
  ];
}

const dates = { issueDate: '2026-11-20T00:00:00', dueDate: '2026-12-20T00:00:00' };

/** Creates, and finds every field as it was given when it is read again. */
async function creates(source: string, dataType: SupportedDataType, document: object): Promise<string> {
  const id = idOf(await write(dataType, 'Create', asPush(document, null)));
  expect(await read(source, dataType, id)).toMatchObject(document);
  return id;
}

test('customers and suppliers', async () => {
  const id = await creates('Contacts', 'customers', {
    customerName: 'Nordwind GmbH & Co', contactName: 'Ada van Dyke', emailAddress: 'ada@nordwind.example', phone: '+49 30 123 456', registrationNumber: 'HRB 1234', taxNumber: 'DE123456789',
    addresses: [{ type: 'Billing', line1: 'Am Hafen 1', city: 'Berlin', country: 'Germany', postalCode: '10115' }], contacts: [{ name: 'Grace Hopper', email: 'grace@nordwind.example' }], status: 'Active',
  });
  await write('suppliers', 'Update', asPush({ supplierName: 'Nordwind AG', status: 'Archived' }, id));
  expect(await read('Contacts', 'suppliers', id)).toMatchObject({ supplierName: 'Nordwind AG', status: 'Archived', emailAddress: 'ada@nordwind.example' });
});

test('a draft invoice is made, changed under the ids of its lines, approved, paid and credited', async () => {
  const customerRef = await contact();
  const id = await creates('Invoices', 'invoices', { invoiceNumber: 'SDK-1', customerRef, ...dates, currency: 'GBP', status: 'Draft', lineItems: await lines('sale') });
  const [line] = (await lines('sale'));
  await write('invoices', 'Update', asPush({ status: 'Submitted', lineItems: [{ ...line, quantity: 10 }] }, id));
  expect(await read('Invoices', 'invoices', id)).toMatchObject({ status: 'Submitted', invoiceNumber: 'SDK-1', lineItems: [{ description: 'Tea,\nloose', quantity: 10 }], amountDue: 148.15 });

  const paid = { accountRef: await bank(), date: '2026-11-21T00:00:00', totalAmount: 100, reference: 'FP 77', lines: [{ amount: 100, links: [{ type: 'Invoice', id, amount: -100 }] }] };
  await creates('Payments', 'payments', paid);
  const note = await creates('CreditNotes', 'creditNotes', { creditNoteNumber: 'CN-SDK', customerRef, issueDate: dates.issueDate, status: 'Submitted', lineItems: (await lines('sale')).slice(0, 1) });
  const links = [{ type: 'Invoice', id, amount: -44.44 }, { type: 'CreditNote', id: note, amount: 44.44 }];
  await write('payments', 'Create', asPush({ date: '2026-11-21T00:00:00', totalAmount: 0, lines: [{ amount: 0, links }] }, null));
  expect(await read('Invoices', 'invoices', id)).toMatchObject({ status: 'PartiallyPaid', amountDue: 3.71 });
  await expect(write('invoices', 'Delete', asPush(null, id))).rejects.toMatchObject({ reason: 'invalidRequest', messages: [expect.any(String)] });
});

test('bills: a draft is deleted, an open one is paid, opened again and voided', async () => {
  const bill = { supplierRef: await contact(), ...dates, status: 'Draft', lineItems: await lines('purchase') };
  const draft = await creates('Invoices', 'bills', { reference: 'R-1', ...bill });
  await write('bills', 'Delete', asPush(null, draft));
  expect(await read('Invoices', 'bills', draft)).toBeUndefined();

  const open = await creates('Invoices', 'bills', { reference: 'R-2', ...bill, status: 'Open' });
  const paid = { accountRef: await bank(), date: '2026-11-21T00:00:00', totalAmount: 40, lines: [{ amount: 40, links: [{ type: 'Bill', id: open, amount: -40 }] }] };
  const payment = await creates('Payments', 'billPayments', paid);
  await write('billPayments', 'Delete', asPush(null, payment));
  expect(await read('Payments', 'billPayments', payment)).toBeUndefined();
  await write('bills', 'Delete', asPush(null, open));
  expect(await read('Invoices', 'bills', open)).toMatchObject({ status: 'Void' });
});

test('a batch pays several bills at once', async () => {
  const bill = { supplierRef: await contact(), ...dates, status: 'Open', lineItems: await lines('purchase') };
  const bills = [await creates('Invoices', 'bills', { reference: 'B-1', ...bill }), await creates('Invoices', 'bills', { reference: 'B-2', ...bill })];
  const paid = bills.map((id) => ({ amount: 10, links: [{ type: 'Bill', id, amount: -10 }] }));
  const { changes } = await write('billPayments', 'Create', asPush({ accountRef: await bank(), date: '2026-11-21T00:00:00', totalAmount: 20, note: 'Friday', lines: paid }, null));
  expect(changes.map(({ recordRef }) => recordRef.dataType)).toEqual(['billPayments', 'billPayments', 'accountTransactions']);
  for (const { recordRef } of changes.slice(0, 2)) expect(await read('Payments', 'billPayments', recordRef.id)).toMatchObject({ totalAmount: 10 });
  expect(await read('BatchPayments', 'accountTransactions', changes[2].recordRef.id)).toMatchObject({ totalAmount: -20 });
});

test('credit notes of suppliers', async () => {
  const id = await creates('CreditNotes', 'billCreditNotes', { billCreditNoteNumber: 'S-1', supplierRef: await contact(), issueDate: dates.issueDate, status: 'Draft', lineItems: await lines('purchase') });
  await write('billCreditNotes', 'Update', asPush({ status: 'Submitted' }, id));
  expect(await read('CreditNotes', 'billCreditNotes', id)).toMatchObject({ status: 'Submitted', billCreditNoteNumber: 'S-1' });
});

test('money spent and received, the negative in the other direction', async () => {
  const direct = { contactRef: await contact(), issueDate: dates.issueDate, reference: 'card 4', paymentAllocations: [{ payment: { accountRef: await bank() } }] };
  const [line] = await lines('purchase');
  await creates('BankTransactions', 'directCosts', { ...direct, lineItems: [line] });
  await creates('BankTransactions', 'directIncomes', { ...direct, lineItems: (await lines('sale')).slice(0, 1) });
  const { changes } = await write('directCosts', 'Create', asPush({ ...direct, reference: 'back', lineItems: [{ ...line, unitAmount: -5 }] }, null));
  expect(changes[0]).toMatchObject({ type: 'Created', recordRef: { dataType: 'directIncomes' } });
  expect(await read('BankTransactions', 'directIncomes', changes[0].recordRef.id)).toMatchObject({ reference: 'back', subTotal: 15 });
});

test('transfers with their movements', async () => {
  const from = await bank();
  const to = await account(({ isBankAccount }) => isBankAccount, from.id);
  await creates('BankTransfers', 'transfers', { description: 'To savings', date: '2026-11-21T00:00:00', from: { accountRef: from, amount: 50 }, to: { accountRef: to, amount: 50 } });
});

test('journal entries, orders, items, accounts and tracking options', async () => {
  const [debit, credit] = [await costs(), await income()];
  await creates('ManualJournals', 'journalEntries', {
    description: 'Accrual', postedOn: '2026-11-21T00:00:00',
    journalLines: [{ description: 'Rent', netAmount: 100.1, accountRef: debit, tracking: { recordRefs: [await option()] } }, { description: 'Rent', netAmount: -100.1, accountRef: credit }],
  });
  const [line] = await lines('purchase');
  const order = await creates('PurchaseOrders', 'purchaseOrders', {
    purchaseOrderNumber: 'PO-SDK', supplierRef: await contact(), issueDate: dates.issueDate, deliveryDate: '2026-12-01T00:00:00', note: 'Ring twice', status: 'Draft', lineItems: [{ ...line, unitAmount: 1.5 }],
  });
  await write('purchaseOrders', 'Update', asPush({ status: 'Open' }, order));
  expect(await read('PurchaseOrders', 'purchaseOrders', order)).toMatchObject({ status: 'Open', purchaseOrderNumber: 'PO-SDK' });
  await creates('Items', 'items', {
    code: 'HOUR', name: 'Hour of work', type: 'Unknown', isBillItem: true, isInvoiceItem: true,
    billItem: { description: 'bought', unitPrice: 40.5, accountRef: debit, taxRateRef: { id: 'INPUT2' } }, invoiceItem: { description: 'sold', unitPrice: 90.1234, accountRef: credit, taxRateRef: { id: 'OUTPUT2' } },
  });
  await creates('Accounts', 'chartOfAccounts', { nominalCode: '9477', name: 'Wages of crew', description: 'Deckhands', fullyQualifiedCategory: 'Expense.Wages' });
  const [parent] = (await documents('TrackingCategories', 'trackingCategories')) as { id: string }[];
  await creates('TrackingCategories', 'trackingCategories', { name: 'Far East', parentId: parent.id });
});

test('attachments', async () => {
  const id = idOf(await write('bills', 'Create', asPush({ supplierRef: await contact(), ...dates, reference: 'A-1', status: 'Draft', lineItems: await lines('purchase') }, null)));
  const { changes } = await write('bills', 'UploadAttachment', asPush(null, id, { name: 'scan [1].pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.4') }));
  const attached = await xero.files!.attachments(books.call, { dataType: 'bills', recordId: id });
  expect(attached).toEqual([expect.objectContaining({ id: changes[0].attachmentId, name: 'scan _1_.pdf', contentType: 'application/pdf', size: 8 })]);
});

test('what Xero refuses comes back in its own words', async () => {
  const failure = await write('invoices', 'Create', asPush({ customerRef: { id: '00000000-0000-4000-8000-000000000000' }, ...dates, status: 'Submitted', lineItems: await lines('sale') }, null)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConnectorError);
  expect(failure).toMatchObject({ kind: 'rejected', reason: 'invalidRequest', messages: [expect.stringMatching(/contact/i)] });
});
