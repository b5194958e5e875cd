import type { Allocation, Books, Invoice } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import type { Payment } from '../books/settlement.js';
import { contactWire } from './contact-wire.js';
import { linesJson } from './lines-json.js';
import { dateString, instantString, msDate, msInstant, type Wire } from './wire.js';

/** How much of a document an answer shows: `list` is a paged list, `summary` an unpaged one. */
export interface Form {
  extent: 'single' | 'list' | 'summary' | 'summaryOnly';
  fourPlaces: boolean;
}

/**
 * An invoice or bill as text. It is written piece by piece and not through an object: a pull reads little else, and
 * this takes half the time.
 */
export function invoiceJson(books: Books, row: number, form: Form): string {
  const invoice = books.invoice(row);
  const { plan, payments, allocation } = invoice;
  const brief = form.extent === 'summaryOnly';
  let json = `{"Type":"${plan.sales ? 'ACCREC' : 'ACCPAY'}","InvoiceID":"${books.invoices.id(row)}","InvoiceNumber":${JSON.stringify(invoice.number)}`;
  if (invoice.reference !== undefined) json += `,"Reference":${JSON.stringify(invoice.reference)}`;
  if (!brief) json += `,"Payments":${payments.length === 0 ? '[]' : JSON.stringify(payments.filter((payment) => !payment.deleted).map((payment) => embeddedPayment(books, payment)))}`;
  json += `,"CreditNotes":${allocation ? JSON.stringify([embeddedNote(books, allocation)]) : '[]'},"Prepayments":[],"Overpayments":[]`;
  json += `,"AmountDue":${invoice.amountDue / 100},"AmountPaid":${invoice.amountPaid / 100},"AmountCredited":${invoice.amountCredited / 100}`;
  if (invoice.rateShown) json += `,"CurrencyRate":${invoice.rate / 1_000_000}`;
  if (plan.sales) json += `,"SentToContact":${invoice.sent}`;
  json += `,"IsDiscounted":${invoice.discount > 0}`;
  if (!brief) json += ',"HasAttachments":false';
  json += `,"InvoiceAddresses":[],"HasErrors":false,"InvoicePaymentServices":[],"Contact":${contactJson(books, invoice.contact, form)}${dates(invoice)}`;
  if (invoice.theme) json += `,"BrandingThemeID":"${books.ids.id(Kind.theme, 0)}"`;
  json += `,"Status":"${invoice.status}","LineAmountTypes":"${invoice.types}"`;
  if (form.extent === 'summary') json += ',"LineItems":[]';
  else if (!brief) json += `,"LineItems":${linesJson(books, invoice.lines, { kind: Kind.invoice, row }, form.fourPlaces)}`;
  json += `,"SubTotal":${invoice.subTotal / 100},"TotalTax":${invoice.totalTax / 100},"Total":${invoice.total / 100}`;
  if (invoice.discount > 0) json += `,"TotalDiscount":${invoice.discount / 100}`;
  const updated = books.invoices.updatedAt(row);
  json += `,"UpdatedDateUTC":"${msInstant(updated)}","UpdatedDateUTCString":"${instantString(updated)}","CurrencyCode":"${invoice.currency}"`;
  return invoice.fullyPaid === null ? `${json}}` : `${json},"FullyPaidOnDate":"${msDate(invoice.fullyPaid)}"}`;
}

function contactJson(books: Books, row: number, form: Form): string {
  if (form.extent === 'single') return JSON.stringify(contactWire(books, row, true));
  const names = `{"ContactID":"${books.contacts.id(row)}","Name":${JSON.stringify(books.contactName(row))}`;
  return `${names},"Addresses":[],"Phones":[],"ContactGroups":[],"ContactPersons":[],"HasValidationErrors":false}`;
}

function dates(invoice: Invoice): string {
  const { issued, due, expected } = invoice;
  let json = `,"DateString":"${dateString(issued)}","Date":"${msDate(issued)}"`;
  if (due !== null) json += `,"DueDateString":"${dateString(due)}","DueDate":"${msDate(due)}"`;
  if (expected !== null) json += `,"${invoice.plan.sales ? 'ExpectedPaymentDate' : 'PlannedPaymentDate'}":"${msDate(expected)}"`;
  return json;
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
