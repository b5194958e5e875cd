import { z } from 'zod';
import { paymentAllocation } from './allocations.js';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { creditNoteLineItem } from './line-items.js';
import { customerRef, withholdingTax } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const creditNote = z
  .object({
    id: text('Id of the credit note in the source.').optional(),
    creditNoteNumber: text('Number printed on the credit note.').optional(),
    customerRef: customerRef.optional(),
    withholdingTax: z.array(withholdingTax).optional().describe('Withholding tax on the credit note.'),
    totalAmount: amount('Credit given, including tax: positive.'),
    totalDiscount: amount('Sum of all discounts.'),
    subTotal: amount('Credit before tax.'),
    additionalTaxAmount: amount('Tax beyond that of the lines.').optional(),
    additionalTaxPercentage: amount('Tax beyond that of the lines, as a percentage.').optional(),
    totalTaxAmount: amount('Total tax.'),
    discountPercentage: amount('Discount on the whole note as a percentage from 0 to 100.'),
    remainingCredit: amount('What is not used yet: totalAmount − Σ paymentAllocations.allocation.totalAmount.'),
    status: z
      .enum(['Unknown', 'Draft', 'Submitted', 'Paid', 'Void', 'PartiallyPaid'])
      .describe('Draft: not issued. Submitted: unused. PartiallyPaid: used in part. Paid: used up. Void: cancelled.'),
    issueDate: dateTime('Date of the credit note.').optional(),
    allocatedOnDate: dateTime('Date on which the note was used.').optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lineItems: z.array(creditNoteLineItem).optional().describe('The lines, in the order of the source.'),
    paymentAllocations: z.array(paymentAllocation).optional().describe('What the credit was used for.'),
    ...modified,
    note: text('Further information.').optional(),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A document that gives credit to a customer.');

export type CreditNote = z.infer<typeof creditNote>;
