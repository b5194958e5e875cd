import type { Call } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import type { SentWrite } from '#connector-kit/writes';
import { type Query, readPage, readWhole } from '../reading.js';
import { changedAt } from '../source-rows.js';
import type { Place } from './requests.js';

/** Lists that come whole. The others come in pages. */
const unpaged: ReadonlySet<Place['endpoint']> = new Set(['BatchPayments', 'BankTransfers', 'Items', 'Accounts']);

/**
 * What of a list was written at or after the time of a write whose answer was lost, and is not known to be another write's.
 * Newest first where Xero pages. Of invoices only those that this app made: Xero can tell that of no other list.
 */
export async function candidates(call: Call, place: Place, { since, claimed }: SentWrite): Promise<NativeRecord[]> {
  const records = unpaged.has(place.endpoint)
    ? (await readWhole(call, place.endpoint, place.endpoint, place.query, since)).natives
    : await readPages(call, place, since);
  // Not every list obeys If-Modified-Since. Transfers have no date of change, but one of creation.
  const field = place.endpoint === 'BankTransfers' ? 'CreatedDateUTC' : 'UpdatedDateUTC';
  return records.filter((record) => {
    const id = record[place.idField];
    return typeof id === 'string' && !claimed.has(id) && Date.parse(changedAt(record, field) ?? '') >= second(since);
  });
}

async function readPages(call: Call, { endpoint, query }: Place, since: string): Promise<NativeRecord[]> {
  const own: Query = endpoint === 'Invoices' ? { createdByMyApp: true } : {};
  const records: NativeRecord[] = [];
  for (let page = 1, more = true; more; page += 1) {
    const read = await readPage(call, endpoint, { page, modifiedSince: since, after: null, months: 0, today: since.slice(0, 10) }, { ...query, ...own });
    records.push(...read.natives);
    more = read.more;
  }
  return records;
}

/** Dates of change are cut to whole seconds. */
function second(since: string): number {
  return Math.floor(Date.parse(since) / 1000) * 1000;
}
