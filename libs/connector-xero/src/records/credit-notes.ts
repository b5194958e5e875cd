import type { BillCreditNote } from '#accounting/models/bill-credit-note';
import type { CreditNote } from '#accounting/models/credit-note';
import type { Mapped, NativeRecord } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import type { References } from '#connector-kit/references';
import { currencyOf } from '../currency.js';
import { day, instantOf, requiredAmount, requiredText, text } from '../native.js';
import { contactOf, readUses } from './allocations.js';
import { documentStatus } from './document-status.js';
import { type DirectFlag, readLineItems, totalDiscount } from './line-items.js';

/** Credit notes to customers (ACCRECCREDIT). */
export function readCreditNote(native: NativeRecord, references: References): Mapped<CreditNote> | null {
  if (typeOf(native) !== 'ACCRECCREDIT') return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const customer = contactOf(native, references);
  const document: CreditNote = {
    ...readCommon(native, references, { isDirectIncome: false }),
    creditNoteNumber: text(native, 'CreditNoteNumber'),
    customerRef: customer && { id: customer.id, companyName: customer.name },
    additionalTaxAmount: 0,
    additionalTaxPercentage: 0,
  };
  return { deleted: false, document };
}

/** Credit notes from suppliers (ACCPAYCREDIT). The net total is served as such, as the data type defines it. */
export function readBillCreditNote(native: NativeRecord, references: References): Mapped<BillCreditNote> | null {
  if (typeOf(native) !== 'ACCPAYCREDIT') return null;
  if (text(native, 'Status') === 'DELETED') return { deleted: true };
  const supplier = contactOf(native, references);
  const document: BillCreditNote = {
    ...readCommon(native, references, {}),
    billCreditNoteNumber: text(native, 'CreditNoteNumber'),
    supplierRef: supplier && { id: supplier.id, supplierName: supplier.name },
  };
  return { deleted: false, document };
}

function readCommon<Flag extends DirectFlag>(native: NativeRecord, references: References, flag: Flag) {
  const { currency, currencyRate } = currencyOf(native, references);
  const lineItems = readLineItems(native, references, flag);
  return {
    id: requiredText(native, 'CreditNoteID'),
    withholdingTax: [],
    totalAmount: requiredAmount(native, 'Total'),
    totalDiscount: totalDiscount(lineItems),
    subTotal: requiredAmount(native, 'SubTotal'),
    totalTaxAmount: requiredAmount(native, 'TotalTax'),
    discountPercentage: 0,
    remainingCredit: requiredAmount(native, 'RemainingCredit'),
    status: documentStatus(native, 'RemainingCredit'),
    issueDate: day(native, 'Date'),
    currency,
    currencyRate,
    lineItems,
    paymentAllocations: readUses(native, currency, references),
    sourceModifiedDate: instantOf(native, 'UpdatedDateUTC'),
    metadata: { isDeleted: false },
  };
}

function typeOf(native: NativeRecord): 'ACCRECCREDIT' | 'ACCPAYCREDIT' {
  const type = requiredText(native, 'Type');
  if (type !== 'ACCRECCREDIT' && type !== 'ACCPAYCREDIT') {
    throw new ReadingError('Type', 'is neither ACCRECCREDIT nor ACCPAYCREDIT');
  }
  return type;
}
