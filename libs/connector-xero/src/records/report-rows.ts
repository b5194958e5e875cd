import { jsonNumber, sum } from '#accounting/money';
import type { ReportLine } from '#accounting/models/financial-statements';
import Big from 'big.js';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { each, requiredText, text } from '../native.js';

/** One titled section of a report with the rows of accounts in it; rows of nothing are left out. */
export interface ReportSection {
  readonly title: string;
  readonly lines: readonly ReportLine[];
}

/** The month of a record that was laid out of a report. */
export function monthOf(native: NativeRecord): string {
  const month = requiredText(native, 'Month');
  if (!/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(month)) throw new ReadingError('Month', 'is not a month');
  return month;
}

/** Sections without a title hold totals, which are not read: what is served is added up from what is served. */
export function sectionsOf(native: NativeRecord, references: References): ReportSection[] {
  const sections = each(native, 'Rows', (section): ReportSection | undefined => {
    const title = text(section, 'Title')?.trim() ?? '';
    if (text(section, 'RowType') !== 'Section' || title === '') return undefined;
    return { title, lines: linesOf(section, references) };
  });
  return sections.filter((section) => section !== undefined);
}

const deepest = 5;

function linesOf(section: NativeRecord, references: References, depth = 0): ReportLine[] {
  if (depth > deepest) throw new ReadingError('Rows', 'are nested too deeply');
  return each(section, 'Rows', (row): ReportLine[] => {
    const type = text(row, 'RowType');
    if (type === 'Section') return linesOf(row, references, depth + 1);
    return type === 'Row' ? lineOf(row, references) : [];
  }).flat();
}

function lineOf(row: NativeRecord, references: References): ReportLine[] {
  const [title, figure] = each(row, 'Cells', (cell) => cell);
  if (title === undefined || figure === undefined) throw new ReadingError('Cells', 'are not two');
  const value = amountIn(figure);
  if (value === 0) return [];
  const accountId = accountOf(title);
  const name = (accountId === undefined ? undefined : references.account(accountId)?.name) ?? text(title, 'Value');
  return [{ accountId, name, value, items: [] }];
}

/** All cells are text, with nothing at all for zero. */
function amountIn(cell: NativeRecord): number {
  const written = text(cell, 'Value') ?? '';
  if (written === '') return 0;
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(written)) throw new ReadingError('Cells[1].Value', 'is not a decimal number');
  return jsonNumber(new Big(written));
}

/** Undefined for what is no account: gains of foreign currencies, which the report adds up in one row. */
function accountOf(title: NativeRecord): string | undefined {
  const attributes = each(title, 'Attributes', (attribute) => ({ id: attribute.Id, value: text(attribute, 'Value') }));
  const account = attributes.find(({ id }) => id === 'account')?.value;
  return account === '' || account === 'FXGROUPID' ? undefined : account;
}

export function group(name: string, items: readonly ReportLine[]): ReportLine {
  return { name, value: sum(...items.map(({ value }) => value)), items: [...items] };
}
