import { z } from 'zod';
import { amount, currency, dateTime, metadata, modified, text } from './fields.js';
import { accountRef, contactRef, recordRef } from './references.js';
import { supplementalData } from './supplemental-data.js';

const journalRef = z
  .object({
    id: z.string().min(1).describe('Id of the journal in journals.'),
    name: text('Name of the journal.').optional(),
  })
  .describe('The journal that the entry belongs to, where the books have several.');

const journalLine = z
  .object({
    description: text('What the line is for; empty and absent are kept apart.').optional(),
    netAmount: amount('Amount in the base currency: debit is positive, credit negative.'),
    currency: currency.optional(),
    accountRef: accountRef.optional(),
    contactRef: contactRef.optional(),
    tracking: z
      .object({ recordRefs: z.array(recordRef).optional().describe('Options of tracking categories.') })
      .optional()
      .describe('What the line is tracked under.'),
  })
  .describe('One line of a journal entry.');

export const journalEntry = z
  .object({
    id: text('Id of the journal entry in the source.').optional(),
    description: text('What the entry is for.').optional(),
    postedOn: dateTime('Date that the entry counts for.').optional(),
    createdOn: dateTime('When the entry was made, UTC.').optional(),
    updatedOn: dateTime('When the entry was last changed, UTC.').optional(),
    journalRef: journalRef.optional(),
    journalLines: z.array(journalLine).optional().describe('The lines, in the order of the source: Σ netAmount = 0.'),
    recordRef: recordRef.optional(),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('An entry in the ledger. `recordRef` is the record that caused it.');

export type JournalEntry = z.infer<typeof journalEntry>;
