import type { Bill } from '#accounting/models/bill';
import type { Invoice } from '#accounting/models/invoice';
import type { PaymentAllocation } from '#accounting/models/allocations';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { currencyOf } from '../currency.js';
import { day, instantOf, requiredAmount, requiredDay, requiredText, text } from '../native.js';
import { contactOf, readSettlements } from './allocations.js';
import { documentStatus } from './document-status.js';
import { readLineItems, totalDiscount } from './line-items.js';

/** Sales invoices (ACCREC). */
export function readInvoice(native: NativeRecord, references: References): Mapped<Invoice> | null {
  if (typeOf(native) !== 'ACCREC') return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const { currency, currencyRate } = currencyOf(native, references);
  const customer = contactOf(native, references);
  const lineItems = readLineItems(native, references, { isDirectIncome: false });
  const allocations = readSettlements(native, currency, references);
  const status = documentStatus(native, 'AmountDue');
  const document: Invoice = {
    id: requiredText(native, 'InvoiceID'),
    invoiceNumber: text(native, 'InvoiceNumber'),
    customerRef: customer && { id: customer.id, companyName: customer.name },
    salesOrderRefs: [],
    issueDate: requiredDay(native, 'Date'),
    dueDate: day(native, 'DueDate'),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    paidOnDate: status === 'Paid' ? paidOn(native, allocations) : undefined,
    currency,
    currencyRate,
    lineItems,
    paymentAllocations: allocations,
    withholdingTax: [],
    totalDiscount: totalDiscount(lineItems),
    subTotal: requiredAmount(native, 'SubTotal'),
    additionalTaxAmount: 0,
    additionalTaxPercentage: 0,
    totalTaxAmount: requiredAmount(native, 'TotalTax'),
    totalAmount: requiredAmount(native, 'Total'),
    amountDue: requiredAmount(native, 'AmountDue'),
    status,
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

/** Bills (ACCPAY). Xero keeps the supplier's number of a bill where it keeps the number of an invoice. */
export function readBill(native: NativeRecord, references: References): Mapped<Bill> | null {
  if (typeOf(native) !== 'ACCPAY') return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const { currency, currencyRate } = currencyOf(native, references);
  const supplier = contactOf(native, references);
  const lineItems = readLineItems(native, references, { isDirectCost: false });
  const status = documentStatus(native, 'AmountDue');
  const document: Bill = {
    id: requiredText(native, 'InvoiceID'),
    reference: text(native, 'InvoiceNumber'),
    supplierRef: supplier && { id: supplier.id, supplierName: supplier.name },
    purchaseOrderRefs: [],
    issueDate: requiredDay(native, 'Date'),
    dueDate: day(native, 'DueDate'),
    currency,
    currencyRate,
    lineItems,
    withholdingTax: [],
    status: status === 'Submitted' ? 'Open' : status,
    subTotal: requiredAmount(native, 'SubTotal'),
    taxAmount: requiredAmount(native, 'TotalTax'),
    totalAmount: requiredAmount(native, 'Total'),
    amountDue: requiredAmount(native, 'AmountDue'),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    paymentAllocations: readSettlements(native, currency, references),
    metadata: { isDeleted: false },
  };
  return { deleted: false, document };
}

/** The endpoint serves two types. A third would be news that somebody has to look at, so it is not passed over. */
function typeOf(native: NativeRecord): 'ACCREC' | 'ACCPAY' {
  const type = requiredText(native, 'Type');
  if (type !== 'ACCREC' && type !== 'ACCPAY') throw new ReadingError('Type', 'is neither ACCREC nor ACCPAY');
  return type;
}

/** Only asked of paid documents: Xero leaves FullyPaidOnDate behind on an invoice that was opened again. */
function paidOn(native: NativeRecord, allocations: readonly PaymentAllocation[]): string | undefined {
  const dates = allocations.flatMap(({ payment }) => payment.paidOnDate ?? []);
  return day(native, 'FullyPaidOnDate') ?? dates.sort().at(-1);
}
