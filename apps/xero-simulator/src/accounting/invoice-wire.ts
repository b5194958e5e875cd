import { hasAttachments } from '../books/attachments.js';
import type { Books, Invoice } from '../books/books.js';
import type { Allocation } from '../books/changes.js';
import type { AccountKind } from '../books/credits-on-account.js';
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
  const { plan, payments, allocations } = invoice;
  const id = books.invoices.id(row);
  const brief = form.extent === 'summaryOnly';
  let json = `{"Type":"${plan.sales ? 'ACCREC' : 'ACCPAY'}","InvoiceID":"${id}","InvoiceNumber":${JSON.stringify(invoice.number)}`;
  if (invoice.reference !== undefined) json += `,"Reference":${JSON.stringify(invoice.reference)}`;
  if (!brief) json += `,"Payments":${payments.length === 0 ? '[]' : JSON.stringify(payments.filter((payment) => !payment.deleted).map((payment) => embeddedPayment(books, payment)))}`;
  json += allocations.length === 0 ? ',"CreditNotes":[],"Prepayments":[],"Overpayments":[]' : creditsJson(books, allocations);
  json += `,"AmountDue":${invoice.amountDue / 100},"AmountPaid":${invoice.amountPaid / 100},"AmountCredited":${invoice.amountCredited / 100}`;
  if (invoice.rateShown) json += `,"CurrencyRate":${invoice.rate / 1_000_000}`;
  if (plan.sales) json += `,"SentToContact":${invoice.sent}`;
  json += `,"IsDiscounted":${invoice.discount > 0}`;
  if (!brief) json += `,"HasAttachments":${hasAttachments(books, id)}`;
  json += `,"InvoiceAddresses":[],"HasErrors":false,"InvoicePaymentServices":[],"Contact":${contactJson(books, invoice.contact, form)}${dates(invoice)}`;
  if (invoice.theme) json += `,"BrandingThemeID":"${books.ids.id(Kind.theme, 0)}"`;
  if (invoice.url) json += `,"Url":${JSON.stringify(invoice.url)}`;
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

function creditsJson(books: Books, allocations: readonly Allocation[]): string {
  const notes = allocations.filter(({ source }) => source === 'creditNote').map((allocation) => embeddedNote(books, allocation));
  const onAccount = (kind: AccountKind): Wire[] => allocations.filter(({ source }) => source === kind).map((allocation) => embeddedCredit(books, kind, allocation));
  return `,"CreditNotes":${JSON.stringify(notes)},"Prepayments":${JSON.stringify(onAccount('prepayment'))},"Overpayments":${JSON.stringify(onAccount('overpayment'))}`;
}

function embeddedNote(books: Books, allocation: Allocation): Wire {
  const note = books.creditNote(allocation.credit);
  const id = books.creditNotes.id(allocation.credit);
  const wire: Wire = { CreditNoteID: id };
  if (note.number !== '') wire.CreditNoteNumber = note.number;
  return { ...wire, ID: id, HasErrors: false, ...share(allocation), LineItems: [], Total: note.total / 100 };
}

function embeddedCredit(books: Books, kind: AccountKind, allocation: Allocation): Wire {
  const id = books.credits.table(kind).id(allocation.credit);
  return { [kind === 'prepayment' ? 'PrepaymentID' : 'OverpaymentID']: id, ...share(allocation), LineItems: [], Total: books.credits.draft(kind, allocation.credit).total / 100 };
}

function share({ amount, on }: Allocation): Wire {
  return { AppliedAmount: amount / 100, DateString: dateString(on), Date: msDate(on) };
}
