import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SupportedDataType } from '#accounting/data-types';
import { multiply, round, subtract, sum } from '#accounting/money';
import { buildReferences, type NamedDocuments, type SmallLists } from '#connector-kit/build-references';
import type { Call, CallAnswer, CallRequest } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import type { PushRequest, Write, WriteContext, WriteKind, Written } from '#connector-kit/writes';
import { isRecord } from '../native.js';
import { writes } from './writes.js';

/** What a consumer sends, and what Xero is then asked or which field is refused. */
export interface WriteFixture {
  readonly rule: string;
  readonly dataType: SupportedDataType;
  readonly kind: WriteKind;
  readonly document?: Readonly<Record<string, unknown>>;
  readonly recordId?: string;
  /** The record as it was stored. */
  readonly stored?: NativeRecord;
  /** The record as Xero has it when it is asked. */
  readonly there?: NativeRecord;
  readonly request?: CallRequest;
  readonly refused?: string;
  /** What Xero adds to the record on its own. */
  readonly further?: NativeRecord;
  /** What does not come back as it was given. */
  readonly differs?: readonly string[];
  /** Where more than the record itself changes. */
  readonly changes?: Written['changes'];
}

const folder = join('libs', 'connector-xero', 'src', 'fixtures');
const books = JSON.parse(readFileSync(join(folder, 'books', 'lists.json'), 'utf8')) as SmallLists & NamedDocuments;
export const references = buildReferences(books, books);

export const fixtures = readdirSync(join(folder, 'writes')).sort().flatMap((name) => JSON.parse(readFileSync(join(folder, 'writes', name), 'utf8')) as WriteFixture[]);
export const accepted = fixtures.filter(({ request }) => request !== undefined);
export const refused = fixtures.filter(({ request }) => request === undefined);

/** As rows of a test table. */
export function titled(list: readonly WriteFixture[]): [string, WriteFixture][] {
  return list.map((fixture) => [`${fixture.dataType}: ${fixture.rule}`, fixture]);
}

export const missing = new ConnectorError('rejected', 'notFound');

/** Accounts of Xero that are no reference yet. */
const accounts = [{ AccountID: '000000f1-5c1b-4d2e-9f00-6a7b8c9d0e1f', Code: '630', Type: 'INVENTORY', Status: 'ACTIVE' }];

/** Xero with one record and lists. */
export function platform(there: NativeRecord | undefined, lists: Readonly<Record<string, readonly NativeRecord[]>> = {}): Call {
  return async ({ path }: CallRequest): Promise<CallAnswer> => {
    const [endpoint = '', id] = path.split('/').slice(3);
    if (id !== undefined && there === undefined) throw missing;
    const records = id === undefined ? ({ Accounts: accounts, ...lists }[endpoint] ?? []) : [there];
    return { status: 200, headers: {}, body: { DateTimeUTC: '/Date(1795000000000)/', [endpoint]: records }, bytes: 1 };
  };
}

export function contextOf(stored: NativeRecord | null): WriteContext {
  return { references, today: '2026-11-22', stored: async () => stored };
}

export function writeOf({ dataType, kind }: Pick<WriteFixture, 'dataType' | 'kind'>): Write {
  return writes.find((write) => write.dataType === dataType && write.kind === kind)!;
}

export function pushOf({ document, recordId }: Pick<WriteFixture, 'document' | 'recordId'>): PushRequest {
  return { document: document ?? null, recordId: recordId ?? null, file: null };
}

/** As it crosses the wire. */
export async function prepared(fixture: WriteFixture): Promise<CallRequest> {
  const request = await writeOf(fixture).prepare(platform(fixture.there), pushOf(fixture), contextOf(fixture.stored ?? null));
  return JSON.parse(JSON.stringify(request)) as CallRequest;
}

const idFields: Readonly<Record<string, string>> = {
  Invoices: 'InvoiceID', CreditNotes: 'CreditNoteID', Contacts: 'ContactID', Payments: 'PaymentID', BatchPayments: 'BatchPaymentID', BankTransactions: 'BankTransactionID',
  BankTransfers: 'BankTransferID', PurchaseOrders: 'PurchaseOrderID', ManualJournals: 'ManualJournalID', Items: 'ItemID', Accounts: 'AccountID', Options: 'TrackingOptionID', Allocations: 'AllocationID',
};

/** What a request sends, and the list in which Xero answers it. */
export function sentIn({ path, body }: CallRequest): { list: string; idField: string; element: NativeRecord } {
  const sent = body as NativeRecord;
  const [key = '', elements] = Object.entries(sent)[0] ?? [];
  const list = Array.isArray(elements) ? key : path.split('/').filter((part) => /^[A-Z]/.test(part)).at(-1)!;
  return { list, idField: idFields[list], element: Array.isArray(elements) ? (elements as NativeRecord[])[0] : sent };
}

/** A good answer of Xero: what was sent, dated, added up and under an id. */
export function answerTo(request: CallRequest, further: NativeRecord = {}): CallAnswer {
  const { list, idField, element } = sentIn(request);
  const native = {
    [idField]: '00009001-5c1b-4d2e-9f00-6a7b8c9d0e1f', UpdatedDateUTC: '/Date(1795341600000+0000)/', CreatedDateUTC: '/Date(1795341600000+0000)/',
    ...dated(element), ...totals(element), ...further,
  };
  return { status: 200, headers: {}, body: { [list]: [native] }, bytes: 1 };
}

function dated(element: NativeRecord): NativeRecord {
  return Object.fromEntries(Object.entries(element).map(([key, value]) =>
    [key, typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? `/Date(${Date.parse(value)}+0000)/` : value]));
}

function totals({ LineItems }: NativeRecord): NativeRecord {
  if (!Array.isArray(LineItems)) return {};
  const lines = LineItems.filter(isRecord).map((line) => {
    const [quantity, price, rate] = [line.Quantity, line.UnitAmount, line.DiscountRate].map((value) => (typeof value === 'number' ? value : 0)) as [number, number, number];
    const full = multiply(quantity, price);
    const off = typeof line.DiscountAmount === 'number' ? line.DiscountAmount : multiply(full, rate) / 100;
    const LineAmount = round(subtract(full, off), 2);
    return { ...line, LineAmount, TaxAmount: /PUT2$/.test(String(line.TaxType)) ? round(multiply(LineAmount, 0.2), 2) : 0 };
  });
  const SubTotal = sum(...lines.map(({ LineAmount }) => LineAmount));
  const TotalTax = sum(...lines.map(({ TaxAmount }) => TaxAmount));
  const Total = sum(SubTotal, TotalTax);
  return { LineItems: lines, SubTotal, TotalTax, Total, AmountDue: Total, RemainingCredit: Total };
}
