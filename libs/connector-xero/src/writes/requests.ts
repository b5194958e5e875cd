import type { SupportedDataType } from '#accounting/data-types';
import type { Call, CallAnswer, CallRequest } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import { type Change, WriteRefused, type Written } from '#connector-kit/writes';
import { isRecord } from '../native.js';
import { apiPath, jsonHeaders, type Query, unreadable } from '../reading.js';

/** One object as Xero takes it. What is undefined is not sent, and Xero leaves it as it is. */
export type Element = Readonly<Record<string, unknown>>;

/** Where the records of a data type are, at Xero and among our sources. */
export interface Place {
  /** Endpoint, name of the list in bodies and answers, and key of the source. */
  readonly endpoint: 'Invoices' | 'CreditNotes' | 'Contacts' | 'Payments' | 'BatchPayments' | 'BankTransactions' | 'BankTransfers' | 'PurchaseOrders' | 'ManualJournals' | 'Items' | 'Accounts';
  readonly idField: string;
  /** With four decimals of unit prices, which are two otherwise. */
  readonly query?: Query;
  /** Xero takes one at a time, and not in a list. */
  readonly isBare?: true;
}

/** Xero creates by PUT. A PUT never changes what is there already. */
export function createRequest({ endpoint, query, isBare }: Place, element: Element): CallRequest {
  return { method: 'PUT', path: `${apiPath}/${endpoint}`, ...(query && { query }), headers: jsonHeaders, body: isBare ? element : { [endpoint]: [element] } };
}

export function updateRequest(place: Place, id: string, element: Element): CallRequest {
  const { endpoint, idField } = place;
  return { ...createRequest(place, { [idField]: id, ...element }), method: 'POST', path: `${apiPath}/${endpoint}/${encodeURIComponent(id)}` };
}

/** The one element that a request was made of. */
export function sentElement({ body }: CallRequest, list: string): Element {
  const elements = isRecord(body) ? (body[list] ?? [body]) : undefined;
  const element: unknown = Array.isArray(elements) ? elements[0] : undefined;
  return isRecord(element) ? element : {};
}

/** The one record of an answer. A good status may hold an element that was refused. */
export function onlyRecord(answer: CallAnswer, list: string): NativeRecord {
  const records: unknown = isRecord(answer.body) ? answer.body[list] : undefined;
  const record: unknown = Array.isArray(records) ? records[0] : undefined;
  if (!isRecord(record)) throw unreadable(answer);
  const [first, ...others] = errorsOf(record);
  if (first !== undefined) throw new WriteRefused([{ field: '', message: first }, ...others.map((message) => ({ field: '', message }))]);
  return record;
}

function errorsOf(record: NativeRecord): string[] {
  const errors = Array.isArray(record.ValidationErrors) ? (record.ValidationErrors as unknown[]) : [];
  return errors.flatMap((error) => isRecord(error) && typeof error.Message === 'string' ? [error.Message] : []);
}

/** As Xero has it now, lines included. */
export async function currentRecord(call: Call, { endpoint, query }: Place, id: string): Promise<NativeRecord> {
  const answer = await call({ method: 'GET', path: `${apiPath}/${endpoint}/${encodeURIComponent(id)}`, ...(query && { query }), headers: jsonHeaders });
  return onlyRecord(answer, endpoint);
}

/** What has happened to one record, with the record itself. */
export function writtenRecord({ endpoint, idField }: Place, native: NativeRecord, type: Change['type'], dataType: SupportedDataType, stale: readonly string[] = []): Written {
  return {
    changes: [{ type, recordRef: { id: idIn(native, idField), dataType } }],
    natives: [{ source: endpoint, native }],
    stale,
  };
}

/** An answer without the id of what was written is not an answer: what has happened is then looked up. */
export function idIn(native: NativeRecord, field: string): string {
  const id = words(native, field);
  if (id === undefined || id === '') throw new ConnectorError('unavailable', 'unreadable');
  return id;
}

export function words(native: NativeRecord, field: string): string | undefined {
  const value = native[field];
  return typeof value === 'string' ? value : undefined;
}
