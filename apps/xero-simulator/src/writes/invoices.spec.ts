import { list, read, refusals, sampleBooks, send, wrote, type HandClock } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import { edit } from '../books/control.js';
import { balances } from '../books/ledger.js';

const books = sampleBooks({ invoices: 120 });
const clock = books.options.clock as HandClock;
const all = { page: '1', pageSize: '1000', unitdp: '4' };
const [customer] = list(books, 'Contacts', all).filter(({ IsCustomer, ContactStatus, DefaultCurrency }) => IsCustomer && ContactStatus === 'ACTIVE' && !DefaultCurrency);
const Contact = { ContactID: customer.ContactID };
const line = { Description: 'Work', Quantity: 3, UnitAmount: 19.99, AccountCode: '200', TaxType: 'OUTPUT2' };
const sale = { Type: 'ACCREC', Contact, Date: '2026-11-10', DueDate: '2026-12-01', LineItems: [line] };
const put = (invoice: object, query = {}): Wire => wrote(books, 'PUT', 'Invoices', { Invoices: [invoice] }, { query });
const post = (id: unknown, invoice: object, query = {}): Wire => wrote(books, 'POST', `Invoices/${String(id)}`, { Invoices: [invoice] }, { query });
const refused = (invoice: object, method = 'PUT', path = 'Invoices'): string[] => refusals(books, method, path, { Invoices: [invoice] });
const debtors = (): number => balances(books, 100_000).total[books.drawing.control.debtors];

test('a draft comes back with every field as it was sent, and unchanged from the next list', () => {
  const sent = {
    ...sale, InvoiceNumber: 'OUR-1', Reference: 'Order “7”', CurrencyCode: 'EUR', CurrencyRate: 1.151234, Url: 'https://example.com/1',
    LineItems: [
      { ...line, UnitAmount: 0.1234, DiscountRate: 12.5, Tracking: [{ Name: 'Region', Option: 'North' }] },
      { Description: 'A chair', ItemCode: 'CHAIR', Quantity: 1.5, UnitAmount: 149, AccountCode: '210', TaxType: 'ZERORATEDOUTPUT' }, { Description: 'Only words' },
    ],
  };
  const made = put(sent, { unitdp: '4' });
  expect(made).toMatchObject({
    Type: 'ACCREC', Status: 'DRAFT', InvoiceNumber: 'OUR-1', Reference: 'Order “7”', CurrencyCode: 'EUR', CurrencyRate: 1.151234, Url: 'https://example.com/1', LineAmountTypes: 'Exclusive',
    DateString: '2026-11-10T00:00:00', DueDateString: '2026-12-01T00:00:00', SubTotal: 223.82, TotalTax: 0.06, Total: 223.88, AmountDue: 223.88, HasErrors: false,
    LineItems: [
      { ...line, UnitAmount: 0.1234, DiscountRate: 12.5, LineAmount: 0.32, TaxAmount: 0.06, Tracking: [{ Name: 'Region', Option: 'North' }] },
      { ItemCode: 'CHAIR', Quantity: 1.5, UnitAmount: 149, LineAmount: 223.5, TaxAmount: 0, AccountCode: '210' }, { Description: 'Only words' },
    ],
  });
  const listed = list(books, 'Invoices', all).find(({ InvoiceID }) => InvoiceID === made.InvoiceID)!;
  expect({ ...listed, Contact: null }).toEqual({ ...made, Contact: null });
});

test('prices are cut to two places unless four are asked for', () => {
  const dear = { ...sale, LineItems: [{ ...line, UnitAmount: 0.3333 }] };
  expect((put(dear).LineItems as Wire[])[0]).toMatchObject({ UnitAmount: 0.33, LineAmount: 0.99 });
  expect((put(dear, { unitdp: '4' }).LineItems as Wire[])[0]).toMatchObject({ UnitAmount: 0.3333, LineAmount: 1 });
  expect(refused({ ...sale, LineItems: [{ ...line, UnitAmount: 0.3333, LineAmount: 1 }] })).toEqual(['The line total 1.00 does not match the expected line total 0.99']);
});

test.each([['Exclusive', 59.97, 11.99, 71.96], ['Inclusive', 49.97, 10, 59.97], ['NoTax', 59.97, 0, 59.97]])('%s amounts add up', (LineAmountTypes, SubTotal, TotalTax, Total) => {
  expect(put({ ...sale, LineAmountTypes, Total })).toMatchObject({ LineAmountTypes, SubTotal, TotalTax, Total });
});

