import { z } from 'zod';
import { amount, metadata, modified, text } from './fields.js';
import { validDatatypeLink } from './references.js';
import { supplementalData } from './supplemental-data.js';

const component = z
  .object({
    name: text('Name of the component.').optional(),
    rate: amount('Percentage.').optional(),
    isCompound: z.boolean().describe('Whether it is charged on top of the other components.'),
  })
  .describe('One part of a tax rate.');

export const taxRate = z
  .object({
    id: text('Id of the tax rate in the source.').optional(),
    name: text('Name of the tax rate.').optional(),
    code: text('Code of the tax rate.').optional(),
    effectiveTaxRate: amount('Percentage that is charged in the end, compound components included.').optional(),
    totalTaxRate: amount('Plain sum of the components.').optional(),
    components: z.array(component).optional().describe('What the rate is made of.'),
    status: z.enum(['Unknown', 'Active', 'Archived']).optional().describe('Whether the rate is still in use.'),
    ...modified,
    validDatatypeLinks: z.array(validDatatypeLink).optional().describe('Where the rate may be used.'),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A rate of tax.');

export type TaxRate = z.infer<typeof taxRate>;
