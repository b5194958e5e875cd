import { z } from 'zod';
import { paymentAllocation } from './allocations.js';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { billCreditNoteLineItem } from './line-items.js';
import { supplierRef, withholdingTax } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const billCreditNote = z
  .object({
    id: text('Id of the bill credit note in the source.').optional(),
    billCreditNoteNumber: text('Number that the supplier gave the note; not always present.').optional(),
    supplierRef: supplierRef.optional(),
    withholdingTax: z.array(withholdingTax).optional().describe('Withholding tax on the note.'),
    totalAmount: amount('Credit received, including tax: positive.'),
    totalDiscount: amount('Sum of all discounts.'),
    subTotal: amount('Credit before tax.'),
    totalTaxAmount: amount('Total tax.'),
    discountPercentage: amount('Discount on the whole note as a percentage from 0 to 100.'),
    remainingCredit: amount('What is not used yet: totalAmount − Σ paymentAllocations.allocation.totalAmount.').optional(),
    status: z
      .enum(['Unknown', 'Draft', 'Submitted', 'Paid', 'Void', 'PartiallyPaid'])
      .describe('Draft: not approved. Submitted: unused. PartiallyPaid: used in part. Paid: used up. Void: cancelled.'),
    issueDate: dateTime('Date of the note.').optional(),
    allocatedOnDate: dateTime('Date on which the note was used.').optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lineItems: z.array(billCreditNoteLineItem).optional().describe('The lines, in the order of the source.'),
    paymentAllocations: z.array(paymentAllocation).optional().describe('What the credit was used for.'),
    ...modified,
    note: text('Further information.').optional(),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A document by which a supplier gives credit.');

export type BillCreditNote = z.infer<typeof billCreditNote>;
