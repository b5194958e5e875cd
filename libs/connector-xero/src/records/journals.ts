import { subtract, sum } from '#accounting/money';
import type { JournalEntry } from '#accounting/models/journal-entry';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import type { References } from '#connector-kit/references';
import { amount, each, filled, instantOf, requiredDay, requiredText, text } from '../native.js';
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
