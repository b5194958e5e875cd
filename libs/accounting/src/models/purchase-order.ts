import { z } from 'zod';
import { address } from './contact-details.js';
import { amount, currency, currencyRate, dateTime, metadata, modified, text } from './fields.js';
import { purchaseOrderLineItem } from './line-items.js';
import { supplierRef } from './references.js';

const shipTo = z
  .object({
    address: address.optional(),
    contact: z
      .object({
        name: text('Name of the person.').optional(),
        email: text('E-mail address.').optional(),
        phone: text('Telephone number.').optional(),
      })
      .optional()
      .describe('Who takes the delivery.'),
  })
  .describe('Where the goods are to be delivered.');

export const purchaseOrder = z
  .object({
    id: text('Id of the purchase order in the source.').optional(),
    purchaseOrderNumber: text('Number printed on the purchase order.').optional(),
    supplierRef: supplierRef.optional(),
    issueDate: dateTime('Date of the purchase order.').optional(),
    expectedDeliveryDate: dateTime('Date on which the supplier expects to deliver.').optional(),
    deliveryDate: dateTime('Date by which delivery is asked for.').optional(),
    paymentDueDate: dateTime('Date by which it is to be paid.').optional(),
    shipTo: shipTo.optional(),
    currency: currency.optional(),
    currencyRate: currencyRate.optional(),
    lineItems: z.array(purchaseOrderLineItem).optional().describe('The lines, in the order of the source.'),
    totalDiscount: amount('Sum of all discounts.').optional(),
    subTotal: amount('Total before tax, after discounts.').optional(),
    totalTaxAmount: amount('Total tax.').optional(),
    totalAmount: amount('Total including tax.').optional(),
    status: z
      .enum(['Unknown', 'Draft', 'Open', 'Closed', 'Void'])
      .optional()
      .describe('Draft: not approved. Open: sent or to be sent. Closed: billed. Void: cancelled.'),
    note: text('Instructions for the delivery.').optional(),
    ...modified,
    metadata: metadata.optional(),
  })
  .describe('An order placed with a supplier.');

export type PurchaseOrder = z.infer<typeof purchaseOrder>;
