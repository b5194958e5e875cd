import type { LedgerAccount } from '#connector-kit/ledger';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { currencyCode, filled, requiredText, text, within } from '../native.js';
import { categoryOf } from '../records/account-types.js';

/** Accounts that Xero posts to by their function, by its names of them (`SystemAccount` of an account). */
export type SystemAccount =
  | 'DEBTORS' | 'CREDITORS' | 'GST' | 'ROUNDING' | 'RETAINEDEARNINGS'
  | 'BANKCURRENCYGAIN' | 'UNREALISEDCURRENCYGAIN' | 'REALISEDCURRENCYGAIN';

const resultClasses: ReadonlySet<string | undefined> = new Set(['REVENUE', 'EXPENSE']);
const classes: ReadonlySet<string | undefined> = new Set([...resultClasses, 'ASSET', 'LIABILITY', 'EQUITY']);

export interface ChartAccount extends LedgerAccount {
  readonly id: string;
  /** Xero's type and class of it: INVENTORY, ASSET. */
  readonly type: string | undefined;
  readonly class: string | undefined;
  readonly system: string | undefined;
  /** ISO 4217 of a bank account that holds another currency than the base one. */
  readonly foreignCurrency: string | undefined;
}

/** The organisation's base currency and accounts, as its postings look them up. */
export class Chart {
  private readonly byId = new Map<string, ChartAccount>();
  private readonly byCode = new Map<string, ChartAccount>();
  private readonly bySystem = new Map<string, ChartAccount>();

  constructor(readonly baseCurrency: string, natives: readonly NativeRecord[]) {
    for (const native of natives) {
      // A deleted account has no postings.
      if (text(native, 'Status') === 'DELETED') continue;
      const account = readAccount(native, baseCurrency);
      this.byId.set(account.id, account);
      if (account.code !== undefined) this.byCode.set(account.code, account);
      if (account.system !== undefined) this.bySystem.set(account.system, account);
    }
  }

  find(id: string): ChartAccount | undefined {
    return this.byId.get(id);
  }

  all(statement: LedgerAccount['statement']): readonly ChartAccount[] {
    return [...this.byId.values()].filter((account) => account.statement === statement);
  }

  system(key: SystemAccount): string {
    const account = this.systemOrNone(key);
    if (account === undefined) throw new ReadingError('SystemAccount', `is ${key} on none of the accounts`, 'missing');
    return account.id;
  }

  systemOrNone(key: SystemAccount): ChartAccount | undefined {
    return this.bySystem.get(key);
  }

  /** The account that a line or a bank account names, by id, or by code where Xero gives no id. */
  named(native: NativeRecord, idField: string, codeField: string): string {
    const id = filled(native, idField);
    const code = filled(native, codeField);
    const account = (id === undefined ? undefined : this.byId.get(id)) ?? (code === undefined ? undefined : this.byCode.get(code));
    if (account !== undefined) return account.id;
    if (id === undefined && code === undefined) throw new ReadingError(idField, 'is missing', 'missing');
    throw new ReadingError(id === undefined ? codeField : idField, 'is not among the accounts');
  }
}

function readAccount(native: NativeRecord, baseCurrency: string): ChartAccount {
  const id = requiredText(native, 'AccountID');
  return within(id, () => {
    const currency = currencyCode(native, 'CurrencyCode');
    const [type, accountClass] = [filled(native, 'Type'), filled(native, 'Class')];
    return {
      id,
      code: filled(native, 'Code'),
      name: text(native, 'Name') ?? '',
      statement: statementOf(type, accountClass),
      type,
      class: accountClass,
      system: filled(native, 'SystemAccount'),
      foreignCurrency: type === 'BANK' && currency !== baseCurrency ? currency : undefined,
    };
  });
}

/** Xero's class decides (a depreciation account is an expense there); the type where no class is given. */
function statementOf(type: string | undefined, accountClass: string | undefined): LedgerAccount['statement'] {
  const isResult = classes.has(accountClass) ? resultClasses.has(accountClass) : /^(Income|Expense)\./.test(categoryOf(type) ?? '');
  return isResult ? 'profitAndLoss' : 'balanceSheet';
}
