import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords, storeVersion } from '#test/stored-records';

type Statement = 'balanceSheet' | 'profitAndLoss' | 'cashFlowStatement';

const account = (accountId: string, value: number, name = accountId) => ({ accountId, name, value, items: [] });
const group = (name: string, value: number, items: object[] = []) => ({ name, value, items });
const days: Record<string, string> = { '2026-08': '31', '2026-09': '30', '2026-10': '31', '2026-11': '30' };
const period = (month: string) => ({ fromDate: `${month}-01T00:00:00`, toDate: `${month}-${days[month]}T00:00:00` });
const months = Object.keys(days);

const profit = (month: string, sales: number, net: number, income: object[]) => ({
  id: month, currency: 'GBP', ...period(month), income: group('Income', sales, income), costOfSales: group('Cost of Sales', 0), grossProfit: sales, expenses: group('Expenses', 0.2, [account('rent', 0.2)]),
  netOperatingProfit: net, otherExpenses: group('Other Expenses', 0), otherIncome: group('Other Income', 0), netOtherIncome: 0, netProfit: net, metadata: { isDeleted: false },
});

describe('financial statements', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let companyId: string;
  let connectionId: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    companyId = (await operator.call('POST', '/companies', { name: 'A' })).body.id;
    connectionId = await storeConnection(api.database.tenants, operator.operatorId, companyId);
  });

  async function pulled(dataType: Statement, documents: { id: string }[]) {
    await storeDataset(api.database.tenants, operator.operatorId, { companyId, connectionId, dataType });
    await storeRecords(api.database.tenants, { operatorId: operator.operatorId, connectionId, dataType }, documents.map((document) => ({ id: document.id, document: { ...document } })));
  }

  const get = (dataType: Statement, query: string) => operator.call('GET', `/companies/${companyId}/data/financials/${dataType}?${query}`);

  it('add the months of a period up, account by account and to the cent', async () => {
    await pulled('profitAndLoss', [
      profit('2026-11', 0.3, 0.1, [account('sales', 0.1), account('fees', 0.2, 'Fees, renamed')]), profit('2026-10', 0.9, 0.7, [account('fees', 0.7, 'Fees'), account('sales', 0.2)]),
      profit('2026-09', 5, 4.8, [account('sales', 5)]),
    ]);
    const { status, body } = await get('profitAndLoss', 'periodLength=2&periodsToCompare=4');
    expect(status).toBe(200);
    expect(body).toEqual({
      currency: 'GBP', reportBasis: 'Accrual', earliestAvailableMonth: '2026-09-01T00:00:00', mostRecentAvailableMonth: '2026-11-01T00:00:00',
      reports: [{
        fromDate: '2026-10-01T00:00:00', toDate: '2026-11-30T00:00:00',
        income: group('Income', 1.2, [account('sales', 0.3), account('fees', 0.9, 'Fees, renamed')]), costOfSales: group('Cost of Sales', 0), grossProfit: 1.2,
        expenses: group('Expenses', 0.4, [account('rent', 0.4)]), netOperatingProfit: 0.8, otherExpenses: group('Other Expenses', 0), otherIncome: group('Other Income', 0), netOtherIncome: 0, netProfit: 0.8,
      }],
    });
  });

  it('go back in time from the month that is asked for, and leave out periods that are not whole', async () => {
    await pulled('cashFlowStatement', months.map((month, place) => ({ id: month, currency: 'GBP', ...period(month), cashReceipts: group('Cash Receipts', place), cashPayments: group('Cash Payments', 1) })));
    const { body } = await get('cashFlowStatement', 'periodLength=1&periodsToCompare=3&startMonth=2026-10-15T00:00:00Z');
    expect(body).toMatchObject({ reportBasis: 'Cash', reportInput: 'Direct' });
    expect(body.reports.map(({ fromDate, cashReceipts }: { fromDate: string; cashReceipts: { value: number } }) => [fromDate, cashReceipts.value]))
      .toEqual([['2026-10-01T00:00:00', 2], ['2026-09-01T00:00:00', 1], ['2026-08-01T00:00:00', 0]]);
    expect((await get('cashFlowStatement', 'periodLength=3&periodsToCompare=5&startMonth=2026-11')).body.reports).toHaveLength(1);
    expect((await get('cashFlowStatement', 'periodLength=5&periodsToCompare=1')).body.reports).toEqual([]);
  });

  it('of positions are those of the last day of each period', async () => {
    await pulled('balanceSheet', months.map((month, place) => ({
      id: month, currency: 'GBP', date: `${month}-${days[month]}T00:00:00`, assets: group('Assets', place), liabilities: group('Liabilities', 0), equity: group('Equity', place), netAssets: place, metadata: { isDeleted: false },
    })));
    const { body } = await get('balanceSheet', 'periodLength=2&periodsToCompare=2');
    expect(body.reports).toEqual([
      { date: '2026-11-30T00:00:00', assets: group('Assets', 3), liabilities: group('Liabilities', 0), equity: group('Equity', 3), netAssets: 3 },
      { date: '2026-09-30T00:00:00', assets: group('Assets', 1), liabilities: group('Liabilities', 0), equity: group('Equity', 1), netAssets: 1 },
    ]);
  });

  it('are those of an instant that is named, also of a month that was changed since', async () => {
    const balance = (month: string, place: number, modifiedDate: string) =>
      ({ id: month, currency: 'GBP', date: `${month}-${days[month]}T00:00:00`, netAssets: place, modifiedDate });
    await pulled('balanceSheet', [balance('2026-09', 3, '2026-11-20T00:00:00Z'), balance('2026-10', 4, '2026-11-10T00:00:00Z')]);
    const list = { operatorId: operator.operatorId, connectionId, dataType: 'balanceSheet' as const };
    await storeVersion(api.database.tenants, list, { id: '2026-09', document: balance('2026-09', 2, '2026-10-01T00:00:00Z'), from: '2026-10-01T00:00:00Z', to: '2026-11-20T00:00:00Z' });
    const at = async (asOf: string) => (await get('balanceSheet', `periodLength=1&periodsToCompare=9&asOf=${asOf}`)).body;
    expect((await at('2026-11-21T00:00:00Z')).reports).toMatchObject([{ netAssets: 4 }, { netAssets: 3 }]);
    expect((await at('2026-11-11T00:00:00Z')).reports).toMatchObject([{ netAssets: 4 }, { netAssets: 2 }]);
    expect(await at('2026-10-02T00:00:00Z')).toMatchObject({ mostRecentAvailableMonth: '2026-09-01T00:00:00', reports: [{ netAssets: 2 }] });
    expect(await at('2026-09-02T00:00:00Z')).toMatchObject({ statusCode: 404 });
    expect(await at('lately')).toMatchObject({ statusCode: 400, validation: { errors: [{ itemId: 'asOf' }] } });
  });

  it('are refused without the length and the number of periods, and for a month that is not there', async () => {
    await pulled('balanceSheet', [{ id: '2026-10' }, { id: '2026-11' }]);
    for (const [query, fields] of [
      ['', ['periodLength', 'periodsToCompare']], ['periodLength=0&periodsToCompare=1', ['periodLength']], ['periodLength=1&periodsToCompare=241', ['periodsToCompare']],
      ['periodLength=1&periodsToCompare=1&startMonth=soon', ['startMonth']], ['periodLength=1&periodsToCompare=1&startMonth=2026-13', ['startMonth']],
      ['periodLength=1&periodsToCompare=1&startMonth=2026-09-30', ['startMonth']], ['periodLength=1&periodsToCompare=1&startMonth=2026-12-01', ['startMonth']],
    ] as const) {
      const { status, body } = await get('balanceSheet', query);
      expect({ query, status, fields: body.validation.errors.map(({ itemId }: { itemId: string }) => itemId) }).toEqual({ query, status: 400, fields });
    }
  });

  it('that were never asked for or hold nothing are refused', async () => {
    expect((await get('balanceSheet', 'periodLength=1&periodsToCompare=1')).body).toMatchObject({ statusCode: 409, error: 'The data set has not been requested.' });
    await pulled('balanceSheet', []);
    expect((await get('balanceSheet', 'periodLength=1&periodsToCompare=1')).body).toMatchObject({ statusCode: 404, error: `No data available for balanceSheet for ID ${companyId}` });
  });
});
