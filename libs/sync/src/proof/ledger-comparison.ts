import type Big from 'big.js';
import type { AccountBalance, LedgerRules, StatementOfMonth } from '#connector-kit/ledger';
import type { LedgerDifference } from '#database/entities/ledger-proof.entity';
import { type Amounts, type LedgerSums, nothing } from './ledger-sums.js';

/** What the platform says at the beginning and in the end. */
export interface TrialBalances {
  readonly asOf: string;
  readonly closing: readonly AccountBalance[];
  /** The day before the first posting, and its balances. */
  readonly openingOn: string;
  readonly opening: readonly AccountBalance[];
}

export interface Statements {
  readonly balanceSheet: readonly StatementOfMonth[];
  readonly profitAndLoss: readonly StatementOfMonth[];
}

type Rules = Pick<LedgerRules, 'account' | 'retainedEarnings' | 'yearStart'>;

/** A row of a report as it is, and the accounts that it adds up. */
interface Row {
  readonly accountIds: readonly string[];
  readonly name: string;
  readonly theirs: Big;
}

/**
 * Compares what the documents make with the trial balance at the end of a day and with the statements of months, row by
 * row, to the cent. Each row differs once per report: on the first of its dates, with how many follow.
 */
export class LedgerComparison {
  private readonly found = new Map<string, LedgerDifference>();

  constructor(private readonly rules: Rules, private readonly sums: LedgerSums, private readonly balances: TrialBalances) {}

  differences({ balanceSheet, profitAndLoss }: Statements): LedgerDifference[] {
    const { asOf, closing, opening, openingOn } = this.balances;
    this.compare('TrialBalance', asOf, this.sums.balances(asOf, opening, openingOn), rowsOf(closing));
    for (const { month, rows } of inOrder(balanceSheet)) {
      const on = lastDay(month);
      if (on < openingOn) continue;
      const ours = this.sums.balances(on, opening, openingOn);
      const year: Row = { accountIds: [...ours.keys()].filter((accountId) => this.isResult(accountId)), name: 'Result of the year', theirs: nothing };
      this.compare('BalanceSheet', on, ours, wholeRows(rows, ours, [...groupsOf(balanceSheet), year]));
    }
    // What stood on income and costs in the beginning may be of the month that began before.
    const from = opening.some(({ accountId, balance }) => this.isResult(accountId) && !balance.eq(0)) ? openingOn : '';
    for (const { month, rows } of inOrder(profitAndLoss)) {
      if (`${month}-01` <= from) continue;
      const ours = new Map([...this.sums.movements(`${month}-01`, lastDay(month))].filter(([accountId]) => this.isResult(accountId)));
      this.compare('ProfitAndLoss', lastDay(month), ours, wholeRows(rows, ours, groupsOf(profitAndLoss)));
    }
    return [...this.found.values()].sort(byReportAndAccount);
  }

  private compare(report: LedgerDifference['report'], date: string, ours: Amounts, rows: readonly Row[]): void {
    const named = new Set(rows.flatMap(({ accountIds }) => accountIds));
    const absent = [...ours.keys()].filter((accountId) => !named.has(accountId)).map((accountId): Row => ({ accountIds: [accountId], name: accountId, theirs: nothing }));
    for (const row of [...rows, ...absent]) {
      const mine = row.accountIds.reduce((sum, accountId) => sum.plus(ours.get(accountId) ?? nothing), nothing);
      if (!mine.eq(row.theirs)) this.note(report, date, row, mine);
    }
  }

  private note(report: LedgerDifference['report'], date: string, { accountIds, name, theirs }: Row, ours: Big): void {
    const accountId = accountIds.length === 1 ? accountIds[0] : null;
    const key = `${report} ${accountId ?? name}`;
    const known = this.found.get(key);
    if (known) {
      known.dates += 1;
      return;
    }
    const account = accountId === null ? undefined : this.rules.account(accountId);
    this.found.set(key, {
      accountId, code: account?.code ?? null, name: account?.name ?? name, report, date, dates: 1,
      ours: ours.toFixed(2), theirs: theirs.toFixed(2), difference: theirs.minus(ours).toFixed(2),
    });
  }

  private isResult(accountId: string): boolean {
    return this.rules.account(accountId)?.statement === 'profitAndLoss';
  }
}

/**
 * Rows of nothing are left out of a statement, also those of several accounts: such a group is known from another month.
 * A row that does not say what it adds up stands for every account that no other row names.
 */
function wholeRows(rows: StatementOfMonth['rows'], ours: Amounts, groups: readonly Row[]): Row[] {
  const whole: Row[] = [];
  const named = new Set<string>();
  const add = (row: Row) => {
    whole.push(row);
    for (const accountId of row.accountIds) named.add(accountId);
  };
  for (const { accountIds, name, balance } of rows) if (accountIds.length > 0) add({ accountIds, name, theirs: balance });
  for (const group of groups) if (group.accountIds.length > 0 && !group.accountIds.some((accountId) => named.has(accountId))) add(group);
  const unsaid = rows.filter(({ accountIds }) => accountIds.length === 0);
  if (unsaid.length === 0) return whole;
  const others = [...ours.keys()].filter((accountId) => !named.has(accountId));
  return [...whole, { accountIds: others, name: unsaid.map(({ name }) => name).join(', '), theirs: unsaid.reduce((sum, { balance }) => sum.plus(balance), nothing) }];
}

function rowsOf(balances: readonly AccountBalance[]): Row[] {
  return balances.map(({ accountId, name, balance }) => ({ accountIds: [accountId], name, theirs: balance }));
}

/** Rows of several accounts in any of the months, as if they had nothing. */
function groupsOf(months: readonly StatementOfMonth[]): Row[] {
  const groups = new Map<string, Row>();
  for (const { accountIds, name } of months.flatMap(({ rows }) => rows)) {
    if (accountIds.length > 1) groups.set(name, { accountIds, name, theirs: nothing });
  }
  return [...groups.values()];
}

function inOrder(months: readonly StatementOfMonth[]): StatementOfMonth[] {
  return [...months].sort((one, other) => (one.month < other.month ? -1 : 1));
}

/** `2026-11` gives `2026-11-30`. */
export function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

const reports = ['TrialBalance', 'BalanceSheet', 'ProfitAndLoss'];

function byReportAndAccount(one: LedgerDifference, other: LedgerDifference): number {
  return reports.indexOf(one.report) - reports.indexOf(other.report) || label(one).localeCompare(label(other));
}

const label = ({ code, name }: LedgerDifference): string => `${code ?? '~'} ${name}`;
