import { list, read, refusals, sampleBooks, send, wrote } from '../accounting/testing.js';
import type { Wire } from '../accounting/wire.js';
import { balances } from '../books/ledger.js';

const books = sampleBooks({ invoices: 60 });
const Account = { Code: '090' };
const line = { Description: 'Work', Quantity: 1, UnitAmount: 100, AccountCode: '200', TaxType: 'ZERORATEDOUTPUT' };
const sale = { Type: 'ACCREC', Status: 'AUTHORISED', Contact: { Name: 'Settles' }, Date: '2026-11-10', LineItems: [line] };
const cost = { ...sale, Type: 'ACCPAY', LineItems: [{ ...line, AccountCode: '469', TaxType: 'NONE' }] };
const invoice = (change: object = {}): Wire => wrote(books, 'PUT', 'Invoices', { ...sale, ...change });
const bill = (change: object = {}): Wire => wrote(books, 'PUT', 'Invoices', { ...cost, ...change });
const note = (change: object = {}): Wire => wrote(books, 'PUT', 'CreditNotes', { ...sale, Type: 'ACCRECCREDIT', ...change });
const pay = (InvoiceID: unknown, Amount: number, change: object = {}): Wire => wrote(books, 'PUT', 'Payments', { Payments: [{ Invoice: { InvoiceID }, Account, Amount, Date: '2026-11-15', ...change }] });
const now = (name: string, id: unknown): Wire => (read(books, `${name}/${String(id)}`)[name] as Wire[])[0];
const bank = (): number => balances(books, 100_000).total[0];

describe('payments', () => {
  test('settle a document in parts, move the bank account, and open it again when they are deleted', () => {
    const { InvoiceID } = invoice();
    const before = bank();
    const first = pay(InvoiceID, 40, { Reference: 'part one' });
    expect(first).toMatchObject({ Amount: 40, BankAmount: 40, Reference: 'part one', Status: 'AUTHORISED', PaymentType: 'ACCRECPAYMENT', Account, Invoice: { InvoiceID, AmountDue: 60 } });
    pay(InvoiceID, 60);
    expect(now('Invoices', InvoiceID)).toMatchObject({ Status: 'PAID', AmountDue: 0, AmountPaid: 100, Payments: [{ Amount: 40 }, { Amount: 60 }] });
    expect(bank() - before).toBe(10_000);
    expect(wrote(books, 'POST', `Payments/${String(first.PaymentID)}`, { Status: 'DELETED' })).toMatchObject({ Status: 'DELETED' });
    expect(now('Invoices', InvoiceID)).toMatchObject({ Status: 'AUTHORISED', AmountDue: 40 });
    expect(bank() - before).toBe(6000);
    expect(refusals(books, 'POST', `Payments/${String(first.PaymentID)}`, { Status: 'DELETED' })).toEqual(['Payment not of valid status for modification']);
  });

  test('a foreign document is paid at the rate that is sent, and its bank account keeps its own currency', () => {
    const { InvoiceID } = invoice({ CurrencyCode: 'USD', CurrencyRate: 1.25 });
    expect(pay(InvoiceID, 50, { CurrencyRate: 1.6 })).toMatchObject({ Amount: 50, CurrencyRate: 1.6, BankAmount: 31.25 });
    const [usd] = list(books, 'Accounts').filter(({ CurrencyCode }) => CurrencyCode === 'USD');
    expect(pay(InvoiceID, 50, { Account: { AccountID: usd.AccountID } })).toMatchObject({ BankAmount: 50 });
    expect(now('Invoices', InvoiceID).Status).toBe('PAID');
  });

  test.each([
    ['too much', { Amount: 100.01 }, 'Payment amount exceeds the amount outstanding on this document'], ['nothing', { Amount: 0 }, 'Payment amount must be greater than 0'],
    ['through an account for costs', { Account: { Code: '469' } }, 'Payments can only be made to a bank account or an account with payments enabled'], ['through no account', { Account: {} }, 'Account could not be found'],
    ['in a closed period', { Date: '2009-01-01' }, 'The document date cannot be before the period lock date.'],
  ])('of %s are refused', (_, change, message) => {
    const { InvoiceID } = invoice();
    expect(refusals(books, 'PUT', 'Payments', { Invoice: { InvoiceID }, Account, Amount: 10, ...change })).toEqual([message]);
  });

  test('pay approved documents only, and only their state is changed later', () => {
    const { InvoiceID } = invoice({ Status: 'DRAFT' });
    expect(refusals(books, 'PUT', 'Payments', { Invoice: { InvoiceID }, Account, Amount: 10 })).toEqual(['Payments can only be made against Authorised documents']);
    const { PaymentID } = pay(invoice().InvoiceID, 10);
    expect(refusals(books, 'POST', `Payments/${String(PaymentID)}`, { Amount: 11 })).toEqual(['Only Status accepted for updates.']);
  });
});

