import type { CodatAccounting } from '@codat/accounting';
import type { CodatLending } from '@codat/lending';
import Big from 'big.js';
import { codatAccounting, codatLending, readAllWithSdk } from '#test/codat-sdks';
import { simulatorUser } from '#test/consent';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

interface Row {
  Title?: string;
  Cells?: { Value: string }[];
  Rows?: Row[];
}

interface Attached {
  AttachmentID: string;
  FileName: string;
  MimeType: string;
  ContentLength: number;
}

interface Owed {
  issueDate?: string;
  currency: string;
  /** Absent where the source says none. */
  currencyRate?: number;
  status: string;
  totalAmount: number;
  /** Absent on credit notes. */
  amountDue?: number;
  paymentAllocations?: { payment: { paidOnDate?: string }; allocation: { allocatedOnDate?: string; totalAmount: number } }[];
}

const scopes = 'accounting.reports.profitandloss.read accounting.reports.balancesheet.read accounting.attachments.read accounting.invoices.read';

/** What is put together or fetched while a consumer waits, read with both of Codat's SDKs and compared with the source itself. */
describe('reports and files', () => {
  let platform: RunningPlatform;
  let accounting: CodatAccounting;
  let lending: CodatLending;
  let place: { companyId: string; connectionId: string };
  let tenantId: string;
  let token: string;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '150', SIMULATOR_LIMITS: 'off' } });
    const operator = await OperatorClient.signedIn(platform);
    // A new connection of this tier is read without the limit of a minute, which the first pull would use up.
    await operator.enableXero('plus');
    const { id: companyId } = await operator.createCompany('Consumer of reports');
    accounting = codatAccounting(platform.portalUrl, platform.apiKey);
    lending = codatLending(platform.portalUrl, platform.apiKey);
    place = { companyId, connectionId: await operator.link(companyId) };
    await operator.untilPulled(companyId);
    [{ tenantId }] = await control<{ tenantId: string }[]>('GET', 'connections');
    // A reader of its own: another consent of the same app would be the platform's.
    await control('POST', 'apps', { clientId: 'reader', clientSecret: 'secret' });
    ({ access_token: token } = await control<{ access_token: string }>('POST', 'consents', { email: simulatorUser.email, scopes, tenantIds: [tenantId], clientId: 'reader' }));
  }, 240_000);

  afterAll(() => platform?.stop(), 60_000);

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${platform.simulatorUrl}/simulator/${path}`, { method, ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** The source itself, past everything of ours. */
  const source = (path: string, accept = 'application/json') =>
    fetch(`${platform.simulatorUrl}/api.xro/2.0/${path}`, { headers: { authorization: `Bearer ${token}`, 'xero-tenant-id': tenantId, accept } });

  async function figure(report: string, title: string): Promise<string> {
    const { Reports: [{ Rows }] } = await (await source(`Reports/${report}`)).json() as { Reports: { Rows: Row[] }[] };
    const found = Rows.flatMap(({ Rows: rows = [] }) => rows).find(({ Cells: [cell] = [] }) => cell?.Value === title);
    return new Big(found?.Cells?.[1]?.Value ?? '0').toFixed(2);
  }

  const text = (amount: number | undefined) => new Big(amount ?? 0).toFixed(2);
  const day = (date: unknown) => String(date).slice(0, 10);
  interface AgedEntry { agedCurrencyOutstanding: { currency: string; agedOutstandingAmounts: { amount: number }[] }[] }

  async function aged(side: 'agedDebtor' | 'agedCreditor', reportDate: string): Promise<AgedEntry[]> {
    const response = await fetch(`${platform.portalUrl}/api/companies/${place.companyId}/reports/${side}?reportDate=${reportDate}`, { headers: { authorization: `Basic ${Buffer.from(platform.apiKey).toString('base64')}` } });
    return (await response.json() as { data: AgedEntry[] }).data;
  }

  /** What was open of an invoice or a credit note at the end of a day. */
  function openAt({ totalAmount, paymentAllocations = [] }: Owed, until: string): Big {
    const used = paymentAllocations.filter(({ allocation, payment }) => day(allocation.allocatedOnDate ?? payment.paidOnDate) <= until);
    return used.reduce((open, { allocation }) => open.minus(new Big(allocation.totalAmount).abs()), new Big(totalAmount));
  }

  const quarters = () => ({ companyId: place.companyId, periodLength: 3, periodsToCompare: 4 });

  it('add profit and loss up to what the source says of the whole period', async () => {
    const { profitAndLossReport } = await accounting.reports.getProfitAndLoss(quarters()) as unknown as { profitAndLossReport?: { reports: { fromDate: string; toDate: string; netProfit: number }[] } };
    const { accountingProfitAndLossReport } = await lending.financialStatements.profitAndLoss.get(quarters());
    expect(JSON.stringify(accountingProfitAndLossReport?.reports)).toEqual(JSON.stringify(profitAndLossReport?.reports));
    expect(profitAndLossReport?.reports).toHaveLength(4);
    let moved = false;
    for (const { fromDate, toDate, netProfit } of profitAndLossReport!.reports) {
      expect([day(fromDate), text(netProfit)]).toEqual([day(fromDate), await figure(`ProfitAndLoss?fromDate=${day(fromDate)}&toDate=${day(toDate)}`, 'Net Profit')]);
      moved ||= netProfit !== 0;
    }
    expect(moved).toBe(true);
  }, 60_000);

  it('add the cash flow up to the profit and loss of what was paid', async () => {
    const { accountingCashFlowStatement } = await lending.financialStatements.cashFlow.get(quarters());
    expect(accountingCashFlowStatement).toMatchObject({ currency: 'GBP', reportBasis: 'Cash', reportInput: 'Direct' });
    for (const { fromDate, toDate, cashReceipts, cashPayments } of accountingCashFlowStatement!.reports) {
      const net = new Big(cashReceipts!.value).minus(cashPayments!.value).toFixed(2);
      expect([day(fromDate), net]).toEqual([day(fromDate), await figure(`ProfitAndLoss?fromDate=${day(fromDate)}&toDate=${day(toDate)}&paymentsOnly=true`, 'Net Profit')]);
    }
  }, 60_000);

  it('take the balance sheet of the end of each period', async () => {
    const { accountingBalanceSheet } = await lending.financialStatements.balanceSheet.get(quarters());
    const { statusCode, balanceSheet } = await accounting.reports.getBalanceSheet(quarters());
    expect([statusCode, JSON.stringify(balanceSheet?.reports)]).toEqual([200, JSON.stringify(accountingBalanceSheet?.reports)]);
    for (const { date, netAssets } of accountingBalanceSheet!.reports) {
      expect([day(date), text(netAssets)]).toEqual([day(date), await figure(`BalanceSheet?date=${day(date)}`, 'Net Assets')]);
    }
  }, 60_000);

  it('age what the documents leave open, on both sides', async () => {
    const truth = async (kind: string) => await control<{ type: string; status: string; amountDue: string }[]>('GET', `organisations/${tenantId}/truth/${kind}`);
    const [invoices, notes, overpaid] = [await truth('invoices'), await truth('creditNotes'), await truth('overpayments')];
    const due = (rows: typeof invoices, type: string) => rows.filter((row) => row.type === type && ['AUTHORISED', 'PAID'].includes(row.status)).reduce((total, row) => total.plus(row.amountDue), new Big(0));
    const total = (data: { agedCurrencyOutstanding?: { agedOutstandingAmounts?: { amount?: number }[] }[] }[] = []) =>
      data.flatMap(({ agedCurrencyOutstanding = [] }) => agedCurrencyOutstanding).flatMap(({ agedOutstandingAmounts = [] }) => agedOutstandingAmounts).reduce((sum, { amount = 0 }) => sum.plus(amount), new Big(0)).toFixed(2);
    // So late that nothing is dated after it.
    expect(total(await aged('agedDebtor', '2999-12-31'))).toBe(due(invoices, 'ACCREC').minus(due(notes, 'ACCRECCREDIT')).minus(due(overpaid, 'RECEIVE-OVERPAYMENT')).toFixed(2));
    expect(total(await aged('agedCreditor', '2999-12-31'))).toBe(due(invoices, 'ACCPAY').minus(due(notes, 'ACCPAYCREDIT')).minus(due(overpaid, 'SPEND-OVERPAYMENT')).toFixed(2));
    const { statusCode, agedDebtorReport } = await accounting.reports.getAgedDebtorsReport({ companyId: place.companyId, numberOfPeriods: 3 });
    expect([statusCode, agedDebtorReport?.data?.[0].agedCurrencyOutstanding?.[0].agedOutstandingAmounts?.length]).toEqual([200, 3]);
    const { accountingAgedDebtorReport } = await lending.accountsReceivable.reports.getAgedDebtors({ companyId: place.companyId, numberOfPeriods: 3 });
    expect(JSON.stringify(accountingAgedDebtorReport?.data)).toBe(JSON.stringify(agedDebtorReport?.data));
    expect((await accounting.reports.isAgedCreditorsReportAvailable({ companyId: place.companyId })).rawResponse?.data.toString()).toBe('true');
    expect(Object.values(await lending.accountsReceivable.reports.isAgedDebtorsAvailable({ companyId: place.companyId }))).toContain(true);
  }, 60_000);

  it('age what the ledger has on receivables and payables, at any day', async () => {
    const days = ['2999-12-31', ...[10, 60, 150].map((back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10))];
    for (const [side, account, types] of [['agedDebtor', 'Accounts Receivable', ['invoices', 'creditNotes', 'payments']], ['agedCreditor', 'Accounts Payable', ['bills', 'billCreditNotes', 'billPayments']]] as const) {
      const documents = await Promise.all(types.map(async (dataType) => (await readAllWithSdk(accounting, dataType, { ...place, pageSize: 500 })).results as unknown as Owed[]));
      for (const until of days) {
        const report = (await aged(side, until)).flatMap(({ agedCurrencyOutstanding }) => agedCurrencyOutstanding);
        const inBase = report.filter(({ currency }) => currency === 'GBP').flatMap(({ agedOutstandingAmounts }) => agedOutstandingAmounts).reduce((sum, { amount }) => sum.plus(amount), new Big(0));
        const foreign = documents.flat().filter(({ currency, status, issueDate }) => currency !== 'GBP' && issueDate !== undefined && day(issueDate) <= until && !['Draft', 'Void'].includes(status));
        const sign = (document: Owed) => (document.amountDue === undefined ? -1 : 1);
        const ofForeign = foreign.reduce((sum, document) => sum.plus(openAt(document, until).times(document.currencyRate ?? 0).times(sign(document)).round(2)), new Big(0));
        const ledger = await figure(`BalanceSheet?date=${until}`, account);
        // A cent for each foreign document: parts of it are turned into base currency one by one.
        expect(inBase.plus(ofForeign).minus(ledger).abs().toNumber()).toBeLessThanOrEqual(0.01 * foreign.length);
      }
    }
  }, 60_000);

  it('fetch attachments as the source has them, byte by byte', async () => {
    const { results } = await readAllWithSdk(accounting, 'invoices', { ...place, pageSize: 500 });
    const owned = results.filter(({ id }) => /[01]$/.test(String(id)));
    expect(owned.length).toBeGreaterThan(0);
    for (const invoiceId of owned.slice(0, 5).map(({ id }) => String(id))) {
      const { Attachments } = await (await source(`Invoices/${invoiceId}/Attachments`)).json() as { Attachments: Attached[] };
      const { attachmentsDataset } = await accounting.invoices.listAttachments({ ...place, invoiceId });
      expect(attachmentsDataset?.attachments?.map(({ id, name, contentType, fileSize }) => [id, name, contentType, fileSize]))
        .toEqual(Attachments.map(({ AttachmentID, FileName, MimeType, ContentLength }) => [AttachmentID, FileName, MimeType, ContentLength]));
      for (const { AttachmentID: attachmentId, MimeType, FileName } of Attachments) {
        const bytes = Buffer.from(await (await source(`Invoices/${invoiceId}/Attachments/${attachmentId}`, MimeType)).arrayBuffer());
        const got = await accounting.invoices.getAttachment({ ...place, invoiceId, attachmentId });
        expect([got.statusCode, got.attachment?.name]).toEqual([200, FileName]);
        const [first, second] = [await accounting.invoices.downloadAttachment({ ...place, invoiceId, attachmentId }), await lending.accountsReceivable.invoices.downloadAttachment({ ...place, invoiceId, attachmentId })];
        expect(Buffer.from(first.data!).equals(bytes)).toBe(true);
        expect(Buffer.from(second.data!).equals(bytes)).toBe(true);
        expect(second.rawResponse.headers).toMatchObject({
          'content-disposition': expect.stringMatching(/^attachment; filename="[^"]+"; filename\*=UTF-8''\S+$/), 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringMatching(/^sandbox;/),
        });
      }
      expect(await accounting.invoices.getAttachment({ ...place, invoiceId, attachmentId: 'none' })).toMatchObject({ statusCode: 404, errorMessage: { error: 'No attachment was found with ID none' } });
      expect((await accounting.bills.listAttachments({ ...place, billId: invoiceId })).statusCode).toBe(404);
    }
  }, 120_000);

  it('print an invoice in the type that each SDK reads, named by its number', async () => {
    const { results: [{ id, invoiceNumber }] } = await readAllWithSdk(accounting, 'invoices', { ...place, pageSize: 500 });
    const request = { companyId: place.companyId, invoiceId: String(id) };
    const bytes = Buffer.from(await (await source(`Invoices/${String(id)}`, 'application/pdf')).arrayBuffer());
    const [octets, pdf] = [await accounting.invoices.downloadPdf(request), await lending.accountsReceivable.invoices.downloadPdf(request)];
    expect([octets.contentType, pdf.contentType]).toEqual(['application/octet-stream', 'application/pdf']);
    expect(Buffer.from(octets.data as unknown as Uint8Array).equals(bytes)).toBe(true);
    expect(Buffer.from(pdf.data!).equals(bytes)).toBe(true);
    expect(pdf.rawResponse.headers['content-disposition']).toContain(`filename="invoice-${String(invoiceNumber)}.pdf"`);
  });

  it('say what is missing when the source does not give a file', async () => {
    const { results } = await readAllWithSdk(accounting, 'customers', { ...place, pageSize: 500 });
    const customerId = String(results[0]['id']);
    expect((await accounting.customers.listAttachments({ ...place, customerId })).attachmentsDataset).toEqual({ attachments: [] });
    for (const [fault, status, words] of [['missingScope', 403, 'The consent does not cover files'], ['missingRole', 403, 'may not see this']] as const) {
      await control('POST', 'faults', { kind: fault, path: '/Attachments', times: 1 });
      const { statusCode, errorMessage } = await lending.accountsReceivable.customers.listAttachments({ ...place, customerId });
      expect([statusCode, errorMessage?.error]).toEqual([status, expect.stringContaining(words)]);
    }
    await control('POST', 'faults', { kind: 'throttled', limit: 'day', retryAfterSeconds: 600, path: '/Attachments', times: 1 });
    const { statusCode, rawResponse } = await lending.accountsReceivable.customers.listAttachments({ ...place, customerId });
    expect([statusCode, Number(rawResponse.headers['retry-after']) >= 600]).toEqual([429, true]);
  });
});
