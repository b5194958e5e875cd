import type { NativeRecord } from '#connector-kit/connector';
import { type Write, WriteRefused, type Written } from '#connector-kit/writes';
import { apiPath, jsonHeaders } from '../reading.js';
import { recordIdOf } from './given.js';
import { paying, paymentPlace, paymentScopes } from './payments.js';
import { currentRecord, onlyRecord, words, writtenRecord } from './requests.js';

const deleted = (native: NativeRecord): Written => writtenRecord(paymentPlace, native, 'Deleted', 'billPayments', ['Invoices', 'CreditNotes', 'BatchPayments']);

/** Takes a payment to a supplier back, which opens its bill again. Xero takes the status alone, without a list. */
const takingBack: Write = {
  dataType: 'billPayments',
  kind: 'Delete',
  scopes: paymentScopes,
  options: null,
  async prepare(call, push) {
    const id = recordIdOf(push);
    const native = await currentRecord(call, paymentPlace, id);
    if (!/^(ACCPAY|AP)/.test(words(native, 'PaymentType') ?? '')) throw new WriteRefused([{ field: 'id', message: 'The record is not one of billPayments.' }]);
    if (native.Status === 'DELETED') throw new WriteRefused([{ field: 'id', message: 'The record is deleted already.' }]);
    return { method: 'POST', path: `${apiPath}/Payments/${encodeURIComponent(id)}`, headers: jsonHeaders, body: { Status: 'DELETED' } };
  },
  written: (answer) => deleted(onlyRecord(answer, 'Payments')),
  async find(call, push) {
    const native = await currentRecord(call, paymentPlace, recordIdOf(push));
    return native.Status === 'DELETED' ? deleted(native) : null;
  },
};

/** Payments of customers, payments to suppliers, and credit notes that are used on documents. */
export const paymentWrites: readonly Write[] = [
  paying({ dataType: 'payments', documents: 'invoices', notes: 'creditNotes', link: 'Invoice' }),
  paying({ dataType: 'billPayments', documents: 'bills', notes: 'billCreditNotes', link: 'Bill' }),
  takingBack,
];
