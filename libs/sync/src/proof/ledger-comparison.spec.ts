import Big from 'big.js';
import type { AccountBalance, StatementOfMonth } from '#connector-kit/ledger';
import { LedgerComparison, type Statements } from './ledger-comparison.js';
import { daysAfter, LedgerSums } from './ledger-sums.js';

/** A financial year that begins on 6 April, as many in Britain do. */
const rules = {
  yearStart: (date: string) => (date.slice(5) >= '04-06' ? `${date.slice(0, 4)}-04-06` : `${Number(date.slice(0, 4)) - 1}-04-06`),
  retainedEarnings: 'retained',
  account: (accountId: string) => ({
    code: undefined, name: accountId.toUpperCase(), statement: ['sales', 'costs', 'gains', 'losses'].includes(accountId) ? 'profitAndLoss' as const : 'balanceSheet' as const,
  }),
};
const asOf = '2026-11-22';

/** `[day, debited account, credited account, amount]`. */
type Entry = [string, string, string, string];

function sumsOf(entries: readonly Entry[]): LedgerSums {
  const sums = new LedgerSums(rules, asOf);
  for (const [on, debit, credit, amount] of entries) {
    sums.add([{ accountId: debit, on, amount: new Big(amount) }, { accountId: credit, on, amount: new Big(amount).neg() }]);
  }
  return sums;
}

const balances = (amounts: Record<string, string>): AccountBalance[] => Object.entries(amounts).map(([accountId, balance]) => ({ accountId, name: accountId, balance: new Big(balance) }));
const month = (name: string, rows: [string[], string][]): StatementOfMonth => ({ month: name, rows: rows.map(([accountIds, balance]) => ({ accountIds, name: accountIds.join('+') || 'Sum', balance: new Big(balance) })) });
const noStatements: Statements = { balanceSheet: [], profitAndLoss: [] };

function differences(entries: readonly Entry[], closing: Record<string, string>, { statements = noStatements, opening = {} }: { statements?: Statements; opening?: Record<string, string> } = {}) {
  const sums = sumsOf(entries);
  const openingOn = daysAfter(sums.first ?? asOf, -1);
  return new LedgerComparison(rules, sums, { asOf, openingOn, opening: balances(opening), closing: balances(closing) })
    .differences(statements).map(({ report, accountId, name, date, dates, ours, theirs, difference }) => `${report} ${accountId ?? name} ${date} x${dates}: ${theirs} - ${ours} = ${difference}`);
}

describe('a trial balance', () => {
  test('ties when income of earlier years stands in retained earnings, by a year that begins within a month', () => {
    const entries: Entry[] = [['2026-04-05', 'bank', 'sales', '10.10'], ['2026-04-06', 'bank', 'sales', '0.20'], ['2026-11-22', 'costs', 'bank', '1.05']];
    expect(differences(entries, { bank: '9.25', retained: '-10.10', sales: '-0.20', costs: '1.05' })).toEqual([]);
  });

  test('has nothing of what is dated after its day, in the same month or later', () => {
    const entries: Entry[] = [['2026-11-22', 'bank', 'sales', '1'], ['2026-11-23', 'bank', 'sales', '2'], ['2026-12-24', 'bank', 'sales', '4']];
    expect(differences(entries, { bank: '1', sales: '-1' })).toEqual([]);
  });

  test('begins with the balances of the day before the first posting, whose income is of its own year', () => {
    const entries: Entry[] = [['2026-03-01', 'bank', 'sales', '1']];
    expect(differences(entries, { bank: '8', capital: '-5', retained: '-3' }, { opening: { bank: '7', capital: '-5', sales: '-2' } })).toEqual([]);
  });

  test('names the accounts that are a cent off, one that it does not have, and one that no document names', () => {
    const entries: Entry[] = [['2026-11-01', 'bank', 'sales', '0.30'], ['2026-11-01', 'debtors', 'sales', '5']];
    expect(differences(entries, { bank: '0.31', sales: '-5.30', loan: '-4.99' })).toEqual([
      'TrialBalance bank 2026-11-22 x1: 0.31 - 0.30 = 0.01',
      'TrialBalance debtors 2026-11-22 x1: 0.00 - 5.00 = -5.00',
      'TrialBalance loan 2026-11-22 x1: -4.99 - 0.00 = -4.99',
    ]);
  });

  test('adds amounts up exactly', () => {
    const entries = Array.from({ length: 1000 }, (): Entry => ['2026-11-01', 'bank', 'sales', '0.10']);
    expect(differences(entries, { bank: '100', sales: '-100' })).toEqual([]);
    expect(differences(entries, { bank: '100.01', sales: '-100' })).toHaveLength(1);
  });
});

describe('statements of months', () => {
  const entries: Entry[] = [['2026-09-30', 'bank', 'sales', '10'], ['2026-10-01', 'gains', 'losses', '3'], ['2026-11-30', 'costs', 'bank', '4']];
  const closing = { bank: '10', sales: '-10', gains: '3', losses: '-3' };

  test('tie when rows of nothing are left out, also those of several accounts, and what comes after today counts in its month', () => {
    const result = ['sales', 'costs', 'gains', 'losses'];
    const statements = {
      balanceSheet: [month('2026-11', [[['bank'], '6'], [result, '-6']]), month('2026-10', [[['bank'], '10'], [result, '-10']]), month('2026-09', [[['bank'], '10'], [result, '-10']])],
      profitAndLoss: [month('2026-11', [[['costs'], '4']]), month('2026-10', []), month('2026-09', [[['sales'], '-10'], [['gains', 'losses'], '0']])],
    };
    expect(differences(entries, closing, { statements })).toEqual([]);
  });

  test('differ once for an account and report, from the first month on', () => {
    const statements = {
      balanceSheet: ['2026-11', '2026-10', '2026-09'].map((name) => month(name, [[['bank'], name === '2026-09' ? '10' : name === '2026-10' ? '10.01' : '6.01']])),
      profitAndLoss: [month('2026-10', [[['sales'], '-0.01']])],
    };
    expect(differences(entries, closing, { statements })).toEqual([
      'BalanceSheet bank 2026-10-31 x2: 10.01 - 10.00 = 0.01',
      'BalanceSheet Result of the year 2026-09-30 x3: 0.00 - -10.00 = 10.00',
      'ProfitAndLoss gains 2026-10-31 x1: 0.00 - 3.00 = -3.00',
      'ProfitAndLoss losses 2026-10-31 x1: 0.00 - -3.00 = 3.00',
      'ProfitAndLoss sales 2026-10-31 x1: -0.01 - 0.00 = -0.01',
    ]);
  });

  test('may have a row that does not say what it adds up: all that no other row names', () => {
    const statements = { balanceSheet: [], profitAndLoss: [month('2026-09', [[[], '-10']]), month('2026-10', [[['gains'], '3'], [[], '-2.99']])] };
    expect(differences(entries, closing, { statements })).toEqual(['ProfitAndLoss Sum 2026-10-31 x1: -2.99 - -3.00 = 0.01']);
  });

  test('of before the first posting are not compared', () => {
    const statements = { balanceSheet: [month('2026-08', [[['bank'], '99']])], profitAndLoss: [] };
    expect(differences(entries, { ...closing, bank: '10' }, { statements })).toEqual([]);
  });
});
