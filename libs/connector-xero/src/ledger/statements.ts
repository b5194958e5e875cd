import Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { StatementOfMonth, StatementRow } from '#connector-kit/ledger';
import { each, text } from '../native.js';
import { monthOf } from '../records/report-rows.js';
import type { Chart, SystemAccount } from './chart.js';

interface Line {
  /** What the row says that it is of: an account's id, one of Xero's pseudo ids, or nothing. */
  readonly id: string | undefined;
  readonly name: string;
  readonly amount: Big;
}

interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Xero's ids for rows of several accounts: the year's result, and all gains of foreign currencies. */
const yearsResult = 'abababab-abab-abab-abab-abababababab';
const currencyGains = 'FXGROUPID';
const currencyAccounts: readonly SystemAccount[] = ['BANKCURRENCYGAIN', 'UNREALISEDCURRENCYGAIN', 'REALISEDCURRENCYGAIN'];

/** Balances at the end of the month. Assets are debit positive on the report, liabilities and equity credit positive. */
export function readBalances(native: NativeRecord, chart: Chart): StatementOfMonth {
  let side = '';
  const rows = sectionsOf(native).flatMap((section): StatementRow[] => {
    // The three are titles above the sections that belong to them.
    const title = section.title.toLowerCase();
    if (['assets', 'liabilities', 'equity'].includes(title)) side = title;
    return section.lines.map((line) => rowOf(line, side === '' ? isAsset(section, chart) : side === 'assets', chart));
  });
  return { month: monthOf(native), rows };
}

/** Movements of the month. Income is credit positive on the report, costs are debit positive. */
export function readMovements(native: NativeRecord, chart: Chart): StatementOfMonth {
  const rows = sectionsOf(native).flatMap((section) => section.lines.map((line) => rowOf(line, isCost(section, chart), chart)));
  return { month: monthOf(native), rows };
}

/** Layouts of some countries lack the titles of the sides: then the accounts of a section tell. */
function isAsset(section: Section, chart: Chart): boolean {
  const known = firstClass(section, chart);
  if (known === undefined) throw new ReadingError('Rows', `has the section ${JSON.stringify(section.title)}, of which no account is known`, 'unforeseen');
  return known === 'ASSET';
}

/** Titles differ from country to country: the accounts tell, and the title only of a section without any. */
function isCost(section: Section, chart: Chart): boolean {
  const known = firstClass(section, chart);
  return known === undefined ? !/income|revenue|turnover/i.test(section.title) : known === 'EXPENSE';
}

function firstClass({ lines }: Section, chart: Chart): string | undefined {
  return lines.map(({ id }) => (id === undefined ? undefined : chart.find(id)?.class)).find((known) => known !== undefined);
}

function rowOf({ id, name, amount }: Line, isDebit: boolean, chart: Chart): StatementRow {
  return { accountIds: accountsOf(id, chart), name, balance: isDebit ? amount : amount.neg() };
}

function accountsOf(id: string | undefined, chart: Chart): readonly string[] {
  if (id === undefined) return [];
  if (id === yearsResult) return chart.all('profitAndLoss').map((account) => account.id);
  if (id === currencyGains) return currencyAccounts.map((key) => chart.systemOrNone(key)?.id).filter((known) => known !== undefined);
  return [id];
}

/** Sections without a title hold totals. */
function sectionsOf(native: NativeRecord): Section[] {
  const sections = each(native, 'Rows', (section): Section | undefined => {
    const title = text(section, 'Title')?.trim() ?? '';
    return text(section, 'RowType') !== 'Section' || title === '' ? undefined : { title, lines: linesOf(section) };
  });
  return sections.filter((section) => section !== undefined);
}

const deepest = 5;

function linesOf(section: NativeRecord, depth = 0): Line[] {
  if (depth > deepest) throw new ReadingError('Rows', 'are nested too deeply');
  return each(section, 'Rows', (row): Line[] => {
    const type = text(row, 'RowType');
    if (type === 'Section') return linesOf(row, depth + 1);
    return type === 'Row' ? [lineOf(row)] : [];
  }).flat();
}

function lineOf(row: NativeRecord): Line {
  const [title, figure] = each(row, 'Cells', (cell) => cell);
  if (title === undefined || figure === undefined) throw new ReadingError('Cells', 'are not two');
  const attributes = each(title, 'Attributes', (attribute) => ({ id: attribute.Id, value: text(attribute, 'Value') }));
  const id = attributes.find((attribute) => attribute.id === 'account')?.value;
  return { id: id === '' ? undefined : id, name: text(title, 'Value') ?? '', amount: amountIn(figure) };
}

/** All cells are text, with nothing at all for zero. */
function amountIn(cell: NativeRecord): Big {
  const written = text(cell, 'Value') ?? '';
  if (written === '') return new Big(0);
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(written)) throw new ReadingError('Cells[1].Value', 'is not a decimal number');
  return new Big(written);
}
