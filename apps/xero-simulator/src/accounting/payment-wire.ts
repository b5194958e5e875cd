import type { Books } from '../books/books.js';
import type { AccountKind } from '../books/credits-on-account.js';
import { paymentType } from '../books/payment-types.js';
import { Kind } from '../books/record-ids.js';
import type { Payment } from '../books/settlement.js';
import { contactStub } from './contact-wire.js';
import { creditType } from './credit-wire.js';
import { embeddedPayment, invoiceJson } from './invoice-wire.js';
import { instantString, msDate, msInstant, type Wire } from './wire.js';

/** A payment with what it paid; only here does a payment name its account, and by id and code alone. */
export function paymentWire(books: Books, row: number, single: boolean): Wire {
  const payment = books.payment(row);
  const wire: Wire = embeddedPayment(books, payment);
  delete wire.HasAccount;
  delete wire.HasValidationErrors;
  wire.BankAmount = payment.bankAmount / 100;
  wire.PaymentType = paymentType(payment);
  wire.Status = payment.deleted ? 'DELETED' : 'AUTHORISED';
  const updated = books.payments.updatedAt(row);
  wire.UpdatedDateUTC = msInstant(updated);
  wire.UpdatedDateUTCString = instantString(updated);
  wire.HasAccount = true;
  wire.IsReconciled = payment.reconciled;
  wire.Account = accountStub(books, payment, single);
  if (payment.batch !== null) Object.assign(wire, batchWire(books, payment.batch));
  Object.assign(wire, paidWire(books, payment, single));
  wire.HasValidationErrors = false;
  return wire;
}

function paidWire(books: Books, payment: Payment, single: boolean): Wire {
  const { owner } = payment;
  switch (payment.target) {
    case 'invoice': return { Invoice: single ? (JSON.parse(invoiceJson(books, owner, { extent: 'list', fourPlaces: false })) as Wire) : invoiceStub(books, owner) };
    case 'creditNote': return { CreditNote: noteStub(books, owner) };
    case 'prepayment': return { Prepayment: creditStub(books, 'prepayment', owner) };
    default: return { Overpayment: creditStub(books, 'overpayment', owner) };
  }
}

function accountStub(books: Books, payment: Payment, single: boolean): Wire {
  const account = books.drawing.chart[payment.account];
  const wire: Wire = { AccountID: books.ids.id(Kind.account, payment.account) };
  if (account.code !== null) wire.Code = account.code;
  if (single) wire.Name = books.accountName(payment.account);
  return wire;
}

function invoiceStub(books: Books, row: number): Wire {
  const invoice = books.document(row);
  return {
    Type: invoice.plan.sales ? 'ACCREC' : 'ACCPAY', InvoiceID: books.invoices.id(row), InvoiceNumber: invoice.number,
    Payments: [], CreditNotes: [], Prepayments: [], Overpayments: [], IsDiscounted: false, InvoiceAddresses: [], HasErrors: false,
    InvoicePaymentServices: [], Contact: contactStub(books, invoice.contact), LineItems: [], CurrencyCode: invoice.currency,
  };
}

function noteStub(books: Books, row: number): Wire {
  const note = books.creditNote(row);
  const id = books.creditNotes.id(row);
  const wire: Wire = { CreditNoteID: id };
  if (note.number !== '') wire.CreditNoteNumber = note.number;
  return {
    ...wire, ID: id, Type: note.plan.sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT', HasErrors: false, Payments: [], LineItems: [],
    Contact: contactStub(books, note.contact), CurrencyCode: note.currency,
  };
}

function creditStub(books: Books, kind: AccountKind, row: number): Wire {
  const credit = books.credits.draft(kind, row);
  const id = books.credits.table(kind).id(row);
  return {
    [kind === 'prepayment' ? 'PrepaymentID' : 'OverpaymentID']: id, Type: creditType(credit), Allocations: [], Payments: [], LineItems: [],
    Contact: contactStub(books, credit.contact), CurrencyCode: credit.currency,
  };
}

function batchWire(books: Books, row: number): Wire {
  const { account, paid, sales, deleted, total, reconciled } = books.batches.batch(row);
  const id = books.batches.table.id(row);
  return {
    BatchPaymentID: id,
    BatchPayment: {
      Account: { AccountID: books.ids.id(Kind.account, account) }, BatchPaymentID: id, Date: msDate(paid), Type: sales ? 'RECBATCH' : 'PAYBATCH',
      Status: deleted ? 'DELETED' : 'AUTHORISED', TotalAmount: total / 100, UpdatedDateUTC: msInstant(books.batches.table.updatedAt(row)), IsReconciled: reconciled,
    },
  };
}
