import { z } from 'zod';
import { contactPerson, partyFields } from './contact-details.js';
import { currency, metadata, modified, text } from './fields.js';
import { supplementalData } from './supplemental-data.js';

export const customer = z
  .object({
    id: text('Id of the customer in the source.').optional(),
    customerName: text('Name of the customer.').optional(),
    ...partyFields,
    defaultCurrency: currency.optional(),
    contacts: z.array(contactPerson).optional().describe('Persons at the customer.'),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('Somebody who buys.');

export type Customer = z.infer<typeof customer>;
