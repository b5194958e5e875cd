import { hasAttachments } from '../books/attachments.js';
import type { Books } from '../books/books.js';
import { Kind } from '../books/record-ids.js';
import { allocationWire } from './allocation-wire.js';
import { contactStub, contactWire } from './contact-wire.js';
import { embeddedPayment, type Form } from './invoice-wire.js';
import { linesJson } from './lines-json.js';
import { dateString, instantString, msDate, msInstant, type Wire } from './wire.js';

/** A credit note as text, its lines written like those of invoices. */
export function creditNoteJson(books: Books, row: number, form: Form): string {
  const note = books.creditNote(row);
  const id = books.creditNotes.id(row);
  const wire: Wire = { CreditNoteID: id };
  if (note.number !== '') wire.CreditNoteNumber = note.number;
  wire.Payments = note.refunds.filter(({ deleted }) => !deleted).map((refund) => embeddedPayment(books, refund));
  wire.ID = id;
  wire.HasErrors = false;
  if (note.rateShown) wire.CurrencyRate = note.rate / 1_000_000;
  wire.Type = note.plan.sales ? 'ACCRECCREDIT' : 'ACCPAYCREDIT';
  if (note.reference !== undefined) wire.Reference = note.reference;
  if (note.plan.sales) wire.SentToContact = note.sent;
  wire.RemainingCredit = note.remaining / 100;
  wire.Allocations = note.allocations.map((allocation) => allocationWire(books, allocation));
  if (form.extent === 'single') wire.Attachments = [];
  wire.HasAttachments = hasAttachments(books, id);
  wire.Contact = form.extent === 'single' ? contactWire(books, note.contact, true) : contactStub(books, note.contact);
  wire.DateString = dateString(note.issued);
  wire.Date = msDate(note.issued);
  if (note.theme) wire.BrandingThemeID = books.ids.id(Kind.theme, 0);
  wire.Status = note.status;
  wire.LineAmountTypes = note.types;
  wire.SubTotal = note.subTotal / 100;
  wire.TotalTax = note.totalTax / 100;
  wire.Total = note.total / 100;
  const updated = books.creditNotes.updatedAt(row);
  wire.UpdatedDateUTC = msInstant(updated);
  wire.UpdatedDateUTCString = instantString(updated);
  wire.CurrencyCode = note.currency;
  if (note.fullyPaid !== null) wire.FullyPaidOnDate = msDate(note.fullyPaid);
  const lines = form.extent === 'summary' ? '[]' : linesJson(books, note.lines, { kind: Kind.creditNote, row }, form.fourPlaces);
  return `${JSON.stringify(wire).slice(0, -1)},"LineItems":${lines}}`;
}
