import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { LedgerRules } from '#connector-kit/ledger';
import { xero } from '#connector-xero/xero';

type Account = readonly [code: string, type: string, accountClass: string, more?: NativeRecord];

/** Named by their codes as Xero's chart for Britain has them; the id of 610 is `id-610`. */
const chart: readonly Account[] = [
  ['090', 'BANK', 'ASSET', { CurrencyCode: 'GBP' }],
  ['091', 'BANK', 'ASSET', { CurrencyCode: 'USD' }],
  ['092', 'BANK', 'ASSET', { CurrencyCode: 'EUR' }],
  ['200', 'REVENUE', 'REVENUE'],
  ['260', 'OTHERINCOME', 'REVENUE'],
  ['400', 'OVERHEADS', 'EXPENSE'],
  ['416', 'DEPRECIATN', 'EXPENSE'],
  ['497', 'EXPENSE', 'EXPENSE', { SystemAccount: 'BANKCURRENCYGAIN' }],
  ['498', 'EXPENSE', 'EXPENSE', { SystemAccount: 'UNREALISEDCURRENCYGAIN' }],
  ['499', 'EXPENSE', 'EXPENSE', { SystemAccount: 'REALISEDCURRENCYGAIN' }],
  ['610', 'CURRENT', 'ASSET', { SystemAccount: 'DEBTORS' }],
  ['620', 'PREPAYMENT', 'ASSET'],
  ['630', 'INVENTORY', 'ASSET'],
  ['800', 'CURRLIAB', 'LIABILITY', { SystemAccount: 'CREDITORS' }],
  ['820', 'CURRLIAB', 'LIABILITY', { SystemAccount: 'GST' }],
  ['835', 'CURRLIAB', 'LIABILITY'],
  ['860', 'CURRLIAB', 'LIABILITY', { SystemAccount: 'ROUNDING' }],
  ['960', 'EQUITY', 'EQUITY', { SystemAccount: 'RETAINEDEARNINGS' }],
];

const accounts = chart.map(([Code, Type, Class, more = {}]): NativeRecord => ({ AccountID: `id-${Code}`, Code, Name: `Account ${Code}`, Type, Class, Status: 'ACTIVE', ...more }));

/** The rules of an organisation in pounds whose year ends in March. */
export function smallLedger(organisation: NativeRecord = {}, without: readonly string[] = []): LedgerRules {
  const company = { BaseCurrency: 'GBP', FinancialYearEndDay: 31, FinancialYearEndMonth: 3, ...organisation };
  return xero.ledger!.rules(new Map<string, NativeRecord[]>([['Organisation', [company]], ['Accounts', accounts.filter(({ Code }) => !without.includes(String(Code)))]]));
}

/** The postings of a native as `2026-03-01 610 120.00`, or the field that is at fault. */
export function posted(source: string, native: NativeRecord, rules = smallLedger()): readonly string[] | string {
  try {
    return rules.postings(source, native).map(({ accountId, on, amount }) => `${on} ${accountId.slice(3)} ${amount.toFixed(2)}`);
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    return error.field;
  }
}

export function line(code: string, LineAmount: number, TaxAmount = 0): NativeRecord {
  return { AccountCode: code, AccountID: `id-${code}`, LineAmount, TaxAmount };
}
