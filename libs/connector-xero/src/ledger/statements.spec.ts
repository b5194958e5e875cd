import type { CallRequest } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { smallLedger } from '#test/small-ledger';
import { ledger } from './ledger.js';

const rules = smallLedger();
const row = (id: string | undefined, value: string): NativeRecord => ({
  RowType: 'Row', Cells: [{ Value: id ?? 'Something', ...(id === undefined ? {} : { Attributes: [{ Id: 'account', Value: id }] }) }, { Value: value }],
});
const section = (Title: string, ...Rows: NativeRecord[]): NativeRecord => ({ RowType: 'Section', Title, Rows });
const header = { RowType: 'Header', Cells: [{ Value: '' }, { Value: '31 Mar 2026' }] };

function said(source: string, ...rows: NativeRecord[]): unknown[] {
  const { month, rows: read } = rules.statement(source, { Month: '2026-03', Rows: [header, ...rows] });
  expect(month).toBe('2026-03');
  return read.map(({ accountIds, balance }) => [accountIds.join(' '), balance.toFixed(2)]);
}

describe('a balance sheet', () => {
  const { balanceSheet } = ledger.statements;

  test('has assets on the debit side, liabilities and equity on the credit side', () => {
    expect(said(balanceSheet, section('Assets'), section('Bank', row('id-090', '100.00'), row('id-091', '-7.00')), section('Liabilities'), section('Current Liabilities', row('id-820', '20.00')),
      section('Equity', row('id-960', '73.00')))).toEqual([['id-090', '100.00'], ['id-091', '-7.00'], ['id-820', '-20.00'], ['id-960', '-73.00']]);
  });

  test('has an overdrawn bank account among liabilities on the side where it stands', () => {
    expect(said(balanceSheet, section('Liabilities'), section('Bank', row('id-090', '5.00')))).toEqual([['id-090', '-5.00']]);
  });

  test('without titles of the sides is read by its accounts', () => {
    expect(said(balanceSheet, section('Bank', row('id-090', '100.00')), section('What we owe', row('id-820', '20.00')))).toEqual([['id-090', '100.00'], ['id-820', '-20.00']]);
  });

  test('has the sum of all results in one row', () => {
    const [[accounts, balance]] = said(balanceSheet, section('Equity', row('abababab-abab-abab-abab-abababababab', '9.00'))) as string[][];
    expect(accounts.split(' ').sort()).toEqual(['id-200', 'id-260', 'id-400', 'id-416', 'id-497', 'id-498', 'id-499']);
    expect(balance).toBe('-9.00');
  });

  test('has totals that are no rows', () => {
    expect(said(balanceSheet, section('Assets'), section('', row(undefined, '80.00')), section('Bank', { RowType: 'SummaryRow', Cells: [{ Value: 'Total' }, { Value: '1.00' }] }))).toEqual([]);
  });

  test('that says of an unknown section nothing of a side cannot be read', () => {
    expect(() => said(balanceSheet, section('Odd', row('gone', '1.00')))).toThrow('Rows');
  });
});

describe('a profit and loss', () => {
  const { profitAndLoss } = ledger.statements;

  test('has income on the credit side and costs on the debit side', () => {
    expect(said(profitAndLoss, section('Trading', row('id-200', '100.00')), section('Spent', row('id-400', '30.00'), row(undefined, '1.00')))).toEqual([
      ['id-200', '-100.00'], ['id-400', '30.00'], ['', '1.00'],
    ]);
  });

  test('has all gains of foreign currencies in one row', () => {
    expect(said(profitAndLoss, section('Less Operating Expenses', row('FXGROUPID', '-3.00')))).toEqual([['id-497 id-498 id-499', '-3.00']]);
    expect(said(profitAndLoss, section('Other Income', row('FXGROUPID', '3.00')))).toEqual([['id-497 id-498 id-499', '-3.00']]);
  });

  test('with a figure that is no number cannot be read', () => {
    expect(() => said(profitAndLoss, section('Income', row('id-200', '1,00')))).toThrow('Cells[1].Value');
  });
});

describe('a trial balance', () => {
  const cells = (id: string, ...values: string[]): NativeRecord => ({
    RowType: 'Row', Cells: [{ Value: `Account (${id})`, Attributes: [{ Id: 'account', Value: id }] }, ...values.map((Value) => ({ Value }))],
  });

  async function balances(rows: readonly NativeRecord[], asked: CallRequest[] = []): Promise<string[]> {
    const call = async (request: CallRequest) => {
      asked.push(request);
      return { status: 200, headers: {}, body: { Reports: [{ Rows: [section('Assets', ...rows)] }] }, bytes: 1 };
    };
    return (await ledger.trialBalance(call, '2026-03-31')).map(({ accountId, name, balance }) => `${accountId} ${name} ${balance.toFixed(2)}`);
  }

  test('is one call for the end of a day', async () => {
    const asked: CallRequest[] = [];
    await balances([], asked);
    expect(asked).toEqual([expect.objectContaining({ method: 'GET', path: '/api.xro/2.0/Reports/TrialBalance', query: { date: '2026-03-31' } })]);
  });

  test('is debit less credit of the year to date', async () => {
    expect(await balances([cells('a', '1.00', '', '5.00', ''), cells('b', '', '2.00', '', '7.50')])).toEqual(['a Account (a) 5.00', 'b Account (b) -7.50']);
  });

  test('that is no report heals by itself', async () => {
    await expect(ledger.trialBalance(async () => ({ status: 200, headers: {}, body: 'Maintenance', bytes: 1 }), '2026-03-31')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

test.each([
  [31, 3, '2026-03-31', '2025-04-01'],
  [31, 3, '2026-04-01', '2026-04-01'],
  [31, 12, '2026-01-01', '2026-01-01'],
  [31, 12, '2026-12-31', '2026-01-01'],
  [29, 2, '2025-02-28', '2024-03-01'],
  [29, 2, '2025-03-01', '2025-03-01'],
  [undefined, undefined, '2026-06-15', '2026-01-01'],
])('with a year that ends on %s/%s, the year of %s begins on %s', (FinancialYearEndDay, FinancialYearEndMonth, day, start) => {
  expect(smallLedger({ FinancialYearEndDay, FinancialYearEndMonth }).yearStart(day)).toBe(start);
});

test('accounts are of a statement by their class: depreciation is a cost', () => {
  expect(rules.account('id-416')).toMatchObject({ code: '416', name: 'Account 416', statement: 'profitAndLoss' });
  expect(rules.account('id-610')).toMatchObject({ statement: 'balanceSheet' });
  expect(rules.account('gone')).toBeUndefined();
  expect(rules.retainedEarnings).toBe('id-960');
});

test('what documents do not explain is told of accounts that Xero revalues or that items move', () => {
  expect(['id-091', 'id-497', 'id-498', 'id-630'].map((id) => typeof rules.beyondDocuments(id))).toEqual(['string', 'string', 'string', 'string']);
  expect(['id-090', 'id-200', 'id-499', 'id-610', 'gone'].map((id) => rules.beyondDocuments(id))).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('without an organisation, or one that does not say its currency, there are no rules', () => {
  expect(() => ledger.rules(new Map())).toThrow('BaseCurrency');
  expect(() => smallLedger({ BaseCurrency: '' })).toThrow('BaseCurrency');
});
