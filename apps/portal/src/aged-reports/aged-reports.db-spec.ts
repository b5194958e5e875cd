import type { SupportedDataType } from '#accounting/data-types';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords } from '#test/stored-records';

interface Facts {
  total: number;
  due: number;
  /** By how much each allocation changes what is open, and on which day. */
  allocations?: [amount: number, on: string][];
  contact?: string;
  currency?: string;
  status?: string;
}

describe('aged reports', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;
  let connectionId: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    connectionId = await storeConnection(api.database.tenants, operator.operatorId, companyId);
    for (const dataType of ['payments', 'billPayments'] as const) await dataset(dataType, '2026-11-01T10:01:00Z');
  });

  let count = 0;
  const paid = (allocations: Facts['allocations'] = []) => allocations.map(([amount, on], place) =>
    (place % 2 === 0 ? { payment: { paidOnDate: `${on}T00:00:00` }, allocation: { totalAmount: amount } } : { payment: {}, allocation: { allocatedOnDate: `${on}T00:00:00`, totalAmount: amount } }));
  const common = (issued: string, { total, allocations, currency = 'GBP', status = 'PartiallyPaid' }: Facts) =>
    ({ id: `record-${count += 1}`, issueDate: `${issued}T00:00:00`, currency, status, totalAmount: total, paymentAllocations: paid(allocations) });
  const customer = ({ contact = 'c1' }: Facts) => ({ customerRef: { id: contact, companyName: `Customer ${contact}` } });
  const invoice = (issued: string, facts: Facts) => ({ ...common(issued, facts), ...customer(facts), amountDue: facts.due });
  const note = (issued: string, facts: Facts) => ({ ...common(issued, facts), ...customer(facts), remainingCredit: facts.due });

  const dataset = (dataType: SupportedDataType, completedAt?: string) => storeDataset(api.database.tenants, operator.operatorId, { companyId, connectionId, dataType, ...(completedAt ? { completedAt } : {}) });

  async function pulled(dataType: SupportedDataType, documents: { id: string }[], source = '') {
    await dataset(dataType);
    await storeRecords(api.database.tenants, { operatorId: operator.operatorId, connectionId, dataType, source }, documents.map((document) => ({ id: document.id, document: { ...document } })));
  }

  const get = (path: string) => operator.call('GET', `/companies/${companyId}/reports/${path}`);
  const amounts = async (path: string) => (await get(path)).body.data.map(({ customerId, agedCurrencyOutstanding }: { customerId: string; agedCurrencyOutstanding: { currency: string; agedOutstandingAmounts: { amount: number }[] }[] }) =>
    [customerId, ...agedCurrencyOutstanding.map(({ currency, agedOutstandingAmounts }) => [currency, ...agedOutstandingAmounts.map(({ amount }) => amount)])]);

  it('sum what is open by contact, currency and days since the issue', async () => {
    await pulled('invoices', [
      invoice('2026-11-30', { total: 10.1, due: 10.1 }), invoice('2026-11-01', { total: 0.2, due: 0.2 }), invoice('2026-10-31', { total: 5, due: 3, allocations: [[-2, '2026-11-10']] }),
      invoice('2020-01-01', { total: 7, due: 7 }), invoice('2026-11-02', { total: 4, due: 4, currency: 'EUR' }), invoice('2026-11-03', { total: 1, due: 1, contact: 'c2' }),
    ]);
    await pulled('creditNotes', [note('2026-11-04', { total: 3.3, due: 3.3 })]);
    const { status, body } = await get('agedDebtor?reportDate=2026-11-30&numberOfPeriods=3');
    expect(status).toBe(200);
    expect(body).toMatchObject({ reportDate: '2026-11-30T00:00:00', generated: expect.stringMatching(/Z$/) });
    expect(body.data[0]).toEqual({
      customerId: 'c1', customerName: 'Customer c1',
      agedCurrencyOutstanding: [
        { currency: 'EUR', agedOutstandingAmounts: expect.any(Array) },
        {
          currency: 'GBP',
          agedOutstandingAmounts: [
            { fromDate: '2026-11-01T00:00:00', toDate: '2026-11-30T00:00:00', amount: 7, details: [{ name: 'Invoices', amount: 10.3 }, { name: 'Credit notes', amount: -3.3 }] },
            { fromDate: '2026-10-02T00:00:00', toDate: '2026-10-31T00:00:00', amount: 3, details: [{ name: 'Invoices', amount: 3 }] },
            { fromDate: '0001-01-01T00:00:00', toDate: '2026-10-01T00:00:00', amount: 7, details: [{ name: 'Invoices', amount: 7 }] },
          ],
        },
      ],
    });
    expect(await amounts('agedDebtor?reportDate=2026-11-30&numberOfPeriods=1')).toEqual([['c1', ['EUR', 4], ['GBP', 17]], ['c2', ['GBP', 1]]]);
  });

  it('of a past day show what was open at its end', async () => {
    await pulled('invoices', [
      invoice('2026-10-10', { total: 10, due: 0, status: 'Paid', allocations: [[-4, '2026-10-20'], [-6, '2026-11-05']] }), invoice('2026-10-21', { total: 99, due: 99 }),
    ]);
    await pulled('creditNotes', [note('2026-10-15', { total: 5, due: 1, allocations: [[3, '2026-10-16'], [1, '2026-10-21']] })]);
    expect(await amounts('agedDebtor?reportDate=2026-10-09&numberOfPeriods=1')).toEqual([]);
    expect(await amounts('agedDebtor?reportDate=2026-10-14&numberOfPeriods=1')).toEqual([['c1', ['GBP', 10]]]);
    expect(await amounts('agedDebtor?reportDate=2026-10-20&numberOfPeriods=1')).toEqual([['c1', ['GBP', 4]]]);
    expect(await amounts('agedDebtor?reportDate=2026-11-05&numberOfPeriods=1')).toEqual([['c1', ['GBP', 98]]]);
  });

  it('are the same of documents that were stored when the day of their last allocation was not kept', async () => {
    const today = new Date().toISOString().slice(0, 10);
    await pulled('invoices', [invoice('2026-01-10', { total: 10, due: 0, status: 'Paid', allocations: [[-10, today]] }), invoice('2026-01-11', { total: 8, due: 3, allocations: [[-5, today]] })]);
    await pulled('creditNotes', [note('2026-01-12', { total: 5, due: 0, status: 'Paid', allocations: [[5, '2026-01-13']] })]);
    const known = await amounts('agedDebtor?numberOfPeriods=1');
    await api.database.tenants.sql(operator.operatorId, (client) => client.query('update record set settled_on = null'));
    expect(await amounts('agedDebtor?numberOfPeriods=1')).toEqual(known);
    expect(known).toEqual([['c1', ['GBP', 18]]]);
  });

  it('take off what was paid too much, until it is used or given back, but not what was paid in advance', async () => {
    await pulled('invoices', [invoice('2026-10-10', { total: 100, due: 100 })]);
    await pulled('creditNotes', []);
    const onAccount = (amount: number, on?: string) => ({ amount: on ? 0 : -amount, ...(on && { allocatedOnDate: `${on}T00:00:00` }), links: [{ type: 'Invoice', amount: -amount }, { type: 'PaymentOnAccount', amount }] });
    const payment = (date: string, lines: object[]) => ({ id: `paid ${count += 1}`, date: `${date}T00:00:00`, currency: 'GBP', ...customer({ total: 0, due: 0 }), lines });
    await pulled('payments', [payment('2026-10-20', [onAccount(-30), onAccount(10, '2026-11-01'), onAccount(5, '2026-11-05')])], 'Overpayments');
    const list = { operatorId: operator.operatorId, connectionId, dataType: 'payments' as const };
    await storeRecords(api.database.tenants, { ...list, source: 'Prepayments' }, [{ id: 'advance', document: payment('2026-10-20', [onAccount(-50)]) }]);
    await storeRecords(api.database.tenants, { ...list, source: 'Overpayments' }, [{ id: 'void', document: payment('2026-10-20', [onAccount(-70)]), deleted: true }]);
    const totals = async (day: string) => amounts(`agedDebtor?reportDate=${day}&numberOfPeriods=1`);
    expect(await totals('2026-10-19')).toEqual([['c1', ['GBP', 100]]]);
    expect(await totals('2026-10-31')).toEqual([['c1', ['GBP', 70]]]);
    expect(await totals('2026-11-01')).toEqual([['c1', ['GBP', 80]]]);
    expect(await totals('2026-11-30')).toEqual([['c1', ['GBP', 85]]]);
    const { body } = await get('agedDebtor?reportDate=2026-10-31&numberOfPeriods=1');
    expect(body.data[0].agedCurrencyOutstanding[0].agedOutstandingAmounts[0].details).toEqual([{ name: 'Invoices', amount: 100 }, { name: 'Overpayments', amount: -30 }]);
  });

  it('leave out drafts, what is void and what is gone', async () => {
    await pulled('invoices', [invoice('2026-10-10', { total: 1, due: 1, status: 'Draft' }), invoice('2026-10-10', { total: 1, due: 1, status: 'Void' })]);
    await storeRecords(api.database.tenants, { operatorId: operator.operatorId, connectionId, dataType: 'invoices' }, [{ id: 'gone', document: invoice('2026-10-10', { total: 1, due: 1 }), deleted: true }]);
    await pulled('creditNotes', []);
    expect(await amounts('agedDebtor?reportDate=2026-11-30')).toEqual([]);
  });

  it('of creditors are made of bills and their credit notes', async () => {
    const supplierRef = { id: 's1', supplierName: 'Supplier' };
    await pulled('bills', [{ ...common('2026-11-20', { total: 8, due: 8, status: 'Open' }), supplierRef, amountDue: 8 } as { id: string }]);
    await pulled('billCreditNotes', [{ ...common('2026-11-21', { total: 2, due: 2 }), supplierRef, remainingCredit: 2 } as { id: string }]);
    const { body } = await get('agedCreditor?reportDate=2026-11-30&periodLengthDays=10&numberOfPeriods=2');
    expect(body.data).toMatchObject([{ supplierId: 's1', supplierName: 'Supplier', agedCurrencyOutstanding: [{ agedOutstandingAmounts: [{ amount: -2, details: [{ name: 'Bill credit notes', amount: -2 }] }, { amount: 8, details: [{ name: 'Bills', amount: 8 }] }] }] }]);
  });

  it('are as of yesterday in four periods of 30 days unless asked otherwise', async () => {
    await pulled('invoices', [invoice('2020-01-01', { total: 1, due: 1 })]);
    await pulled('creditNotes', []);
    const { body } = await get('agedDebtor');
    expect(Date.parse(body.generated) - Date.parse(`${body.reportDate}Z`)).toBeGreaterThan(86_400_000 - 1);
    expect(Date.parse(body.generated) - Date.parse(`${body.reportDate}Z`)).toBeLessThan(2 * 86_400_000);
    expect(body.data[0].agedCurrencyOutstanding[0].agedOutstandingAmounts.map(({ amount }: { amount: number }) => amount)).toEqual([0, 0, 0, 1]);
  });

  it('refuse parameters that are out of bounds, by name', async () => {
    for (const [query, field] of [
      ['reportDate=tomorrow', 'reportDate'], ['reportDate=2026-02-30', 'reportDate'], ['reportDate=1899-12-31', 'reportDate'], ['reportDate=3000-01-01', 'reportDate'],
      ['numberOfPeriods=0', 'numberOfPeriods'], ['numberOfPeriods=121', 'numberOfPeriods'], ['periodLengthDays=367', 'periodLengthDays'], ['periodLengthDays=1.5', 'periodLengthDays'],
    ]) {
      const { status, body } = await get(`agedDebtor?${query}`);
      expect({ query, status, field: body.validation?.errors[0].itemId }).toEqual({ query, status: 400, field });
    }
    expect((await get('agedDebtor?asOf=2026-11-30')).body.validation.errors).toMatchObject([{ itemId: 'asOf', message: expect.stringContaining('which takes reportDate') }]);
    expect((await get('agedDebtor?reportDate=1900-01-01&numberOfPeriods=120&periodLengthDays=366')).status).toBe(409);
  });

  it('are available when what they are made of was pulled within a day', async () => {
    const available = async (side: string) => { const { status, body } = await get(`${side}/available`); return [status, body]; };
    await api.database.tenants.sql(operator.operatorId, (client) => client.query('delete from dataset'));
    expect(await available('agedDebtor')).toEqual([200, false]);
    for (const dataType of ['customers', 'invoices', 'creditNotes'] as const) await dataset(dataType, '2026-11-01T10:00:00Z');
    expect(await available('agedDebtor')).toEqual([200, false]);
    expect((await get('agedDebtor')).body).toMatchObject({ statusCode: 409, error: 'The data set has not been requested.' });
    await dataset('payments', '2026-11-02T10:00:01Z');
    expect(await available('agedDebtor')).toEqual([200, false]);
    await dataset('customers', '2026-11-02T09:00:00Z');
    await dataset('invoices', '2026-11-02T09:00:00Z');
    await dataset('creditNotes', '2026-11-01T10:00:01Z');
    expect(await available('agedDebtor')).toEqual([200, false]);
    for (const dataType of ['suppliers', 'bills', 'billCreditNotes', 'billPayments'] as const) await dataset(dataType);
    expect(await available('agedCreditor')).toEqual([200, true]);
  });
});
