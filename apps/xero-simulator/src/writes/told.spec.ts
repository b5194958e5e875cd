import { refusals, sampleBooks, wrote } from '../accounting/testing.js';
import { watchBooks, type BooksEvent } from '../webhooks/watch-books.js';

test('what callers write is told like what people change: one event for each record, none for what was refused', () => {
  const books = sampleBooks({ invoices: 20 });
  const events: BooksEvent[] = [];
  watchBooks(books, (event) => { events.push(event); });
  const told = (): unknown[] => events.splice(0).map(({ category, type, resourceId, data }) => [category, type, resourceId, ...(data ? [data().Type] : [])]);
  const LineItems = [{ Description: 'x', UnitAmount: 10, AccountCode: '890', TaxType: 'NONE' }];
  const { ContactID } = wrote(books, 'PUT', 'Contacts', { Name: 'Told' });
  expect(told()).toEqual([['CONTACT', 'CREATE', ContactID]]);
  const document = { Contact: { ContactID }, Status: 'AUTHORISED', LineItems };
  const { InvoiceID } = wrote(books, 'PUT', 'Invoices', { ...document, Type: 'ACCPAY' });
  expect(told()).toEqual([['INVOICE', 'CREATE', InvoiceID]]);
  const { CreditNoteID } = wrote(books, 'PUT', 'CreditNotes', { ...document, Type: 'ACCPAYCREDIT' });
  expect(told()).toEqual([['CREDITNOTE', 'CREATE', CreditNoteID, 'ACCPAYCREDIT']]);
  const { PaymentID } = wrote(books, 'PUT', 'Payments', { Invoice: { InvoiceID }, Account: { Code: '090' }, Amount: 4 });
  expect(told()).toEqual([['PAYMENT', 'CREATE', PaymentID], ['INVOICE', 'UPDATE', InvoiceID]]);
  const { PrepaymentID } = wrote(books, 'PUT', 'BankTransactions', { ...document, Type: 'SPEND-PREPAYMENT', BankAccount: { Code: '090' } });
  expect(told()).toEqual([['PREPAYMENT', 'CREATE', PrepaymentID]]);
  expect(refusals(books, 'PUT', 'Contacts', { Name: 'told' })).toHaveLength(1);
  expect(told()).toEqual([]);
});
