import { sum } from '#accounting/money';
import type { Write } from '#connector-kit/writes';
import type { Given } from './given.js';
import { trackingOption } from './lines.js';
import type { Lookups } from './lookups.js';
import { date, list, needed, number, object, reference, text } from './options.js';
import type { Element } from './requests.js';
import { creating, type Writing } from './writing.js';

const journalEntry: Writing = {
  dataType: 'journalEntries',
  place: { endpoint: 'ManualJournals', idField: 'ManualJournalID' },
  scopes: ['accounting.manualjournals'],
  options: object('Journal entry', 'Manual journal, which is posted at once.', {
    description: text('Description', 'What the journal is about; the description of its first line if not given.', { maxLength: 4000 }),
    postedOn: date('Posted on', 'Calendar day of the journal; today if not given.'),
    journalLines: needed(list('Journal lines', 'Debits and credits.', {
      description: text('Description', 'What the line is about.', { maxLength: 4000 }),
      netAmount: needed(number('Net amount', 'Debits are positive, credits negative.')),
      currency: text('Currency', 'Must be the base currency.', { maxLength: 3 }),
      accountRef: needed(reference('Account', 'Account that is debited or credited.', 'Must match the ID of an existing account.')),
      tracking: object('Tracking', 'What the line is tracked under.', { recordRefs: trackingOption }),
    }, { warnings: ['At least 2 must be provided.', 'Must add up to 0.'] })),
  }),
  element: journalElement,
  // Where the journals of the ledger are read, the entry is served as one of them once it is read.
  withOthers: (created) => ({ ...created, stale: ['Journals'] }),
};

export const journalWrites: readonly Write[] = [creating(journalEntry)];

async function journalElement(document: Given, lookups: Lookups): Promise<Element> {
  const lines = document.parts('journalLines');
  const { baseCurrency } = lookups.context.references;
  if (lines.length < 2) document.refuse('journalLines', 'must be at least 2.');
  const JournalLines: Element[] = [];
  for (const line of lines) {
    const currency = line.text('currency');
    if (currency !== undefined && baseCurrency !== undefined && currency !== baseCurrency) line.refuse('currency', 'must be the base currency.');
    JournalLines.push({
      LineAmount: line.need('netAmount', line.amount('netAmount')),
      Description: line.text('description'),
      ...lookups.account(line.need('accountRef', line.guidOf('accountRef'))),
      Tracking: await trackingOf(line, lookups),
    });
  }
  if (sum(...JournalLines.map(({ LineAmount }) => LineAmount as number)) !== 0) document.refuse('journalLines', 'must add up to 0.');
  return {
    Narration: document.need('description', document.text('description') ?? lines.map((line) => line.text('description')).find((words) => words !== undefined)),
    Date: document.day('postedOn') ?? lookups.context.today,
    // Net amounts are what the ledger gets: no tax is added to them.
    LineAmountTypes: 'NoTax',
    Status: 'POSTED',
    JournalLines,
  };
}

async function trackingOf(line: Given, lookups: Lookups): Promise<Element[] | undefined> {
  const tracking = line.part('tracking');
  return tracking && lookups.trackingOf(tracking, 'recordRefs');
}
