import type { LedgerAccount } from '#connector-kit/ledger';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { currencyCode, filled, requiredText, text, within } from '../native.js';
import { categoryOf } from '../records/account-types.js';

/** Accounts that Xero posts to by their function, by its names of them (`SystemAccount` of an account). */
export type SystemAccount = 'DEBTORS' | 'CREDITORS' | 'GST' | 'ROUNDING' | 'REALISEDCURRENCYGAIN' | 'RETAINEDEARNINGS';

const resultClasses: ReadonlySet<string | undefined> = new Set(['REVENUE', 'EXPENSE']);
const classes: ReadonlySet<string | undefined> = new Set([...resultClasses, 'ASSET', 'LIABILITY', 'EQUITY']);

interface Entry extends LedgerAccount {
  readonly id: string;
  readonly system: string | undefined;
  /** Xero's: ASSET, LIABILITY, EQUITY, REVENUE or EXPENSE. */
  readonly class: string | undefined;
  /** ISO 4217 of a bank account in a foreign currency. */
  readonly foreignCurrency: string | undefined;
}

/** The organisation's base currency and accounts, as its postings look them up. */
export class Chart {
  private readonly byId = new Map<string, Entry>();
  private readonly byCode = new Map<string, Entry>();
  private readonly bySystem = new Map<string, Entry>();

  constructor(readonly baseCurrency: string, natives: readonly NativeRecord[]) {
    for (const native of natives) {
      // A deleted account has no postings.
      if (text(native, 'Status') === 'DELETED') continue;
      const entry = readEntry(native, baseCurrency);
      this.byId.set(entry.id, entry);
      if (entry.code !== undefined) this.byCode.set(entry.code, entry);
      if (entry.system !== undefined) this.bySystem.set(entry.system, entry);
    }
  }

  account(id: string): LedgerAccount | undefined {
    return this.byId.get(id);
  }

  system(key: SystemAccount): string {
    const id = this.systemOrNone(key);
    if (id === undefined) throw new ReadingError('SystemAccount', `has no account ${key}`, 'missing');
    return id;
  }

  systemOrNone(key: string): string | undefined {
    return this.bySystem.get(key)?.id;
  }

  /** What the system knows the account as; undefined for an ordinary one. */
  systemOf(id: string): string | undefined {
    return this.byId.get(id)?.system;
  }

  classOf(id: string): string | undefined {
    return this.byId.get(id)?.class;
  }

  ids(statement: LedgerAccount['statement']): string[] {
    return [...this.byId.values()].filter((entry) => entry.statement === statement).map(({ id }) => id);
  }

  /** Whether it is a bank account that holds another currency than the base one. */
  isForeign(id: string): boolean {
    return this.byId.get(id)?.foreignCurrency !== undefined;
  }

  /** Of a bank account; the base currency for all others. */
  currencyOf(id: string): string {
    return this.byId.get(id)?.foreignCurrency ?? this.baseCurrency;
  }

  /** The account that a line or a bank account names, by id, or by code where Xero gives no id. */
  named(native: NativeRecord, idField: string, codeField: string): string {
    const id = filled(native, idField);
    const code = filled(native, codeField);
    const entry = (id === undefined ? undefined : this.byId.get(id)) ?? (code === undefined ? undefined : this.byCode.get(code));
    if (entry !== undefined) return entry.id;
    if (id === undefined && code === undefined) throw new ReadingError(idField, 'is missing', 'missing');
    throw new ReadingError(id === undefined ? codeField : idField, 'is not among the accounts');
  }
}

function readEntry(native: NativeRecord, baseCurrency: string): Entry {
  const id = requiredText(native, 'AccountID');
  return within(id, () => {
    const currency = currencyCode(native, 'CurrencyCode');
    const type = text(native, 'Type');
    return {
      id,
      code: filled(native, 'Code'),
      name: text(native, 'Name') ?? '',
      statement: statementOf(type, text(native, 'Class')),
      class: filled(native, 'Class'),
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
