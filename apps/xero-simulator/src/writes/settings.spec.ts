import { answer } from '../accounting/answer.js';
import { ask, list, read, refusals, sampleBooks, send, wrote } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import { balances } from '../books/ledger.js';

const books = sampleBooks({ invoices: 60 });
const Contact = { Name: 'Somebody' };

describe('items', () => {
  const item = { Code: 'WIDGET', Name: 'Widget', Description: 'A widget', PurchaseDescription: 'Bought', IsSold: true, IsPurchased: true, SalesDetails: { UnitPrice: 9.8765, AccountCode: '205', TaxType: 'OUTPUT2' }, PurchaseDetails: { UnitPrice: 4, AccountCode: '310', TaxType: 'INPUT2' } };

  test('come back as they were sent, fill the lines that name them, and change by code', () => {
    expect(wrote(books, 'PUT', 'Items', { Items: [item] }, { query: { unitdp: '4' } })).toMatchObject(item);
    const { LineItems } = wrote(books, 'PUT', 'Invoices', { Type: 'ACCREC', Contact, LineItems: [{ ItemCode: 'WIDGET', Quantity: 2 }] });
    expect(LineItems).toMatchObject([{ ItemCode: 'WIDGET', Description: 'A widget', UnitAmount: 9.88, AccountCode: '205', LineAmount: 19.75 }]);
    expect(wrote(books, 'POST', 'Items', { Code: 'widget', Name: 'Renamed' })).toMatchObject({ Name: 'Renamed', SalesDetails: { AccountCode: '205' } });
    expect(refusals(books, 'PUT', 'Items', { Code: 'Widget' })).toEqual(["Price List Item with Code 'Widget' already exists"]);
    expect(refusals(books, 'PUT', 'Items', { Code: 'W2', SalesDetails: { AccountCode: '9' } })).toEqual(["Account code '9' is not a valid code for this item."]);
  });

  test('that are deleted are gone, though documents still name them', () => {
    const { ItemID } = wrote(books, 'PUT', 'Items', { ...item, Code: 'SHORT' });
    const { InvoiceID } = wrote(books, 'PUT', 'Invoices', { Type: 'ACCREC', Contact, LineItems: [{ ItemCode: 'SHORT' }] });
    expect(answer(books, { method: 'DELETE', path: `Items/${String(ItemID)}`, query: {}, headers: {} })).toMatchObject({ status: 204 });
    expect(ask(books, `Items/${String(ItemID)}`).status).toBe(404);
    expect((read(books, `Invoices/${String(InvoiceID)}`).Invoices as Wire[])[0].LineItems).toMatchObject([{ ItemCode: 'SHORT' }]);
  });
});

describe('accounts', () => {
  test('are made with class and unique names, and take postings', () => {
    const account = { Code: '431', Name: 'Gifts', Type: 'EXPENSE', Description: 'To customers', TaxType: 'INPUT2' };
    const before = list(books, 'Payments', { page: '1', pageSize: '1000' });
    expect(wrote(books, 'PUT', 'Accounts', account)).toMatchObject({ ...account, Class: 'EXPENSE', Status: 'ACTIVE', EnablePaymentsToAccount: false });
    const { LineItems } = wrote(books, 'PUT', 'Invoices', { Type: 'ACCPAY', Status: 'AUTHORISED', Contact, LineItems: [{ Description: 'Flowers', UnitAmount: 50, AccountCode: '431' }] });
    expect(LineItems).toMatchObject([{ AccountCode: '431', TaxType: 'INPUT2', TaxAmount: 10 }]);
    expect(balances(books, 100_000).total.at(-1)).toBe(5000);
    expect(wrote(books, 'PUT', 'Accounts', { Code: '098', Name: 'Sydney', Type: 'BANK', BankAccountNumber: '123', CurrencyCode: 'AUD' })).toMatchObject({ Class: 'ASSET', CurrencyCode: 'AUD', BankAccountType: 'BANK' });
    expect(refusals(books, 'PUT', 'Accounts', account)).toEqual(['Please enter a unique Name.', 'Please enter a unique Code.']);
    expect(refusals(books, 'PUT', 'Accounts', { ...account, Code: '432', Name: 'Other', Type: 'MAGIC' })).toEqual(["'MAGIC' is not a valid account type"]);
    // What was generated does not move because there are two more, one of them the first in its currency.
    expect(list(books, 'Payments', { page: '1', pageSize: '1000' })).toEqual(before);
  });

  test('take payments when they are opened to them, and no lines once archived', () => {
    const { AccountID } = wrote(books, 'PUT', 'Accounts', { Code: '836', Name: 'Till', Type: 'CURRLIAB' });
    const { InvoiceID } = wrote(books, 'PUT', 'Invoices', { Type: 'ACCREC', Status: 'AUTHORISED', Contact, LineItems: [{ Description: 'x', UnitAmount: 50, AccountCode: '200' }] });
    const payment = { Invoice: { InvoiceID }, Account: { AccountID }, Amount: 1 };
    expect(refusals(books, 'PUT', 'Payments', payment)).toHaveLength(1);
    wrote(books, 'POST', `Accounts/${String(AccountID)}`, { Accounts: [{ EnablePaymentsToAccount: true, Name: 'Open till' }] });
    expect(refusals(books, 'PUT', 'Payments', payment)).toEqual([]);
    expect(wrote(books, 'POST', `Accounts/${String(AccountID)}`, { Status: 'ARCHIVED' })).toMatchObject({ Status: 'ARCHIVED', Name: 'Open till' });
    const line = { Description: 'x', UnitAmount: 1, AccountCode: '836' };
    expect(refusals(books, 'PUT', 'Invoices', { Type: 'ACCREC', Contact, LineItems: [line] })[0]).toMatch('has been archived');
  });
});

