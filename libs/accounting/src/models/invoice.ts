import { z } from 'zod';
import { paymentAllocation } from './allocations.js';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { invoiceLineItem } from './line-items.js';
import { customerRef, recordRef, withholdingTax } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const invoice = z
  .object({
    id: text('Id of the invoice in the source.').optional(),
    invoiceNumber: text('Number printed on the invoice.').optional(),
    customerRef: customerRef.optional(),
    salesOrderRefs: z.array(recordRef).optional().describe('Sales orders that the invoice fulfils.'),
    issueDate: dateTime('Date of the invoice.'),
    dueDate: dateTime('Date by which it is to be paid.').optional(),
    ...modified,
    paidOnDate: dateTime('Date on which it was paid in full; absent while it is not.').optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lineItems: z.array(invoiceLineItem).optional().describe('The lines, in the order of the source.'),
    paymentAllocations: z.array(paymentAllocation).optional().describe('What the invoice was settled with.'),
    withholdingTax: z.array(withholdingTax).optional().describe('Withholding tax on the invoice.'),
    totalDiscount: amount('Sum of all discounts.').optional(),
    subTotal: amount('Total before tax.').optional(),
    additionalTaxAmount: amount('Tax beyond that of the lines.').optional(),
    additionalTaxPercentage: amount('Tax beyond that of the lines, as a percentage.').optional(),
    totalTaxAmount: amount('Total tax.'),
    totalAmount: amount('Total including tax.'),
    amountDue: amount('What is still open: totalAmount + Σ paymentAllocations.allocation.totalAmount.'),
    discountPercentage: amount('Discount on the whole invoice as a percentage from 0 to 100.').optional(),
    status: z
      .enum(['Unknown', 'Draft', 'Submitted', 'PartiallyPaid', 'Paid', 'Void'])
      .describe('Draft: not issued. Submitted: nothing paid. PartiallyPaid: some. Paid: nothing open. Void: cancelled.'),
    note: text('Further information.').optional(),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A document that asks a customer for money.');

export type Invoice = z.infer<typeof invoice>;
