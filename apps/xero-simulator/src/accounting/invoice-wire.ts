import type { Allocation, Books, Invoice } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import type { Payment } from '../books/settlement.js';
import { contactStub, contactWire } from './contact-wire.js';
import { linesJson } from './lines-json.js';
import { dateString, instantString, msDate, msInstant, type Wire } from './wire.js';

/** How much of a document an answer shows: `list` is a paged list, `summary` an unpaged one. */
export interface Form {
  extent: 'single' | 'list' | 'summary' | 'summaryOnly';
  fourPlaces: boolean;
}

/** An invoice or bill as text. Its lines are written apart, being most of it. */
export function invoiceJson(books: Books, row: number, form: Form): string {
  const invoice = books.invoice(row);
  const header = JSON.stringify(headerWire(books, row, invoice, form));
  if (form.extent === 'summaryOnly') return header;
  const lines = form.extent === 'summary' ? '[]' : linesJson(books, invoice.lines, { kind: Kind.invoice, row }, form.fourPlaces);
  return `${header.slice(0, -1)},"LineItems":${lines}}`;
}

function headerWire(books: Books, row: number, invoice: Invoice, form: Form): Wire {
  const brief = form.extent === 'summaryOnly';
  const wire: Wire = { Type: invoice.plan.sales ? 'ACCREC' : 'ACCPAY', InvoiceID: books.invoices.id(row), InvoiceNumber: invoice.number };
  if (invoice.reference !== undefined) wire.Reference = invoice.reference;
  if (!brief) wire.Payments = invoice.payments.filter((payment) => !payment.deleted).map((payment) => embeddedPayment(books, payment));
  wire.CreditNotes = invoice.allocation ? [embeddedNote(books, invoice.allocation)] : [];
  wire.Prepayments = [];
  wire.Overpayments = [];
  wire.AmountDue = invoice.amountDue / 100;
  wire.AmountPaid = invoice.amountPaid / 100;
  wire.AmountCredited = invoice.amountCredited / 100;
  if (invoice.rateShown) wire.CurrencyRate = invoice.rate / 1_000_000;
  if (invoice.plan.sales) wire.SentToContact = invoice.sent;
  wire.IsDiscounted = invoice.discount > 0;
  if (!brief) wire.HasAttachments = false;
  wire.InvoiceAddresses = [];
  wire.HasErrors = false;
  wire.InvoicePaymentServices = [];
  wire.Contact = form.extent === 'single' ? contactWire(books, invoice.contact, true) : contactStub(books, invoice.contact);
  addDates(wire, invoice);
  if (invoice.theme) wire.BrandingThemeID = books.ids.id(Kind.theme, 0);
  wire.Status = invoice.status;
  wire.LineAmountTypes = invoice.types;
  wire.SubTotal = invoice.subTotal / 100;
  wire.TotalTax = invoice.totalTax / 100;
  wire.Total = invoice.total / 100;
  if (invoice.discount > 0) wire.TotalDiscount = invoice.discount / 100;
  const updated = books.invoices.updatedAt(row);
  wire.UpdatedDateUTC = msInstant(updated);
  wire.UpdatedDateUTCString = instantString(updated);
  wire.CurrencyCode = invoice.currency;
  if (invoice.fullyPaid !== null) wire.FullyPaidOnDate = msDate(invoice.fullyPaid);
  return wire;
}

function addDates(wire: Wire, invoice: Invoice): void {
  wire.DateString = dateString(invoice.issued);
  wire.Date = msDate(invoice.issued);
  if (invoice.due !== null) {
    wire.DueDateString = dateString(invoice.due);
    wire.DueDate = msDate(invoice.due);
  }
  if (invoice.expected !== null) wire[invoice.plan.sales ? 'ExpectedPaymentDate' : 'PlannedPaymentDate'] = msDate(invoice.expected);
}

/** A payment inside its document: without the bank account, which only /Payments tells. */
export function embeddedPayment(books: Books, payment: Payment): Wire {
  const wire: Wire = { PaymentID: books.payments.id(payment.index), Date: msDate(payment.paid), Amount: payment.amount / 100 };
  if (payment.reference !== undefined) wire.Reference = payment.reference;
  if (payment.rateShown === 'rate') wire.CurrencyRate = payment.rate / 1_000_000;
  else if (payment.rateShown !== 'absent') wire.CurrencyRate = payment.rateShown === 'one' ? 1 : 0;
  wire.HasAccount = false;
  wire.HasValidationErrors = false;
  return wire;
}

function embeddedNote(books: Books, allocation: Allocation): Wire {
  const note = books.creditNote(allocation.note);
  const id = books.creditNotes.id(allocation.note);
  const wire: Wire = { CreditNoteID: id };
  if (note.number !== '') wire.CreditNoteNumber = note.number;
  return {
    ...wire, ID: id, HasErrors: false, AppliedAmount: allocation.amount / 100, DateString: dateString(allocation.allocated),
    Date: msDate(allocation.allocated), LineItems: [], Total: note.total / 100,
  };
}
