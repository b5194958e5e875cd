import type { Books } from '../books/books.js';
import { noteOf } from '../books/plan.js';
import { Kind } from '../books/record-ids.js';
import type { Payment } from '../books/settlement.js';
import { contactStub } from './contact-wire.js';
import { embeddedPayment, invoiceJson } from './invoice-wire.js';
import { instantString, msDate, msInstant, type Wire } from './wire.js';

/** A payment with what it paid; only here does a payment name its account, and by id and code alone. */
export function paymentWire(books: Books, row: number, single: boolean): Wire {
  const payment = books.payment(row);
  const { sales } = books.drawing.plan(payment.invoice);
  const wire: Wire = embeddedPayment(books, payment);
  delete wire.HasAccount;
  delete wire.HasValidationErrors;
  wire.BankAmount = payment.bankAmount / 100;
  wire.PaymentType = payment.refund ? (sales ? 'ARCREDITPAYMENT' : 'APCREDITPAYMENT') : sales ? 'ACCRECPAYMENT' : 'ACCPAYPAYMENT';
  wire.Status = payment.deleted ? 'DELETED' : 'AUTHORISED';
  const updated = books.payments.updatedAt(row);
  wire.UpdatedDateUTC = msInstant(updated);
  wire.UpdatedDateUTCString = instantString(updated);
  wire.HasAccount = true;
  wire.IsReconciled = payment.reconciled;
  wire.Account = accountStub(books, payment, single);
  if (payment.batch) Object.assign(wire, batchWire(books, payment, updated));
  if (payment.refund) wire.CreditNote = noteStub(books, payment);
  else wire.Invoice = single ? (JSON.parse(invoiceJson(books, payment.invoice, { extent: 'list', fourPlaces: false })) as Wire) : invoiceStub(books, payment);
  wire.HasValidationErrors = false;
  return wire;
}

function accountStub(books: Books, payment: Payment, single: boolean): Wire {
  const account = books.drawing.chart[payment.account];
  const wire: Wire = { AccountID: books.ids.id(Kind.account, payment.account) };
  if (account.code !== null) wire.Code = account.code;
  if (single) wire.Name = books.accountName(payment.account);
  return wire;
}

function invoiceStub(books: Books, payment: Payment): Wire {
  const invoice = books.invoice(payment.invoice);
  return {
    Type: invoice.plan.sales ? 'ACCREC' : 'ACCPAY', InvoiceID: books.invoices.id(payment.invoice), InvoiceNumber: invoice.number,
    Payments: [], CreditNotes: [], Prepayments: [], Overpayments: [], IsDiscounted: false, InvoiceAddresses: [], HasErrors: false,
    InvoicePaymentServices: [], Contact: contactStub(books, invoice.contact), LineItems: [], CurrencyCode: invoice.currency,
  };
}

function noteStub(books: Books, payment: Payment): Wire {
  const row = noteOf(payment.invoice)!;
  const note = books.creditNote(row);
  const id = books.creditNotes.id(row);
  const wire: Wire = { CreditNoteID: id };
  if (note.number !== '') wire.CreditNoteNumber = note.number;
  return {
    ...wire, ID: id, Type: note.plan.sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT', HasErrors: false, Payments: [], LineItems: [],
    Contact: contactStub(books, note.contact), CurrencyCode: note.currency,
  };
}

function batchWire(books: Books, payment: Payment, updated: number): Wire {
  const id = books.ids.id(Kind.batch, payment.index);
  return {
    BatchPaymentID: id,
    BatchPayment: {
      Account: { AccountID: books.ids.id(Kind.account, payment.account) }, BatchPaymentID: id, Date: msDate(payment.paid), Type: 'PAYBATCH',
      Status: payment.deleted ? 'DELETED' : 'AUTHORISED', TotalAmount: payment.amount / 100, UpdatedDateUTC: msInstant(updated),
      IsReconciled: payment.reconciled,
    },
  };
}
