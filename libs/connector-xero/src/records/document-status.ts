import type { Invoice } from '#accounting/models/invoice';
import type { NativeRecord } from '#connector-kit/connector';
import { requiredAmount, text } from '../native.js';

/**
 * Status of an invoice, bill or credit note. Xero's status decides first, amounts only among approved documents: one of
 * nothing is paid at once.
 * @param open the field that holds what is still to be paid or used up
 */
export function documentStatus(native: NativeRecord, open: 'AmountDue' | 'RemainingCredit'): Invoice['status'] {
  switch (text(native, 'Status')) {
    case 'DRAFT':
    case 'SUBMITTED':
      return 'Draft';
    case 'AUTHORISED': {
      const amount = requiredAmount(native, open);
      if (amount === requiredAmount(native, 'Total')) return 'Submitted';
      return amount === 0 ? 'Paid' : 'PartiallyPaid';
    }
    case 'PAID':
      return 'Paid';
    case 'VOIDED':
      return 'Void';
    default:
      return 'Unknown';
  }
}
