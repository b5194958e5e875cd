import { list, read, refusals, sampleBooks, send, wrote } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import { balances } from '../books/ledger.js';

const books = sampleBooks({ invoices: 60 });
const Contact = { Name: 'Somebody' };
const BankAccount = { Code: '090' };
const spent = { Description: 'Stamps', Quantity: 2, UnitAmount: 12.5, AccountCode: '425', TaxType: 'NONE' };
const now = (name: string, id: unknown): Wire => (read(books, `${name}/${String(id)}`)[name] as Wire[])[0];
const balance = (code: string): number => balances(books, 100_000).total[books.drawing.chart.findIndex((account) => account.code === code)];
const post = (path: string, body: object): Wire => wrote(books, 'POST', path, body);

describe('bank transactions', () => {
  const direct = { Type: 'SPEND', Contact, BankAccount, Date: '2026-11-12', Reference: 'card', LineAmountTypes: 'Exclusive', LineItems: [spent] };

  test('come back as they were sent, move both accounts, change and are deleted', () => {
    const [bank, costs] = [balance('090'), balance('425')];
    const made = wrote(books, 'PUT', 'BankTransactions', { BankTransactions: [direct] });
    expect(made).toMatchObject({ Type: 'SPEND', Status: 'AUTHORISED', Reference: 'card', Total: 25, IsReconciled: false, BankAccount, Contact, LineItems: [spent], DateString: '2026-11-12T00:00:00' });
    expect([balance('090') - bank, balance('425') - costs]).toEqual([-2500, 2500]);
    const [{ LineItemID }] = made.LineItems as Wire[];
    expect(post(`BankTransactions/${String(made.BankTransactionID)}`, { LineItems: [{ LineItemID, Quantity: 3 }] })).toMatchObject({ Total: 37.5, Reference: 'card' });
    expect(post(`BankTransactions/${String(made.BankTransactionID)}`, { Status: 'DELETED' })).toMatchObject({ Status: 'DELETED' });
    expect([balance('090') - bank, balance('425') - costs]).toEqual([0, 0]);
  });

  test('of money on account make a prepayment or an overpayment that can be used', () => {
    const prepaid = wrote(books, 'PUT', 'BankTransactions', { ...direct, Type: 'RECEIVE-PREPAYMENT', LineItems: [{ ...spent, AccountCode: '890' }] });
    expect(now('Prepayments', prepaid.PrepaymentID)).toMatchObject({ Type: 'RECEIVE-PREPAYMENT', Total: 25, RemainingCredit: 25, Status: 'AUTHORISED' });
    const over = wrote(books, 'PUT', 'BankTransactions', { ...direct, Type: 'SPEND-OVERPAYMENT', LineItems: [{ Description: 'Too much', UnitAmount: 25 }] });
    expect(now('Overpayments', over.OverpaymentID)).toMatchObject({ Type: 'SPEND-OVERPAYMENT', RemainingCredit: 25, LineItems: [{ AccountCode: '800' }] });
    const { InvoiceID } = wrote(books, 'PUT', 'Invoices', { Type: 'ACCPAY', Status: 'AUTHORISED', Contact, LineItems: [spent] });
    expect(send(books, 'PUT', `Overpayments/${String(over.OverpaymentID)}/Allocations`, { Invoice: { InvoiceID }, Amount: 25 }).status).toBe(200);
    expect(now('Invoices', InvoiceID)).toMatchObject({ Status: 'PAID', Overpayments: [{ AppliedAmount: 25 }] });
    expect(refusals(books, 'POST', `BankTransactions/${String(over.BankTransactionID)}`, { Status: 'DELETED' })).toHaveLength(1);
    post(`BankTransactions/${String(prepaid.BankTransactionID)}`, { Status: 'DELETED' });
    expect(now('Prepayments', prepaid.PrepaymentID).Status).toBe('VOIDED');
  });

  test.each([
    [{ BankAccount: undefined }, 'A valid bank account must be specified'], [{ BankAccount: { Code: '200' } }, 'A valid bank account must be specified'], [{ Type: undefined }, 'Type must be specified'],
    [{ Type: 'SPEND-TRANSFER' }, 'Transfers are made through BankTransfers'], [{ LineItems: [{ Description: 'x', UnitAmount: 1 }] }, 'Account code or ID must be specified'],
  ])('with %j are refused', (change, message) => {
    expect(refusals(books, 'PUT', 'BankTransactions', { ...direct, ...change })).toEqual([message]);
  });

  test('that are reconciled stay as they are', () => {
    const { BankTransactionID } = wrote(books, 'PUT', 'BankTransactions', { ...direct, IsReconciled: true });
    expect(refusals(books, 'POST', `BankTransactions/${String(BankTransactionID)}`, { Status: 'DELETED' })).toEqual(['This Bank Transaction cannot be edited as it has been reconciled with a Bank Statement.']);
  });
});

