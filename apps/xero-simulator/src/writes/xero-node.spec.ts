import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { AccountingApi, AccountType, BankTransaction, Contact, CreditNote, CurrencyCode, Invoice, LineAmountTypes, ManualJournal, Payment, PaymentDelete, PurchaseOrder } from 'xero-node';
import { answer } from '../accounting/answer.js';
import { organisationId as org, sampleBooks } from '../accounting/testing.js';

describe('Xero’s own client writes', () => {
  const books = sampleBooks({ invoices: 60 });
  let server: Server;
  let api: AccountingApi;
  let contact: Contact;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://localhost');
      void buffer(request).then((body) => {
        const answered = answer(books, { method: request.method!, path: url.pathname.slice(1), query: Object.fromEntries(url.searchParams), headers: request.headers, body, clientId: 'app-1' });
        response.writeHead(answered.status, answered.headers).end(answered.body);
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    api = new AccountingApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const made = await api.createContacts(org, { contacts: [{ name: 'Node & Co', emailAddress: 'node@example.com', defaultCurrency: CurrencyCode.GBP }] });
    [contact] = made.body.contacts!;
  });
  afterAll(() => { server.close(); });

  const lineItems = [{ description: 'Work', quantity: 2, unitAmount: 10.5, accountCode: '200', taxType: 'OUTPUT2' }];
  const approved = async (type: Invoice.TypeEnum): Promise<Invoice> => {
    const code = type === Invoice.TypeEnum.ACCREC ? { accountCode: '200', taxType: 'OUTPUT2' } : { accountCode: '429', taxType: 'INPUT2' };
    const { body } = await api.createInvoices(org, { invoices: [{ type, contact: { contactID: contact.contactID }, date: '2026-11-10', dueDate: '2026-12-01', status: Invoice.StatusEnum.AUTHORISED, lineItems: [{ ...lineItems[0], ...code }] }] });
    return body.invoices![0];
  };

  test('contacts', async () => {
    expect(contact).toMatchObject({ name: 'Node & Co', emailAddress: 'node@example.com', contactStatus: Contact.ContactStatusEnum.ACTIVE });
    const { body } = await api.updateContact(org, contact.contactID!, { contacts: [{ firstName: 'Ada' }] });
    expect(body.contacts![0]).toMatchObject({ contactID: contact.contactID, firstName: 'Ada', name: 'Node & Co' });
  });

  test('invoices, made, changed and voided, and files on them', async () => {
    const invoice = await approved(Invoice.TypeEnum.ACCREC);
    expect(invoice).toMatchObject({ status: 'AUTHORISED', total: 25.2, amountDue: 25.2, lineItems: [expect.objectContaining(lineItems[0])] });
    const changed = await api.updateInvoice(org, invoice.invoiceID!, { invoices: [{ reference: 'by node', lineAmountTypes: LineAmountTypes.Inclusive }] });
    expect(changed.body.invoices![0]).toMatchObject({ reference: 'by node', total: 21 });
    const file = await api.createInvoiceAttachmentByFileName(org, invoice.invoiceID!, 'note.txt', Buffer.from('hello'));
    expect(file.body.attachments![0]).toMatchObject({ fileName: 'note.txt', contentLength: 5 });
    const ended = await api.updateInvoice(org, invoice.invoiceID!, { invoices: [{ status: Invoice.StatusEnum.VOIDED }] });
    expect(String(ended.body.invoices![0].status)).toBe('VOIDED');
  });

  test('a refusal comes as its error with Xero’s messages', async () => {
    const refused = api.createInvoices(org, { invoices: [{ type: Invoice.TypeEnum.ACCREC, status: Invoice.StatusEnum.AUTHORISED, contact: { contactID: contact.contactID }, lineItems: [{ description: 'x', unitAmount: 1 }] }] });
    await expect(refused).rejects.toMatch(/"statusCode":400.*Account code or ID must be specified/);
    const { body } = await api.updateOrCreateInvoices(org, { invoices: [{ type: Invoice.TypeEnum.ACCREC }] }, false);
    expect(body.invoices![0]).toMatchObject({ hasErrors: true, statusAttributeString: 'ERROR' });
  });

  test('payments, batches and shares of credit notes', async () => {
    const [invoice, bill] = [await approved(Invoice.TypeEnum.ACCREC), await approved(Invoice.TypeEnum.ACCPAY)];
    const paid = await api.createPayments(org, { payments: [{ invoice: { invoiceID: invoice.invoiceID }, account: { code: '090' }, date: '2026-11-15', amount: 5 }] });
    expect(paid.body.payments![0]).toMatchObject({ amount: 5, status: Payment.StatusEnum.AUTHORISED });
    const deleted = await api.deletePayment(org, paid.body.payments![0].paymentID!, { ...new PaymentDelete(), status: 'DELETED' });
    expect(String(deleted.body.payments![0].status)).toBe('DELETED');
    const batch = await api.createBatchPayment(org, { batchPayments: [{ account: { code: '090' }, date: '2026-11-15', payments: [{ invoice: { invoiceID: bill.invoiceID }, amount: 25.2 }] }] });
    expect(batch.body.batchPayments![0]).toMatchObject({ totalAmount: 25.2 });
    await api.deleteBatchPaymentByUrlParam(org, batch.body.batchPayments![0].batchPaymentID!, { status: 'DELETED' });
    const note = await api.createCreditNotes(org, { creditNotes: [{ type: CreditNote.TypeEnum.ACCRECCREDIT, contact: { contactID: contact.contactID }, status: CreditNote.StatusEnum.AUTHORISED, lineItems }] });
    const shares = await api.createCreditNoteAllocation(org, note.body.creditNotes![0].creditNoteID!, { allocations: [{ invoice: { invoiceID: invoice.invoiceID }, amount: 1.5, date: '2026-11-16' }] });
    expect(shares.body.allocations![0]).toMatchObject({ amount: 1.5 });
  });

  test('money, journals and orders', async () => {
    const spent = await api.createBankTransactions(org, { bankTransactions: [{ type: BankTransaction.TypeEnum.SPEND, contact, bankAccount: { code: '090' }, lineItems: [{ description: 'Tea', unitAmount: 3, accountCode: '429', taxType: 'NONE' }] }] });
    expect(spent.body.bankTransactions![0]).toMatchObject({ total: 3 });
    const moved = await api.createBankTransfer(org, { bankTransfers: [{ fromBankAccount: { code: '090' }, toBankAccount: { code: '091' }, amount: 7 }] });
    expect(moved.body.bankTransfers![0]).toMatchObject({ amount: 7 });
    const journal = await api.createManualJournals(org, { manualJournals: [{ narration: 'n', status: ManualJournal.StatusEnum.POSTED, journalLines: [{ lineAmount: 4, accountCode: '416' }, { lineAmount: -4, accountCode: '711' }] }] });
    expect(String(journal.body.manualJournals![0].status)).toBe('POSTED');
    const order = await api.createPurchaseOrders(org, { purchaseOrders: [{ contact: { contactID: contact.contactID }, status: PurchaseOrder.StatusEnum.AUTHORISED, lineItems: [{ description: 'Tea', unitAmount: 3, accountCode: '429', taxType: 'NONE' }] }] });
    expect(order.body.purchaseOrders![0]).toMatchObject({ total: 3 });
  });

  test('items, accounts and tracking options', async () => {
    const item = await api.createItems(org, { items: [{ code: 'NODE', name: 'Node', salesDetails: { unitPrice: 2, accountCode: '200' } }] });
    expect(item.body.items![0]).toMatchObject({ code: 'NODE', isSold: true });
    expect((await api.deleteItem(org, item.body.items![0].itemID!)).response.status).toBe(204);
    const account = await api.createAccount(org, { code: '777', name: 'Node account', type: AccountType.EXPENSE });
    expect(account.body.accounts![0]).toMatchObject({ code: '777' });
    const { body } = await api.getTrackingCategories(org);
    const option = await api.createTrackingOptions(org, body.trackingCategories![0].trackingCategoryID!, { name: 'Node side' });
    expect(option.body.options![0]).toMatchObject({ name: 'Node side' });
  });
});
