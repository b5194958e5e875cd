import { Problem } from '../accounting/problems.js';
import { readMs, type Wire } from '../accounting/wire.js';
import { day } from '../books/drawing.js';

/** A value that cannot be read at all stops the whole request, whatever else is in it. */
export function malformed(message: string): Problem {
  return new Problem(400, { ErrorNumber: 14, Type: 'PostDataInvalidException', Message: message });
}

/** A part of what a caller sent. Null and absence are the same: the caller says nothing of it. */
export class Sent {
  constructor(readonly fields: Wire) {}

  has(...names: string[]): boolean {
    return names.some((name) => this.value(name) !== undefined);
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw malformed(`The value of ${name} is not a text`);
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw malformed(`The value of ${name} is not true or false`);
  }

  /** One of the values, whatever its letter case. */
  choice<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const text = this.text(name);
    if (text === undefined || text === '') return undefined;
    const found = values.find((value) => value.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw malformed(`Error converting value "${text}" of ${name}`);
    return found;
  }

  /** A decimal as an integer of so many places, halves rounded away from zero. */
  scaled(name: string, places: number): number | undefined {
    const value = this.value(name);
    if (value === undefined || value === '') return undefined;
    const scaled = typeof value === 'number' || typeof value === 'string' ? readDecimal(String(value), places) : null;
    if (scaled === null) throw malformed(`The value of ${name} is not a number`);
    return scaled;
  }

  cents(name: string): number | undefined {
    return this.scaled(name, 2);
  }

  /** A date in any of Xero's forms, in days since 1970; a time of day falls away. */
  on(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined || text === '') return undefined;
    const moment = readMs(text) ?? (/^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(`${text.slice(0, 10)}T00:00:00Z`) : NaN);
    if (Number.isNaN(moment)) throw malformed(`The value of ${name} is not a date`);
    return Math.floor(moment / day);
  }

  child(name: string): Sent | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw malformed(`The value of ${name} is not an object`);
    return new Sent(value as Wire);
  }

  list(name: string): Sent[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw malformed(`The value of ${name} is not a list`);
    return value.map((entry) => new Sent(asObject(entry)));
  }

  private value(name: string): unknown {
    return this.fields[name] ?? undefined;
  }
}

export function asObject(value: unknown): Wire {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('JSON for post data was invalid');
  return value as Wire;
}

/** Exact whatever the number of digits: "1.005" has three of them and rounds up. */
function readDecimal(text: string, places: number): number | null {
  const found = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,2}))?$/i.exec(text.trim());
  if (!found || (found[2] === '' && !found[3])) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = found;
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(exponent) + places;
  const kept = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const next = point < 0 ? '0' : (digits[point] ?? '0');
  const size = Number(kept) + (next >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(size)) return null;
  return sign === '-' && size !== 0 ? -size : size;
}

/** `a * b / divisor` without loss on the way, halves rounded away from zero. */
export function proportion(a: number, b: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b);
  const by = BigInt(divisor);
  const negative = product < 0n !== by < 0n;
  const [size, whole] = [product < 0n ? -product : product, by < 0n ? -by : by];
  const quotient = Number((2n * size + whole) / (2n * whole));
  return negative && quotient !== 0 ? -quotient : quotient;
}