test('numbers are made when they are left out, and those that are taken are passed over', () => {
  const first = put(sale);
  expect(first.InvoiceNumber).toMatch(/^INV-\d{4}$/);
  const next = `INV-${String(Number(String(first.InvoiceNumber).slice(4)) + 1).padStart(4, '0')}`;
  put({ ...sale, InvoiceNumber: next });
  const numbers = list(books, 'Invoices', all).filter(({ Type }) => Type === 'ACCREC').map(({ InvoiceNumber }) => InvoiceNumber);
  put(sale);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('PUT refuses a sales number that is there, POST changes that invoice; bills may share theirs', () => {
  const made = put({ ...sale, InvoiceNumber: 'TWICE-1' });
  expect(refused({ ...sale, InvoiceNumber: 'twice-1' })).toEqual(['Invoice # must be unique.']);
  expect(wrote(books, 'POST', 'Invoices', { Invoices: [{ ...sale, InvoiceNumber: 'TWICE-1', Reference: 'again' }] })).toMatchObject({ InvoiceID: made.InvoiceID, Reference: 'again' });
  const bill = { ...sale, Type: 'ACCPAY', InvoiceNumber: 'RENT', LineItems: [{ ...line, AccountCode: '469', TaxType: 'INPUT2' }] };
  expect(put(bill).InvoiceID).not.toBe(put(bill).InvoiceID);
});

test.each([
  ['a contact', { Contact: undefined }, /Contact must contain at least 1/], ['a known contact', { Contact: { ContactID: '00000000-0000-4000-8000-000000000000' } }, /could not be found/],
  ['lines', { LineItems: [] }, /One or more line items/], ['a description', { LineItems: [{ ...line, Description: '' }] }, /description field is mandatory/],
  ['an account', { LineItems: [{ Description: 'x', UnitAmount: 1 }] }, /Account code or ID must be specified/], ['an account that is there', { LineItems: [{ ...line, AccountCode: '999' }] }, /Account code '999' is not a valid code/],
  ['an account for lines', { LineItems: [{ ...line, AccountCode: '090' }] }, /Account code '090' is not a valid code/], ['an open account', { LineItems: [{ ...line, AccountCode: '505', TaxType: 'NONE' }] }, /has been archived/],
  ['a known tax', { LineItems: [{ ...line, TaxType: 'MAGIC' }] }, /TaxType code 'MAGIC' does not exist/], ['a fitting tax', { LineItems: [{ ...line, TaxType: 'INPUT2' }] }, /'INPUT2' cannot be used with account code '200'/],
  ['a known item', { LineItems: [{ ...line, ItemCode: 'NONESUCH' }] }, /Item code 'NONESUCH' is not valid/], ['known tracking', { LineItems: [{ ...line, Tracking: [{ Name: 'Region', Option: 'Moon' }] }] }, /tracking option 'Moon' does not exist/],
  ['its currency', { CurrencyCode: 'XAF' }, /not subscribed to currency XAF/], ['an open period', { Date: '2009-01-01' }, /period lock date/], ['the right total', { Total: 1 }, /does not equal the sum/],
  ['no less than nothing', { LineItems: [{ ...line, UnitAmount: -5 }] }, /greater than or equal to zero/],
])('an approved invoice needs %s', (_, change, message) => {
  expect(refused({ ...sale, Status: 'AUTHORISED', ...change }).join()).toMatch(message);
});

test('a draft may lack what an approved one needs, until it is approved', () => {
  const made = put({ ...sale, LineItems: [{ Description: 'x', UnitAmount: 10 }] });
  expect(refused({ Status: 'AUTHORISED' }, 'POST', `Invoices/${String(made.InvoiceID)}`)).toEqual(['Account code or ID must be specified']);
});

test('lines are changed by their id, added without one, and gone when left out', () => {
  const made = put({ ...sale, LineItems: [line, { ...line, Description: 'Second' }, { ...line, Description: 'Third' }] });
  const [first, , third] = made.LineItems as Wire[];
  const changed = post(made.InvoiceID, { LineItems: [{ LineItemID: third.LineItemID, Quantity: 5 }, { LineItemID: first.LineItemID }, { ...line, Description: 'New' }] });
  expect((changed.LineItems as Wire[]).map(({ LineItemID, Description, LineAmount }) => [LineItemID, Description, LineAmount])).toEqual([
    [third.LineItemID, 'Third', 99.95], [first.LineItemID, 'Work', 59.97], [expect.stringMatching(/^[0-9a-f-]{36}$/), 'New', 59.97],
  ]);
  expect(post(made.InvoiceID, { Reference: 'only this' }).LineItems).toEqual(changed.LineItems);
});

test('the states are those of Xero: drafts are deleted, approved ones voided, and what ended stays so', () => {
  const draft = put(sale);
  expect(refused({ Status: 'VOIDED' }, 'POST', `Invoices/${String(draft.InvoiceID)}`)).toEqual(['Invoice not of valid status for modification']);
  expect(post(draft.InvoiceID, { Status: 'DELETED' }).Status).toBe('DELETED');
  expect(refused({ Reference: 'x' }, 'POST', `Invoices/${String(draft.InvoiceID)}`)).toEqual(['Invoice not of valid status for modification']);
  const before = debtors();
  const approved = put({ ...sale, Status: 'AUTHORISED' });
  expect(debtors() - before).toBe(7196);
  expect(refused({ Status: 'DELETED' }, 'POST', `Invoices/${String(approved.InvoiceID)}`)).toEqual(['Invoice not of valid status for modification']);
  clock.moment += 60_000;
  expect(post(approved.InvoiceID, { Status: 'VOIDED' })).toMatchObject({ Status: 'VOIDED', AmountDue: 0, UpdatedDateUTC: `/Date(${clock.moment}+0000)/` });
  expect(debtors()).toBe(before);
  expect(refused({ ...sale, Status: 'PAID' })).toEqual(['Invoice not of valid status for creation']);
});

test('once paid in part, only texts and accounts change, and it cannot be voided', () => {
  const made = put({ ...sale, Status: 'AUTHORISED' });
  edit(books, { kind: 'payment.create' });
  const paid = list(books, 'Invoices', all).find(({ Status, Payments, Type, CurrencyCode }) => Type === 'ACCREC' && Status === 'AUTHORISED' && CurrencyCode === 'GBP' && (Payments as Wire[]).length > 0)!;
  const path = `Invoices/${String(paid.InvoiceID)}`;
  const sentence = 'This document cannot be edited as it has a payment or credit note allocated to it.';
  expect(refused({ Status: 'VOIDED' }, 'POST', path)).toEqual([sentence]);
  expect(refused({ LineItems: [line] }, 'POST', path)).toEqual([sentence]);
  const [kept] = paid.LineItems as Wire[];
  const changed = post(paid.InvoiceID, { Reference: 'told later', LineItems: (paid.LineItems as Wire[]).map(({ LineItemID }) => (LineItemID === kept.LineItemID ? { LineItemID, AccountCode: '260' } : { LineItemID })) });
  expect(changed).toMatchObject({ Reference: 'told later', Total: paid.Total, AmountDue: paid.AmountDue, Payments: paid.Payments });
  expect((changed.LineItems as Wire[])[0].AccountCode).toBe('260');
  expect(made.AmountDue).toBe(71.96);
});

test('a document makes a contact of a new name, changes one beside its id, and names no archived one', () => {
  const made = put({ ...sale, Contact: { Name: 'Made by an invoice' } });
  const { ContactID } = made.Contact as Wire;
  expect(read(books, `Contacts/${String(ContactID)}`).Contacts).toMatchObject([{ Name: 'Made by an invoice', IsCustomer: true, IsSupplier: false }]);
  expect((put({ ...sale, Contact: { Name: 'made BY an invoice' } }).Contact as Wire).ContactID).toBe(ContactID);
  put({ ...sale, Contact: { ContactID, FirstName: 'Also' } });
  expect(read(books, `Contacts/${String(ContactID)}`).Contacts).toMatchObject([{ FirstName: 'Also' }]);
  wrote(books, 'POST', `Contacts/${String(ContactID)}`, { ContactStatus: 'ARCHIVED' });
  expect(refused({ ...sale, Contact: { ContactID } })[0]).toMatch('must be un-archived');
});

test('writing over a generated document moves neither its deleted payments nor the credits that were drawn from it', () => {
  const fresh = sampleBooks({ invoices: 120, seed: 2 });
  const records = (): Wire[] => ['Payments', 'CreditNotes', 'Prepayments', 'Overpayments'].flatMap((name) => list(fresh, name, all));
  const before = records();
  const open = list(fresh, 'Invoices', all).filter(({ Status, AmountDue, Total }) => ['DRAFT', 'SUBMITTED', 'AUTHORISED'].includes(String(Status)) && AmountDue === Total);
  for (const { InvoiceID, Type } of open) {
    const cost = { ...line, AccountCode: '429', TaxType: 'INPUT2' };
    wrote(fresh, 'POST', `Invoices/${String(InvoiceID)}`, { Date: '2026-11-01', DueDate: '2026-12-01', LineItems: [Type === 'ACCREC' ? line : cost] });
  }
  expect(open.length).toBeGreaterThan(20);
  expect(records()).toEqual(before);
  expect(balances(fresh, 100_000).total.reduce((sum, amount) => sum + amount, 0)).toBe(0);
});

test('only the app that made an invoice sees it among its own', () => {
  const made = put(sale);
  const own = (clientId: string): unknown[] => (send(books, 'GET', 'Invoices', '', { query: { createdByMyApp: 'true' }, clientId }).body.Invoices as Wire[]).map(({ InvoiceID }) => InvoiceID);
  expect(own('app-1')).toContain(made.InvoiceID);
  expect(own('another')).toEqual([]);
});
