import { documentDate, sourceModifiedDate } from '#accounting/dates';
import type { NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { readXeroDate } from './xero-date.js';

/**
 * Readers of single fields. Xero leaves absent values out, adds fields and enum values without notice, and never needs
 * to be asked what it did not say: unknown keys are ignored, absent ones are undefined. A value of the wrong kind is a
 * ReadingError that names the field.
 *
 * Documents are built with undefined for what is absent, which JSON leaves out. Deleting such properties instead would
 * cost more than all the rest of a mapping.
 */

/** Text as it is: an empty one stays empty. */
export function text(native: NativeRecord, field: string): string | undefined {
  const value = native[field];
  if (typeof value === 'string') return storable(value);
  if (value === undefined || value === null) return undefined;
  throw new ReadingError(field, 'is not text');
}

/** JSON may carry NUL and halves of surrogate pairs, which no database or text encoding takes. */
function storable(value: string): string {
  const whole = value.isWellFormed() ? value : value.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}

/** Text that says something: blank counts as absent. */
export function filled(native: NativeRecord, field: string): string | undefined {
  const value = text(native, field)?.trim();
  return value === '' ? undefined : value;
}

export function requiredText(native: NativeRecord, field: string): string {
  const value = text(native, field);
  if (value === undefined || value === '') throw new ReadingError(field, 'is missing', 'missing');
  return value;
}

/** Beyond these no amount of a real ledger lies, and arithmetic could leave the range of JSON numbers. */
const largestAmount = 1e15;
const smallestAmount = 1e-12;

export function amount(native: NativeRecord, field: string): number | undefined {
  const value = native[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number') throw new ReadingError(field, 'is not a number');
  const size = Math.abs(value);
  if (!(size <= largestAmount) || (size < smallestAmount && size !== 0)) throw new ReadingError(field, 'is out of range');
  return size === 0 ? 0 : value;
}

export function requiredAmount(native: NativeRecord, field: string): number {
  const value = amount(native, field);
  if (value === undefined) throw new ReadingError(field, 'is missing', 'missing');
  return value;
}

export function flag(native: NativeRecord, field: string): boolean | undefined {
  const value = native[field];
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return undefined;
  throw new ReadingError(field, 'is neither true nor false');
}

/** ISO 4217; Xero sends an empty string for none. */
export function currencyCode(native: NativeRecord, field: string): string | undefined {
  const value = text(native, field);
  if (value === undefined || value === '') return undefined;
  if (!/^[A-Z]{3}$/.test(value)) throw new ReadingError(field, 'is not a currency code');
  return value;
}

function moment(native: NativeRecord, field: string): number | undefined {
  const value = text(native, field);
  if (value === undefined || value === '') return undefined;
  const milliseconds = readXeroDate(value);
  if (milliseconds === undefined) throw new ReadingError(field, 'is not a date');
  return milliseconds;
}

/** A calendar day. Xero writes it as midnight UTC of the organisation's own day, so no zone is ever applied. */
export function day(native: NativeRecord, field: string): string | undefined {
  const milliseconds = moment(native, field);
  return milliseconds === undefined ? undefined : documentDate(milliseconds);
}

export function requiredDay(native: NativeRecord, field: string): string {
  const value = day(native, field);
  if (value === undefined) throw new ReadingError(field, 'is missing', 'missing');
  return value;
}

/** An instant in the form of `sourceModifiedDate`. */
export function instantOf(native: NativeRecord, field: string): string | undefined {
  const milliseconds = moment(native, field);
  return milliseconds === undefined ? undefined : sourceModifiedDate(milliseconds);
}

export function child(native: NativeRecord, field: string): NativeRecord | undefined {
  const value = native[field];
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new ReadingError(field, 'is not an object');
  return value;
}

/** Reads every element of a list; an absent list is an empty one. A fault within an element is named with its place. */
export function each<T>(native: NativeRecord, field: string, read: (element: NativeRecord) => T): T[] {
  const list = native[field];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new ReadingError(field, 'is not a list');
  const results: T[] = [];
  for (let place = 0; place < list.length; place += 1) {
    const element: unknown = list[place];
    if (!isRecord(element)) throw new ReadingError(`${field}[${place}]`, 'is not an object');
    try {
      results.push(read(element));
    } catch (error) {
      throw placed(error, `${field}[${place}]`);
    }
  }
  return results;
}

/** Names a fault that `read` finds below `place`. */
export function within<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw placed(error, place);
  }
}

function placed(error: unknown, place: string): unknown {
  return error instanceof ReadingError ? new ReadingError(`${place}.${error.field}`, error.reason, error.kind) : error;
}

export function isRecord(value: unknown): value is NativeRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
