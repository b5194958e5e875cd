import { stringify } from 'csv-stringify/sync';
import type { SupportedDataType } from '#accounting/data-types';
import { models } from '#accounting/models';
import { type Cell, cellOf, type Column, tableOf, valueAt } from '#accounting/table-columns';
import type { DocumentText } from '#records/read';

export type ExportFormat = 'ndjson' | 'csv';

/** One file of an export. `rows` turns some documents into text that follows what was written before. */
export interface ExportFile {
  readonly name: string;
  readonly head: string;
  rows(documents: readonly DocumentText[]): string;
}

/** The files of one data type: one, and in CSV a further one for each list of objects in its documents. */
export function filesOf(dataType: SupportedDataType, format: ExportFormat): ExportFile[] {
  if (format === 'ndjson') return [{ name: `${dataType}.ndjson`, head: '', rows: (documents) => documents.map((document) => `${document}\n`).join('') }];
  const { columns, lists } = tableOf(models[dataType].schema);
  const whole: ExportFile = {
    name: `${dataType}.csv`,
    head: header(columns.map(({ name }) => name)),
    rows: (documents) => table(documents.map((text) => rowOf(JSON.parse(text), columns))),
  };
  return [whole, ...lists.map((list): ExportFile => ({
    name: `${dataType}.${list.name}.csv`,
    head: header([`${dataType}.id`, 'place', ...list.columns.map(({ name }) => name)]),
    rows: (documents) => table(documents.flatMap((text) => {
      const document: unknown = JSON.parse(text);
      const items = valueAt(document, list.path);
      return Array.isArray(items) ? items.map((item: unknown, index) => [valueAt(document, ['id']) as Cell, index + 1, ...rowOf(item, list.columns)]) : [];
    })),
  }))];
}

function rowOf(document: unknown, columns: readonly Column[]): Cell[] {
  return columns.map((column) => cellOf(document, column));
}

/** Spreadsheets take a file for what an older system wrote unless it begins with this mark. */
const utf8Mark = '\uFEFF';

function header(names: string[]): string {
  return utf8Mark + table([names]);
}

function table(rows: Cell[][]): string {
  return stringify(rows, { cast: { string: asText, boolean: String }, record_delimiter: 'windows' });
}

/** A text that a spreadsheet would run as a formula begins with an apostrophe instead, which it shows as text. Numbers stay numbers. */
function asText(text: string): string {
  return /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}
