import { z } from 'zod';
import { amount, currency, dateTime, metadata, modified, text } from './fields.js';
import { accountRef, contactRef, recordRef, trackingCategoryRef } from './references.js';
import { supplementalData } from './supplemental-data.js';

const side = (description: string) =>
  z
    .object({
      accountRef: accountRef.optional(),
      amount: amount('Amount in the currency of this account: positive.').optional(),
      currency: currency.optional(),
    })
    .describe(description);

export const transfer = z
  .object({
    id: text('Id of the transfer in the source.').optional(),
    description: text('What the transfer is for.').optional(),
    date: dateTime('Date of the transfer.').optional(),
    from: side('Where the money came from.').optional(),
    to: side('Where the money went.').optional(),
    contactRef: contactRef.optional(),
    depositedRecordRefs: z.array(recordRef).optional().describe('Records whose money was paid in by the transfer.'),
    trackingCategoryRefs: z.array(trackingCategoryRef).optional().describe('Tracking options of the transfer; empty when there are none.'),
    status: z
      .enum(['Unknown', 'Unreconciled', 'Reconciled', 'Void'])
      .optional()
      .describe('Reconciled: both sides are matched with a line of the bank\'s statement.'),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('Money moved between two accounts of the company.');

export type Transfer = z.infer<typeof transfer>;
