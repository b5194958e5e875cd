import type { NativeRecord } from '#connector-kit/connector';
import type { Names } from '#connector-kit/references';
import { isRecord } from '../native.js';

/*
 * What a record names, for loading the references of a page before it is mapped. Runs before anything is checked, so it
 * passes over whatever it does not understand: the mapping will say what is wrong.
 */

export const noNames: Names = { contacts: [], payments: [] };

/** Invoices, bills and credit notes. */
export function namesOfDocument(native: NativeRecord): Names {
  const payments = Array.isArray(native.Payments) ? (native.Payments as unknown[]) : [];
  return { contacts: textsIn([native.Contact], 'ContactID'), payments: textsIn(payments, 'PaymentID') };
}

/** Prepayments, overpayments and purchase orders. */
export function namesOfContact(native: NativeRecord): Names {
  return { contacts: textsIn([native.Contact], 'ContactID'), payments: [] };
}

/** Payments and refunds name the contact of what they settle. */
export function namesOfPayment(native: NativeRecord): Names {
  const targets = [native.Invoice, native.CreditNote, native.Prepayment, native.Overpayment].filter(isRecord);
  return { contacts: textsIn(targets.map(({ Contact }) => Contact), 'ContactID'), payments: [] };
}

function textsIn(records: readonly unknown[], field: string): string[] {
  return records.flatMap((record) => {
    const value = isRecord(record) ? record[field] : undefined;
    return typeof value === 'string' ? [value] : [];
  });
}
