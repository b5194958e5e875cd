import { z } from 'zod';
import { amount, text } from './fields.js';

export const accountRef = z
  .object({
    id: text('Id of the account in chartOfAccounts.').optional(),
    name: text('Name of the account, without its code.').optional(),
  })
  .describe('The ledger account concerned.');

export const customerRef = z
  .object({
    id: z.string().min(1).describe('Id of the customer in customers.'),
    companyName: text('Name of the customer.').optional(),
  })
  .describe('The customer concerned.');

export const supplierRef = z
  .object({
    id: z.string().min(1).describe('Id of the supplier in suppliers.'),
    supplierName: text('Name of the supplier.').optional(),
  })
  .describe('The supplier concerned.');

export const contactRef = z
  .object({
    id: z.string().min(1).describe('Id of the customer or supplier.'),
    dataType: text('`customers` or `suppliers`.').optional(),
  })
  .describe('The customer or supplier concerned.');

export const itemRef = z
  .object({
    id: z.string().min(1).describe('Id of the item in items.'),
    name: text('Name of the item.').optional(),
  })
  .describe('The product or service sold or bought.');

export const taxRateRef = z
  .object({
    id: text('Id of the tax rate in taxRates.').optional(),
    name: text('Name of the tax rate.').optional(),
    effectiveTaxRate: amount('Percentage that is charged in the end, compound components included.').optional(),
  })
  .describe('The tax rate applied. Absent where no tax applies at all.');

export const trackingCategoryRef = z
  .object({
    id: z.string().min(1).describe('Id of the chosen option in trackingCategories.'),
    name: text('Name of the chosen option.').optional(),
  })
  .describe('One option of a tracking category that the amount is tracked under.');

export const recordRef = z
  .object({
    id: text('Id of the record.').optional(),
    dataType: text('Data type of the record.').optional(),
  })
  .describe('A record of another data type.');

export const purchaseOrderRef = z
  .object({
    id: text('Id of the purchase order.').optional(),
    purchaseOrderNumber: text('Number of the purchase order as people know it.').optional(),
  })
  .describe('A purchase order that the bill fulfils.');

export const validDatatypeLink = z
  .object({
    property: text('The property of this record that others point to.').optional(),
    links: z.array(z.string()).optional().describe('Properties of other data types that may point to this record.'),
  })
  .describe('Where a record may be used.');

export const withholdingTax = z
  .object({
    name: z.string().min(1).describe('Name of the withholding tax.'),
    amount: amount('Amount withheld.'),
  })
  .describe('Tax that the payer keeps back.');

export type AccountRef = z.infer<typeof accountRef>;
export type TaxRateRef = z.infer<typeof taxRateRef>;
export type ItemRef = z.infer<typeof itemRef>;
export type TrackingCategoryRef = z.infer<typeof trackingCategoryRef>;
