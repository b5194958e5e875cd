import type { CanonicalRecord } from '../api/records.js';
import { formatDay, formatMoment } from './dates.js';
import { formatAmount, formatNumber } from './numbers.js';
import type { Column, ColumnKind } from './record-columns.js';

export const isNumeric = (kind: ColumnKind): boolean => kind === 'amount' || kind === 'number' || kind === 'percent';

/** The value of a column as text. Whatever a platform put into it is only ever shown as text. */
export function recordValue(record: CanonicalRecord, { property, kind }: Column): string {
  const value = valueAt(record, property);
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'number') return numberText(value, kind);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value !== 'string') return JSON.stringify(value);
  if (kind === 'day') return formatDay(value);
  return kind === 'moment' ? formatMoment(value) : value;
}

function numberText(value: number, kind: ColumnKind): string {
  if (kind === 'amount') return formatAmount(value);
  return kind === 'percent' ? `${formatNumber(value)} %` : formatNumber(value);
}

function valueAt(record: CanonicalRecord, property: string): unknown {
  let value: unknown = record;
  for (const step of property.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** Records that the source no longer has are kept and marked. */
export const isDeletedRecord = (record: CanonicalRecord): boolean => valueAt(record, 'metadata.isDeleted') === true;
