import { z } from 'zod';
import { partyFields } from './contact-details.js';
import { currency, metadata, modified, text } from './fields.js';
import { supplementalData } from './supplemental-data.js';

export const supplier = z
  .object({
    id: text('Id of the supplier in the source.').optional(),
    supplierName: text('Name of the supplier.').optional(),
    ...partyFields,
    defaultCurrency: currency.optional(),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('Somebody who sells to the company.');

export type Supplier = z.infer<typeof supplier>;
