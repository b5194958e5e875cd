import { subtract, sum } from '#accounting/money';
import type { JournalEntry } from '#accounting/models/journal-entry';
import type { Call } from '#connector-kit/call';
import type { Mapped, NativeRecord, ReadPage, ReadRequest } from '#connector-kit/connector';
import { ConnectorError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { amount, each, filled, instantOf, requiredAmount, requiredDay, requiredText, text } from '../native.js';
import { readWhole } from '../reading.js';
import { accountRef, readTracking } from './line-items.js';

type JournalLine = NonNullable<JournalEntry['journalLines']>[number];

/**
 * Journals that people write. Only a posted one is in the ledger: a draft is not served, a voided one is deleted.
 */
export function readManualJournal(native: NativeRecord, references: References): Mapped<JournalEntry> | null {
  const status = text(native, 'Status');
  if (status === 'DELETED' || status === 'VOIDED') return { deleted: true };
  if (status !== 'POSTED') return null;
  const changed = instantOf(native, 'UpdatedDateUTC');
  const document: JournalEntry = {
    id: requiredText(native, 'ManualJournalID'),
    description: text(native, 'Narration'),
    postedOn: requiredDay(native, 'Date'),
    updatedOn: changed,
    journalLines: readManualLines(native, references),
    sourceModifiedDate: changed,
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

/**
 * Each line net, then one line for the tax of them all, which Xero posts to an account that the journal does not name:
 * with it the lines add up to nothing, whether the amounts were written with or without tax.
 */
function readManualLines(native: NativeRecord, references: References): JournalLine[] {
  const inclusive = text(native, 'LineAmountTypes') === 'Inclusive';
  const taxes: number[] = [];
  const lines = each(native, 'JournalLines', (line): JournalLine => {
    const tax = amount(line, 'TaxAmount') ?? 0;
    const written = amount(line, 'LineAmount') ?? 0;
    taxes.push(tax);
    return readLine(line, inclusive ? subtract(written, tax) : written, 'Tracking', references);
  });
  const tax = sum(...taxes);
  return tax === 0 ? lines : [...lines, { description: 'Tax', netAmount: tax, currency: references.baseCurrency }];
}

/** What made a journal of the ledger, by Xero's name for it. Payroll and expense claims are no data types of ours. */
const sourceTypes: ReadonlyMap<string | undefined, string> = new Map([
  ['ACCREC', 'invoices'],
  ['ACCPAY', 'bills'],
  ['ACCRECCREDIT', 'creditNotes'],
  ['ACCPAYCREDIT', 'billCreditNotes'],
  ['ACCRECPAYMENT', 'payments'],
  ['ARCREDITPAYMENT', 'payments'],
  ['ARPREPAYMENT', 'payments'],
  ['AROVERPAYMENT', 'payments'],
  ['ACCPAYPAYMENT', 'billPayments'],
  ['APCREDITPAYMENT', 'billPayments'],
  ['APPREPAYMENT', 'billPayments'],
  ['APOVERPAYMENT', 'billPayments'],
  ['CASHREC', 'directIncomes'],
  ['CASHPAID', 'directCosts'],
  ['TRANSFER', 'transfers'],
]);

/** Journals of the ledger, one for everything that was ever posted. None is changed: what is voided is posted back. */
export function readLedgerJournal(native: NativeRecord, references: References): Mapped<JournalEntry> {
  const created = instantOf(native, 'CreatedDateUTC');
  const dataType = sourceTypes.get(text(native, 'SourceType'));
  const id = filled(native, 'SourceID');
  const document: JournalEntry = {
    id: requiredText(native, 'JournalID'),
    description: filled(native, 'Reference'),
    postedOn: requiredDay(native, 'JournalDate'),
    createdOn: created,
    journalLines: each(native, 'JournalLines', (line) =>
      readLine(line, requiredAmount(line, 'NetAmount'), 'TrackingCategories', references),
    ),
    recordRef: dataType === undefined || id === undefined ? undefined : { id, dataType },
    sourceModifiedDate: created,
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

function readLine(line: NativeRecord, netAmount: number, tracking: string, references: References): JournalLine {
  const options = readTracking(line, tracking, references);
  return {
    description: text(line, 'Description') ?? '',
    netAmount,
    currency: references.baseCurrency,
    accountRef: accountRef(filled(line, 'AccountID'), references) ?? accountRef(filled(line, 'AccountCode'), references),
    tracking: options.length === 0 ? undefined : { recordRefs: options.map(({ id }) => ({ id, dataType: 'trackingCategories' })) },
  };
}

/** Rows of a page of journals. Xero lets nobody choose. */
const journalsPerPage = 100;

/** Oldest first, numbered with gaps; `offset` is not a count of rows but the number of the last journal that was read. */
export async function readJournals(call: Call, { after, modifiedSince }: ReadRequest): Promise<ReadPage> {
  const { natives, sourceTime } = await readWhole(call, 'Journals', 'Journals', { offset: after ?? 0 }, modifiedSince);
  if (natives.length === 0) return { natives, more: false, total: null, sourceTime };
  const bookmark = Math.max(...natives.map(({ JournalNumber }) => Number(JournalNumber)));
  // Without it the next page would be this one again.
  if (!(bookmark > Number(after ?? 0))) throw new ConnectorError('unavailable', 'unreadable');
  return { natives, more: natives.length >= journalsPerPage, total: null, sourceTime, bookmark: String(bookmark) };
}
