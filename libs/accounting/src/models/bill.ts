import { z } from 'zod';
import { paymentAllocation } from './allocations.js';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { billLineItem } from './line-items.js';
import { purchaseOrderRef, supplierRef, withholdingTax } from './references.js';
import { supplementalData } from './supplemental-data.js';

export const bill = z
  .object({
    id: text('Id of the bill in the source.').optional(),
    reference: text('Number that the supplier gave the bill. Neither unique nor always present.').optional(),
    supplierRef: supplierRef.optional(),
    purchaseOrderRefs: z.array(purchaseOrderRef).optional().describe('Purchase orders that the bill fulfils.'),
    issueDate: dateTime('Date of the bill.'),
    dueDate: dateTime('Date by which it is to be paid.').optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lineItems: z.array(billLineItem).optional().describe('The lines, in the order of the source.'),
    withholdingTax: z.array(withholdingTax).optional().describe('Withholding tax on the bill.'),
    status: z
      .enum(['Unknown', 'Open', 'PartiallyPaid', 'Paid', 'Void', 'Draft'])
      .describe('Draft: not approved. Open: nothing paid. PartiallyPaid: some. Paid: nothing open. Void: cancelled.'),
    subTotal: amount('Total before tax.'),
    taxAmount: amount('Total tax.'),
    totalAmount: amount('Total including tax.'),
    amountDue: amount('What is still open: totalAmount + Σ paymentAllocations.allocation.totalAmount.').optional(),
    ...modified,
    note: text('Further information.').optional(),
    paymentAllocations: z.array(paymentAllocation).optional().describe('What the bill was settled with.'),
    supplementalData: supplementalData.optional(),
    metadata: metadata.optional(),
  })
  .describe('A document by which a supplier asks for money.');

export type Bill = z.infer<typeof bill>;
