import { instant } from '#accounting/dates';
import type { Call, CallAnswer } from '#connector-kit/call';
import type { NativeRecord, ReadPage, ReadRequest } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import { LongList } from '#connector-kit/written-json';
import { isRecord } from './native.js';
import { readXeroDate } from './xero-date.js';

export const apiPath = '/api.xro/2.0';

/** Xero answers in XML unless JSON is asked for. */
export const jsonHeaders = { accept: 'application/json' };

/** The largest page that Xero gives. A page is one call out of a thousand or five thousand a day. */
export const pageSize = 1000;

export type Query = Readonly<Record<string, string | number | boolean>>;

/** The list of an endpoint that has no pages: whole, or what changed since. */
export async function readWhole(call: Call, endpoint: string, list: string, query: Query = {}, modifiedSince: string | null = null): Promise<ReadPage> {
  const answer = await call({ method: 'GET', path: `${apiPath}/${endpoint}`, query, headers: { ...jsonHeaders, ...sinceHeader(modifiedSince) } });
  const natives = recordsOf(answer, list);
  return { natives, more: false, total: natives.length, sourceTime: timeOf(answer) };
}

const asItIs = (native: NativeRecord): NativeRecord => native;

/** The same, of which there may be very many: in parts out of the one answer. `forms`: the records that each of Xero's is read as. */
export async function readInParts(
  call: Call, endpoint: string, list: string, query: Query = {}, forms: readonly ((native: NativeRecord) => NativeRecord)[] = [asItIs],
): Promise<ReadPage> {
  const answer = await call({ method: 'GET', path: `${apiPath}/${endpoint}`, query, headers: jsonHeaders });
  const found: unknown = isRecord(answer.body) ? answer.body[list] : undefined;
  const records = found instanceof LongList ? found : recordsOf(answer, list);
  const sourceTime = timeOf(answer);
  const part = (from: number): ReadPage => {
    const to = from + pageSize;
    const more = to < records.length;
    const natives = parsed(answer, () => records.slice(from, to)).flatMap((native) => forms.map((form) => form(native)));
    return { natives, more, total: records.length * forms.length, sourceTime, ...(more && { rest: () => part(to) }) };
  };
  return part(0);
}

/**
 * One page, newest change first. Not Xero's own order (oldest first): there a record that is edited while we read jumps
 * to the end, the rest moves up, and the one at the edge of the page is never seen. Newest first can only repeat.
 */
export async function readPage(call: Call, endpoint: string, request: ReadRequest, query: Query = {}): Promise<ReadPage> {
  const answer = await call({
    method: 'GET',
    path: `${apiPath}/${endpoint}`,
    query: { page: request.page, pageSize, order: 'UpdatedDateUTC DESC', ...query },
    headers: { ...jsonHeaders, ...sinceHeader(request.modifiedSince) },
  });
  const natives = recordsOf(answer, endpoint);
  const pagination = isRecord(answer.body) && isRecord(answer.body.pagination) ? answer.body.pagination : {};
  return {
    natives,
    more: natives.length > 0 && hasMore(pagination, request.page, natives.length),
    total: typeof pagination.itemCount === 'number' ? pagination.itemCount : null,
    sourceTime: timeOf(answer),
  };
}

function hasMore(pagination: NativeRecord, page: number, received: number): boolean {
  return typeof pagination.pageCount === 'number' ? page < pagination.pageCount : received >= pageSize;
}

/** Whole seconds, no zone, meant as UTC: Xero does not read the header with milliseconds or Z everywhere. */
function sinceHeader(modifiedSince: string | null): Record<string, string> {
  if (modifiedSince === null) return {};
  return { 'if-modified-since': new Date(modifiedSince).toISOString().slice(0, 19) };
}

/** An answer without its list is not an empty list: it was cut off, or something in between answered. */
function recordsOf(answer: CallAnswer, list: string): NativeRecord[] {
  const found: unknown = isRecord(answer.body) ? answer.body[list] : undefined;
  const records: unknown = found instanceof LongList ? parsed(answer, () => found.slice()) : found;
  if (!Array.isArray(records) || !records.every(isRecord)) throw unreadable(answer);
  return records;
}

function parsed(answer: CallAnswer, parse: () => readonly object[]): readonly NativeRecord[] {
  try {
    return parse() as readonly NativeRecord[];
  } catch {
    throw unreadable(answer);
  }
}

export function timeOf(answer: CallAnswer): string {
  const written: unknown = isRecord(answer.body) ? answer.body.DateTimeUTC : undefined;
  const fromBody = typeof written === 'string' ? readXeroDate(written) : undefined;
  const milliseconds = fromBody ?? Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(milliseconds)) throw unreadable(answer);
  return instant(milliseconds);
}

/** Heals by itself, as a rule: the next answer is whole again. */
export function unreadable(answer: CallAnswer): ConnectorError {
  return new ConnectorError('unavailable', 'unreadable', {
    status: answer.status,
    correlationId: answer.headers['xero-correlation-id'],
  });
}
