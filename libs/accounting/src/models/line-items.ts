import { z } from 'zod';
import { amount, text } from './fields.js';
import { accountRef, customerRef, itemRef, recordRef, taxRateRef, trackingCategoryRef } from './references.js';

const projectRef = z
  .object({ id: z.string().min(1).describe('Id of the project.'), name: text('Name of the project.').optional() })
  .describe('A project.');

const saleBilledTo = z.enum(['Unknown', 'NotApplicable', 'Project']);
const purchaseBilledTo = z.enum(['Unknown', 'NotApplicable', 'Customer', 'Project']);

const saleTracking = z
  .object({
    categoryRefs: z.array(trackingCategoryRef).describe('Options of tracking categories.'),
    customerRef: customerRef.optional(),
    projectRef: projectRef.optional(),
    recordRef: recordRef.optional(),
    isBilledTo: saleBilledTo.describe('Who the line is billed to.'),
    isRebilledTo: saleBilledTo.describe('Who the line is billed on to.'),
  })
  .describe('Everything that the line is tracked under.');

const purchaseTracking = z
  .object({
    categoryRefs: z.array(trackingCategoryRef).describe('Options of tracking categories.'),
    customerRef: customerRef.optional(),
    projectRef: projectRef.optional(),
    isBilledTo: purchaseBilledTo.describe('Who the line is billed to.'),
    isRebilledTo: purchaseBilledTo.describe('Who the line is billed on to.'),
  })
  .describe('Everything that the line is tracked under.');

const lineFields = {
  description: text('What was sold or bought; line breaks are kept.').optional(),
  unitAmount: amount('Net price of one unit, not rounded.'),
  quantity: amount('Number of units; 0 on lines that are text only.'),
  discountAmount: amount('Net discount on the line: unitAmount × quantity − discountAmount = subTotal.').optional(),
  discountPercentage: amount('Discount as a percentage from 0 to 100; 0 for a fixed discount.').optional(),
  subTotal: amount('Net amount of the line after discount.').optional(),
  taxAmount: amount('Tax on the line.').optional(),
  totalAmount: amount('subTotal + taxAmount.').optional(),
  accountRef: accountRef.optional(),
  taxRateRef: taxRateRef.optional(),
  itemRef: itemRef.optional(),
  trackingCategoryRefs: z.array(trackingCategoryRef).optional().describe('Tracking options of the line; empty when there are none.'),
};

export const invoiceLineItem = z
  .object({
    ...lineFields,
    tracking: saleTracking.optional(),
    isDirectIncome: z.boolean().optional().describe('Whether the line stands for income without an invoice.'),
  })
  .describe('One line of an invoice.');

export const creditNoteLineItem = z
  .object({
    ...lineFields,
    tracking: saleTracking.optional(),
    isDirectIncome: z.boolean().optional().describe('Whether the line stands for income without an invoice.'),
  })
  .describe('One line of a credit note.');

export const billLineItem = z
  .object({
    ...lineFields,
    tracking: purchaseTracking.optional(),
    isDirectCost: z.boolean().optional().describe('Whether the line stands for a cost without a bill.'),
  })
  .describe('One line of a bill.');

export const billCreditNoteLineItem = z
  .object({ ...lineFields, tracking: purchaseTracking.optional() })
  .describe('One line of a bill credit note.');

const directTracking = z
  .object({
    invoiceTo: recordRef.optional(),
    recordRefs: z.array(recordRef).describe('Records that the line is tracked under.'),
  })
  .describe('Everything that the line is tracked under.');

export const directCostLineItem = z
  .object({ ...lineFields, tracking: directTracking.optional() })
  .describe('One line of a direct cost.');

export const directIncomeLineItem = z.object(lineFields).describe('One line of a direct income.');

export const purchaseOrderLineItem = z
  .object({
    ...lineFields,
    lineNumber: text('Number of the line.').optional(),
    unitOfMeasurement: text('What one unit is: a kilogram, a litre.').optional(),
  })
  .describe('One line of a purchase order.');

export type LineItem = z.infer<z.ZodObject<typeof lineFields>>;