test('an option is added to a tracking category, can be named by lines, and has its own name', () => {
  const [category] = list(books, 'TrackingCategories');
  const path = `TrackingCategories/${String(category.TrackingCategoryID)}/Options`;
  const { body } = send(books, 'PUT', path, { Name: 'Overseas' });
  expect(body.Options).toEqual([expect.objectContaining({ Name: 'Overseas', Status: 'ACTIVE', TrackingOptionID: expect.any(String) })]);
  const line = { Description: 'x', UnitAmount: 1, AccountCode: '200', Tracking: [{ Name: 'Region', Option: 'Overseas' }] };
  expect(wrote(books, 'PUT', 'Invoices', { Type: 'ACCREC', Contact, LineItems: [line] }).LineItems).toMatchObject([line]);
  expect(refusals(books, 'PUT', path, { Name: 'overseas' })).toEqual(['Please enter a unique Name.']);
  const [{ TrackingOptionID }] = body.Options as Wire[];
  expect(send(books, 'POST', `${path}/${String(TrackingOptionID)}`, { Name: 'Abroad' }).body.Options).toMatchObject([{ Name: 'Abroad' }]);
  expect((list(books, 'TrackingCategories')[0].Options as Wire[]).map(({ Name }) => Name)).toContain('Abroad');
});

describe('attachments', () => {
  const bytes = Buffer.from([0, 255, 1, 2, 10, 13]);
  const upload = (path: string, body = bytes) => send(books, 'PUT', path, body, { headers: { 'content-type': 'image/png' } });

  test.each([['Invoices', { Type: 'ACCREC', Contact, LineItems: [{ Description: 'x' }] }, 'InvoiceID'], ['BankTransactions', { Type: 'SPEND', Contact, BankAccount: { Code: '090' }, LineItems: [{ Description: 'x', UnitAmount: 1, AccountCode: '429' }] }, 'BankTransactionID']])('of %s keep name, type and bytes', (name, document, key) => {
    const made = wrote(books, 'PUT', name, document);
    expect(made.HasAttachments).toBe(false);
    const path = `${name}/${String(made[key])}/Attachments`;
    expect(upload(`${path}/${encodeURIComponent('scan 1 ü.png')}`).body.Attachments).toMatchObject([{ FileName: 'scan 1 ü.png', MimeType: 'image/png', ContentLength: 6 }]);
    const [file] = read(books, path).Attachments as Wire[];
    expect(answer(books, { method: 'GET', path: `${path}/${String(file.AttachmentID)}`, query: {}, headers: {} })).toMatchObject({ headers: { 'content-type': 'image/png' }, body: bytes });
    expect(list(books, name, { page: '1', pageSize: '1000', unitdp: '4' }).find((row) => row[key] === made[key])).toMatchObject({ HasAttachments: true });
    upload(`${path}/${encodeURIComponent('scan 1 ü.png')}`, Buffer.from('other'));
    expect(read(books, path).Attachments).toHaveLength(1);
  });

  test('with a forbidden name, without bytes, or more than ten are refused', () => {
    const { InvoiceID } = wrote(books, 'PUT', 'Invoices', { Type: 'ACCREC', Contact, LineItems: [{ Description: 'x' }] });
    const path = `Invoices/${String(InvoiceID)}/Attachments`;
    expect([upload(`${path}/a%3Cb.png`).status, upload(`${path}/empty.png`, Buffer.alloc(0)).status]).toEqual([400, 400]);
    for (let count = 0; count < 10; count++) expect(upload(`${path}/${count}.png`).status).toBe(200);
    expect(upload(`${path}/11.png`).status).toBe(400);
  });
});
