import { z } from 'zod';
import { amount, metadata, modified, text } from './fields.js';
import { accountRef, taxRateRef } from './references.js';
import { supplementalData } from './supplemental-data.js';

const side = {
  description: text('Text that goes on the line.').optional(),
  unitPrice: amount('Price of one unit.').optional(),
  accountRef: accountRef.optional(),
  taxRateRef: taxRateRef.optional(),
};

export const item = z
  .object({
    id: text('Id of the item in the source.').optional(),
    name: text('Name of the item.').optional(),
    code: text('Code by which people know the item.').optional(),
    type: z.enum(['Unknown', 'Inventory', 'NonInventory', 'Service']).describe('Inventory: its stock is tracked.'),
    isBillItem: z.boolean().describe('Whether it can be bought.'),
    isInvoiceItem: z.boolean().describe('Whether it can be sold.'),
    itemStatus: z.enum(['Unknown', 'Active', 'Archived']).describe('Whether the item is still in use.'),
    billItem: z.object(side).optional().describe('How it is bought.'),
    invoiceItem: z.object(side).optional().describe('How it is sold.'),
    ...modified,
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A product or service.');

export type Item = z.infer<typeof item>;
