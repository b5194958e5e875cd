import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccountingApi } from 'xero-node';
import { edit, editKinds, truthRows } from '../books/control.js';
import type { TruthKind } from '../books/truth.js';
import { answer } from './answer.js';
import { organisationId, sampleBooks } from './testing.js';

describe('Xero’s own client reads every list whole and with the right values', () => {
  const books = sampleBooks({ invoices: 700, seed: 31 });
  for (let round = 0; round < 3; round++) for (const kind of editKinds) edit(books, { kind });
  let server: Server;
  let api: AccountingApi;

  beforeAll(async () => {
    // Only the host stands in for Xero: no login, no limits.
    server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://localhost');
      const { status, headers, body } = answer(books, { method: request.method!, path: url.pathname.slice(1), query: Object.fromEntries(url.searchParams), headers: request.headers });
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    api = new AccountingApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => { server.close(); });

  const texts = (amount: number | undefined): string => (amount ?? 0).toFixed(2);

  test('invoices and bills', async () => {
    const rows = [];
    for (let page = 1; ; page++) {
      const { body } = await api.getInvoices(organisationId, undefined, undefined, 'UpdatedDateUTC DESC', undefined, undefined, undefined, undefined, page, true, undefined, 4, undefined, 200);
      rows.push(...body.invoices!);
      if (page === body.pagination!.pageCount) break;
    }
    const found = rows.map((row) => ({
      id: row.invoiceID, type: String(row.type), status: String(row.status), number: row.invoiceNumber, total: texts(row.total), amountDue: texts(row.amountDue),
      updated: (row.updatedDateUTC as unknown as Date).getTime(),
    }));
    const byId = (a: { id?: string }, b: { id?: string }): number => (a.id! < b.id! ? -1 : 1);
    expect(found.sort(byId)).toEqual([...truthRows(books, 'invoices')].sort(byId));
    const foreign = rows.find((row) => String(row.currencyCode) === 'USD' && row.currencyRate);
    expect(foreign!.currencyRate).toBeGreaterThan(1.2);
    expect(rows.flatMap((row) => row.lineItems!).some((line) => line.tracking?.[0]?.option === 'Eastside')).toBe(true);
  });

  test('contacts', async () => {
    const { body } = await api.getContacts(organisationId, undefined, undefined, undefined, undefined, 1, true, undefined, undefined, 1000);
    expect(body.contacts!.map((row) => row.name).sort()).toEqual([...truthRows(books, 'contacts')].map((row) => row.number).sort());
  });

  test('payments', async () => {
    const { body } = await api.getPayments(organisationId, undefined, undefined, undefined, 1, 1000);
    const key = (id: string, type: string, status: string, total: string): string => [id, type, status, total].join();
    expect(body.payments!.map((row) => key(row.paymentID!, String(row.paymentType), String(row.status), texts(row.amount))).sort())
      .toEqual([...truthRows(books, 'payments')].map((row) => key(row.id, row.type, row.status, row.total)).sort());
    expect(body.payments!.every((row) => row.account?.accountID && (row.invoice?.invoiceID ?? row.creditNote?.creditNoteID ?? row.prepayment?.prepaymentID ?? row.overpayment?.overpaymentID))).toBe(true);
  });

  test('credit notes', async () => {
    const { body } = await api.getCreditNotes(organisationId, undefined, undefined, undefined, 1, 4, 1000);
    const key = (...parts: string[]): string => parts.join();
    expect(body.creditNotes!.map((row) => key(row.creditNoteID!, String(row.type), String(row.status), texts(row.total), texts(row.remainingCredit))).sort())
      .toEqual([...truthRows(books, 'creditNotes')].map((row) => key(row.id, row.type, row.status, row.total, row.amountDue)).sort());
  });

  const line = (...parts: unknown[]): string => parts.map(String).join(' | ');
  const known = (kind: TruthKind): string[] => [...truthRows(books, kind)].map((row) => line(row.id, row.type, row.status, row.total)).sort();

  test('bank transactions, each with its account and what it belongs to', async () => {
    const { body } = await api.getBankTransactions(organisationId, undefined, undefined, undefined, 1, 4, 1000);
    const rows = body.bankTransactions!;
    expect(rows.map((row) => line(row.bankTransactionID, row.type, row.status, texts(row.total))).sort()).toEqual(known('bankTransactions'));
    const details = new Map([...truthRows(books, 'bankTransactions')].map((row) => [row.id, row.details!]));
    for (const row of rows) {
      const wanted = details.get(row.bankTransactionID!)!;
      expect([row.bankAccount.accountID, row.contact?.contactID, row.prepaymentID, row.overpaymentID, texts(row.totalTax), row.isReconciled])
        .toEqual([wanted.bankAccount, wanted.contact, wanted.prepayment, wanted.overpayment, wanted.tax, wanted.reconciled]);
    }
  });

  test('bank transfers, the deleted ones only when asked for', async () => {
    const { body } = await api.getBankTransfers(organisationId, undefined, undefined, undefined, true);
    const rows = body.bankTransfers!;
    expect(rows.map((row) => line(row.bankTransferID, 'TRANSFER', (row as { status?: string }).status, texts(row.amount))).sort()).toEqual(known('bankTransfers'));
    const shown = (await api.getBankTransfers(organisationId)).body.bankTransfers!;
    expect(shown).toHaveLength(known('bankTransfers').filter((row) => row.includes('AUTHORISED')).length);
    expect(shown.length).toBeLessThan(rows.length);
  });

  test('prepayments and overpayments with what they were used on', async () => {
    const { body: { prepayments } } = await api.getPrepayments(organisationId, undefined, undefined, undefined, 1, 4, 1000);
    const { body: { overpayments } } = await api.getOverpayments(organisationId, undefined, undefined, undefined, 1, 4, 1000);
    expect(prepayments!.map((row) => line(row.prepaymentID, row.type, row.status, texts(row.total))).sort()).toEqual(known('prepayments'));
    expect(overpayments!.map((row) => line(row.overpaymentID, row.type, row.status, texts(row.total))).sort()).toEqual(known('overpayments'));
    const details = new Map([...truthRows(books, 'prepayments')].map((row) => [row.id, row]));
    for (const row of prepayments!) {
      const wanted = details.get(row.prepaymentID!)!;
      expect(texts(row.remainingCredit)).toBe(wanted.amountDue);
      expect(row.allocations!.map(({ invoice, amount }) => ({ invoice: invoice.invoiceID, amount: texts(amount) }))).toEqual(wanted.details!.allocations);
    }
  });

  test('batches, manual journals and purchase orders', async () => {
    const { body: { batchPayments } } = await api.getBatchPayments(organisationId);
    expect(batchPayments!.map((row) => line(row.batchPaymentID, row.type, row.status, texts(Number(row.totalAmount)))).sort()).toEqual(known('batchPayments'));
    const { body: { manualJournals } } = await api.getManualJournals(organisationId, undefined, undefined, undefined, 1, 1000);
    const debits = (lines: { lineAmount?: number }[]): string => texts(lines.reduce((sum, { lineAmount }) => sum + Math.max(0, lineAmount!), 0));
    expect(manualJournals!.map((row) => line(row.manualJournalID, 'MANJOURNAL', row.status, debits(row.journalLines!))).sort()).toEqual(known('manualJournals'));
    const { body: { purchaseOrders } } = await api.getPurchaseOrders(organisationId, undefined, undefined, undefined, undefined, undefined, 1, 1000);
    expect(purchaseOrders!.map((row) => line(row.purchaseOrderID, 'PURCHASEORDER', row.status, texts(row.total))).sort()).toEqual(known('purchaseOrders'));
  });

  test('the short lists', async () => {
    const { body: accounts } = await api.getAccounts(organisationId);
    expect(accounts.accounts).toHaveLength(books.drawing.chart.length);
    expect((await api.getItems(organisationId)).body.items!.length).toBeGreaterThan(20);
    expect((await api.getTaxRates(organisationId)).body.taxRates!.find((rate) => rate.taxType === 'OUTPUT2')).toMatchObject({ effectiveRate: 20 });
    expect((await api.getTrackingCategories(organisationId)).body.trackingCategories!.map((category) => category.options!.length)).toEqual([4, 4]);
    expect((await api.getTrackingCategories(organisationId, undefined, undefined, true)).body.trackingCategories![0].options).toHaveLength(5);
    expect((await api.getCurrencies(organisationId)).body.currencies!.map((currency) => String(currency.code))).toContain('EUR');
    expect((await api.getUsers(organisationId)).body.users).toHaveLength(2);
    expect((await api.getBrandingThemes(organisationId)).body.brandingThemes).toHaveLength(2);
    expect((await api.getOrganisations(organisationId)).body.organisations![0]).toMatchObject({ organisationID: organisationId });
  });

  test('the trial balance', async () => {
    const { body } = await api.getReportTrialBalance(organisationId);
    expect(body.reports![0].rows!.length).toBeGreaterThan(5);
  });
});
