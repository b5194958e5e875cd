import type { NativeRecord } from '#connector-kit/connector';
import type { Posting } from '#connector-kit/ledger';
import { each, text } from '../native.js';
import { cents, moneyIn, moneyOr0, nothing } from './base-money.js';
import type { Chart } from './chart.js';
import { dayOf } from './day.js';
import { Entry } from './entry.js';
import { netLines } from './lines.js';
import { isPosted, statusesOfJournals } from './statuses.js';

/** Journals that people write, always in the base currency: once posted, their lines, net, and the tax of them all. */
export function postManualJournal(native: NativeRecord, chart: Chart): readonly Posting[] {
  if (!isPosted(native, statusesOfJournals)) return [];
  const entry = new Entry(dayOf(native));
  for (const { accountId, net } of netLines(native, 'JournalLines', chart)) entry.add(accountId, cents(net));
  for (const tax of each(native, 'JournalLines', (line) => cents(moneyOr0(line, 'TaxAmount')))) {
    if (!tax.eq(nothing)) entry.add(chart.system('GST'), tax);
  }
  entry.closeOn(() => chart.system('ROUNDING'));
  return entry.postings;
}

/** Journals of what is read as documents: these post by themselves. */
const ofDocuments: ReadonlySet<string | undefined> = new Set([
  'ACCREC', 'ACCPAY', 'ACCRECCREDIT', 'ACCPAYCREDIT', 'ACCRECPAYMENT', 'ACCPAYPAYMENT', 'ARCREDITPAYMENT', 'APCREDITPAYMENT',
  'ARPREPAYMENT', 'APPREPAYMENT', 'AROVERPAYMENT', 'APOVERPAYMENT', 'ARPREPAYMENTPAYMENT', 'APPREPAYMENTPAYMENT',
  'AROVERPAYMENTPAYMENT', 'APOVERPAYMENTPAYMENT', 'CASHREC', 'CASHPAID', 'TRANSFER',
]);

/**
 * Journals of the ledger, where the app's tier has them: of all that no document says, such as manual journals, payroll
 * and expense claims. Their lines are net, with tax among them, and what was changed is posted back and anew.
 */
export function postLedgerJournal(native: NativeRecord, chart: Chart): readonly Posting[] {
  if (ofDocuments.has(text(native, 'SourceType'))) return [];
  const entry = new Entry(dayOf(native, 'JournalDate'));
  const lines = each(native, 'JournalLines', (line) => ({ accountId: chart.named(line, 'AccountID', 'AccountCode'), net: moneyIn(line, 'NetAmount') }));
  for (const { accountId, net } of lines) entry.add(accountId, cents(net));
  entry.closeOn(() => chart.system('ROUNDING'));
  return entry.postings;
}