describe('credit notes', () => {
  test('come back as they were sent, and their shares go on documents of their contact', () => {
    const made = note({ CreditNoteNumber: 'CN-OURS', Reference: 'returned' });
    expect(made).toMatchObject({ Type: 'ACCRECCREDIT', CreditNoteNumber: 'CN-OURS', Reference: 'returned', Status: 'AUTHORISED', Total: 100, RemainingCredit: 100, LineItems: [line] });
    const { InvoiceID } = invoice();
    const path = `CreditNotes/${String(made.CreditNoteID)}/Allocations`;
    const { body } = send(books, 'PUT', path, { Allocations: [{ Invoice: { InvoiceID }, Amount: 30, Date: '2026-11-16' }] });
    expect(body.Allocations).toMatchObject([{ Amount: 30, Invoice: { InvoiceID } }]);
    expect(now('CreditNotes', made.CreditNoteID)).toMatchObject({ RemainingCredit: 70, Allocations: [{ Amount: 30 }] });
    expect(now('Invoices', InvoiceID)).toMatchObject({ AmountDue: 70, AmountCredited: 30, CreditNotes: [{ CreditNoteID: made.CreditNoteID, AppliedAmount: 30 }] });
    const refusal = (change: object): string[] => refusals(books, 'PUT', path, { Invoice: { InvoiceID }, Amount: 10, ...change });
    expect(refusal({ Amount: 70.01 })).toEqual(['The amount allocated exceeds the amount outstanding on this document']);
    expect(refusal({ Invoice: { InvoiceID: bill().InvoiceID } })).toEqual(['A credit can only be allocated to a document of its own type, contact and currency']);
    expect(refusals(books, 'POST', `CreditNotes/${String(made.CreditNoteID)}`, { Status: 'VOIDED' })).toHaveLength(1);
    const [{ AllocationID }] = body.Allocations as Wire[];
    expect(send(books, 'DELETE', `${path}/${String(AllocationID)}`, '').body.Allocations).toEqual([{ AllocationID, IsDeleted: true }]);
    expect(now('Invoices', InvoiceID)).toMatchObject({ AmountDue: 100, CreditNotes: [] });
    expect(wrote(books, 'POST', `CreditNotes/${String(made.CreditNoteID)}`, { Status: 'VOIDED' })).toMatchObject({ Status: 'VOIDED' });
  });

  test('are given back by a payment', () => {
    const { CreditNoteID } = note();
    expect(wrote(books, 'PUT', 'Payments', { CreditNote: { CreditNoteID }, Account, Amount: 100 })).toMatchObject({ PaymentType: 'ARCREDITPAYMENT', CreditNote: { CreditNoteID } });
    expect(now('CreditNotes', CreditNoteID)).toMatchObject({ Status: 'PAID', RemainingCredit: 0 });
  });
});

describe('batch payments', () => {
  test('pay several bills at once, and are deleted with all their payments', () => {
    const bills = [bill(), bill()].map(({ InvoiceID }) => InvoiceID);
    const batch = { Account, Date: '2026-11-17', Reference: 'Run 7', Details: 'Weekly', Payments: bills.map((InvoiceID) => ({ Invoice: { InvoiceID }, Amount: 100 })) };
    const made = wrote(books, 'PUT', 'BatchPayments', { BatchPayments: [batch] });
    expect(made).toMatchObject({ Type: 'PAYBATCH', Status: 'AUTHORISED', TotalAmount: 200, Reference: 'Run 7', Details: 'Weekly' });
    for (const id of bills) expect(now('Invoices', id).Status).toBe('PAID');
    const [{ PaymentID }] = made.Payments as Wire[];
    expect(now('Payments', PaymentID)).toMatchObject({ BatchPaymentID: made.BatchPaymentID, PaymentType: 'ACCPAYPAYMENT' });
    expect(refusals(books, 'POST', `Payments/${String(PaymentID)}`, { Status: 'DELETED' })).toHaveLength(1);
    expect(wrote(books, 'POST', 'BatchPayments', { BatchPaymentID: made.BatchPaymentID, Status: 'DELETED' })).toMatchObject({ Status: 'DELETED' });
    for (const id of bills) expect(now('Invoices', id)).toMatchObject({ Status: 'AUTHORISED', AmountDue: 100 });
  });

  test('refuse two shares of a bill that are more than it owes, both sides in one, and none at all', () => {
    const { InvoiceID } = bill();
    const twice = [60, 60].map((Amount) => ({ Invoice: { InvoiceID }, Amount }));
    expect(refusals(books, 'PUT', 'BatchPayments', { Account, Payments: twice })).toEqual(['Payment amount exceeds the amount outstanding on this document']);
    const mixed = [InvoiceID, invoice().InvoiceID].map((id) => ({ Invoice: { InvoiceID: id }, Amount: 1 }));
    expect(refusals(books, 'PUT', 'BatchPayments', { Account, Payments: mixed })).toEqual(['All payments of a batch must be of the same type']);
    expect(refusals(books, 'PUT', 'BatchPayments', { Account, Payments: [] })).toEqual(['At least one payment must be specified']);
  });
});
