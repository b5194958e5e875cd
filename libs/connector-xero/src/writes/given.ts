import { readDate } from '#accounting/dates';
import { WriteRefused, type PushRequest } from '#connector-kit/writes';
import { isRecord } from '../native.js';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Beyond these no amount of a real ledger lies, and Xero answers with an error of its own making. */
const largestAmount = 1e15;
const smallestAmount = 1e-12;

/**
 * A part of what a consumer sent, read field by field. Null counts as not given. Whatever cannot be meant is refused under
 * the field's whole path, such as `lineItems[0].quantity`.
 */
export class Given {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  static document({ document }: PushRequest): Given {
    return new Given(document ?? {}, '');
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.refuse(name, 'is not text.');
  }

  amount(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) return this.refuse(name, 'is not a number.');
    const size = Math.abs(value);
    return size === 0 ? 0 : size >= smallestAmount && size <= largestAmount ? value : this.refuse(name, 'is out of range.');
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.refuse(name, 'is neither true nor false.');
  }

  /** The calendar day as it is written, whatever time and zone follow it. */
  day(name: string): string | undefined {
    const written = this.text(name);
    if (written === undefined) return undefined;
    return readDate(written) === undefined ? this.refuse(name, 'is not a date.') : written.slice(0, 10);
  }

  part(name: string): Given | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    return isRecord(value) ? new Given(value, this.at(name)) : this.refuse(name, 'is not an object.');
  }

  /** Every element of a list; a list that is not given is an empty one. */
  parts(name: string): Given[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.refuse(name, 'is not a list.');
    return value.map((element: unknown, place) => {
      const path = `${name}[${place}]`;
      return isRecord(element) ? new Given(element, this.at(path)) : this.refuse(path, 'is not an object.');
    });
  }

  /** The id in `{ id }`. */
  idOf(reference: string): string | undefined {
    return this.part(reference)?.text('id');
  }

  /** An id of Xero's that goes out as an id: Xero reads nothing of a request with a malformed one. */
  guidOf(reference: string): string | undefined {
    return this.part(reference)?.guid('id');
  }

  guid(name: string): string | undefined {
    const id = this.text(name);
    return id === undefined || guid.test(id) ? id : this.refuse(name, 'must be a valid GUID.');
  }

  need<T>(name: string, value: T | undefined): T {
    return value ?? this.refuse(name, 'must be given.');
  }

  refuse(name: string, message: string): never {
    throw new WriteRefused([{ field: this.at(name), message: `${name.split('.').at(-1) ?? name} ${message}` }]);
  }

  private value(name: string): unknown {
    return Object.hasOwn(this.values, name) ? (this.values[name] ?? undefined) : undefined;
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

/** The record that a write is about, from its address. */
export function recordIdOf({ recordId }: PushRequest): string {
  if (recordId === null || !guid.test(recordId)) throw new WriteRefused([{ field: 'id', message: 'id must be a valid GUID.' }]);
  return recordId;
}