test('a transfer moves money, shows as two movements, and is deleted by POST', () => {
  const before = [balance('090'), balance('091')];
  const transfer = { FromBankAccount: BankAccount, ToBankAccount: { Code: '091' }, Amount: 12.34, Date: '2026-11-13', Reference: 'move' };
  const made = wrote(books, 'PUT', 'BankTransfers', { BankTransfers: [transfer] });
  expect(made).toMatchObject({ ...transfer, Date: expect.any(String), DateString: '2026-11-13T00:00:00', Status: 'AUTHORISED' });
  expect(now('BankTransactions', made.ToBankTransactionID)).toMatchObject({ Type: 'RECEIVE-TRANSFER', Total: 12.34 });
  expect([balance('090') - before[0], balance('091') - before[1]]).toEqual([-1234, 1234]);
  post(`BankTransfers/${String(made.BankTransferID)}`, { Status: 'DELETED' });
  expect([balance('090'), balance('091')]).toEqual(before);
  expect(refusals(books, 'PUT', 'BankTransfers', { ...transfer, ToBankAccount: BankAccount })).toEqual(['The bank accounts of a transfer must be different']);
});

describe('manual journals', () => {
  const JournalLines = [{ LineAmount: 55.5, AccountCode: '416', Description: 'Wear' }, { LineAmount: -55.5, AccountCode: '711', Tracking: [{ Name: 'Department', Option: 'Sales' }] }];

  test('post when they are posted, and never when they do not balance', () => {
    const before = balance('416');
    const made = wrote(books, 'PUT', 'ManualJournals', { ManualJournals: [{ Narration: 'November', Date: '2026-11-14', JournalLines }] });
    expect(made).toMatchObject({ Narration: 'November', Status: 'DRAFT', LineAmountTypes: 'NoTax', JournalLines });
    expect(balance('416')).toBe(before);
    expect(post(`ManualJournals/${String(made.ManualJournalID)}`, { Status: 'POSTED' })).toMatchObject({ Status: 'POSTED', JournalLines });
    expect(balance('416') - before).toBe(5550);
    post(`ManualJournals/${String(made.ManualJournalID)}`, { Status: 'VOIDED' });
    expect(balance('416')).toBe(before);
    const refused = (change: object): string[] => refusals(books, 'PUT', 'ManualJournals', { Narration: 'x', JournalLines, ...change });
    expect(refused({ JournalLines: [JournalLines[0], { ...JournalLines[1], LineAmount: -55.49 }] })).toEqual(['The total debits (55.50) must equal total credits (55.49)']);
    expect(refused({ JournalLines: [JournalLines[0], { ...JournalLines[1], AccountCode: '090' }] })).toEqual(["Account code '090' is not a valid code for this document."]);
    expect(refused({ JournalLines: [{ ...JournalLines[0], LineAmount: 0 }] })).toEqual(['A manual journal must have at least two lines']);
    expect(refused({ Narration: ' ' })).toEqual(['Narration must be specified']);
  });
});

test('a purchase order comes back as it was sent, makes no contact, and goes through its states', () => {
  const supplier = String(list(books, 'Contacts', { page: '1' }).find(({ ContactStatus }) => ContactStatus === 'ACTIVE')!.ContactID);
  const order = {
    Contact: { ContactID: supplier }, Date: '2026-11-14', DeliveryDate: '2026-11-30', DeliveryAddress: 'Here 1', AttentionTo: 'Me', Telephone: '1', DeliveryInstructions: 'Ring', Reference: 'r', Status: 'DRAFT',
    LineItems: [{ ...spent, DiscountRate: 10 }],
  };
  const made = wrote(books, 'PUT', 'PurchaseOrders', { PurchaseOrders: [order] });
  expect(made).toMatchObject({ ...order, Date: expect.any(String), DeliveryDate: expect.any(String), DeliveryDateString: '2026-11-30T00:00:00', Total: 22.5, PurchaseOrderNumber: expect.stringMatching(/^PO-\d{4}$/) });
  for (const Status of ['AUTHORISED', 'BILLED', 'DELETED']) expect(post(`PurchaseOrders/${String(made.PurchaseOrderID)}`, { Status })).toMatchObject({ Status });
  expect(refusals(books, 'PUT', 'PurchaseOrders', { ...order, Contact: { Name: 'Nobody knows' } })).toEqual(['The contact could not be found']);
  expect(refusals(books, 'PUT', 'PurchaseOrders', { ...order, PurchaseOrderNumber: made.PurchaseOrderNumber })).toEqual(['Purchase Order # must be unique.']);
});
