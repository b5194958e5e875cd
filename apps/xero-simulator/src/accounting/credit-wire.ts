import { hasAttachments } from '../books/attachments.js';
import type { Books } from '../books/books.js';
import type { AccountKind, CreditDraft } from '../books/credits-on-account.js';
import { Kind } from '../books/record-ids.js';
import { allocationWire } from './allocation-wire.js';
import { contactStub, contactWire } from './contact-wire.js';
import { embeddedPayment, type Form } from './invoice-wire.js';
import { linesJson } from './lines-json.js';
import { dateString, instantString, msDate, msInstant, type Wire } from './wire.js';

export function creditType({ plan, kind }: Pick<CreditDraft, 'plan' | 'kind'>): string {
  return `${plan.sales ? 'RECEIVE' : 'SPEND'}-${kind.toUpperCase()}`;
}

/** A prepayment or overpayment. It does not name its bank account: only the bank transaction that names its id does. */
export function creditJson(books: Books, kind: AccountKind, row: number, form: Form): string {
  const credit = books.credits.credit(kind, row);
  const table = books.credits.table(kind);
  const id = table.id(row);
  const wire: Wire = { [kind === 'prepayment' ? 'PrepaymentID' : 'OverpaymentID']: id, Type: creditType(credit) };
  if (credit.reference !== undefined) wire.Reference = credit.reference;
  if (credit.number !== '') wire.InvoiceNumber = credit.number;
  if (credit.rateShown) wire.CurrencyRate = credit.rate / 1_000_000;
  wire.RemainingCredit = credit.remaining / 100;
  wire.Allocations = credit.allocations.map((allocation) => allocationWire(books, allocation));
  wire.Payments = credit.refunds.filter(({ deleted }) => !deleted).map((refund) => embeddedPayment(books, refund));
  if (form.extent === 'single') wire.Attachments = [];
  wire.HasAttachments = hasAttachments(books, id);
  wire.Contact = form.extent === 'single' ? contactWire(books, credit.contact, true) : contactStub(books, credit.contact);
  wire.DateString = dateString(credit.issued);
  wire.Date = msDate(credit.issued);
  if (credit.theme && kind === 'prepayment') wire.BrandingThemeID = books.ids.id(Kind.theme, 0);
  wire.Status = credit.status;
  wire.LineAmountTypes = credit.types;
  wire.SubTotal = credit.subTotal / 100;
  wire.TotalTax = credit.totalTax / 100;
  wire.Total = credit.total / 100;
  const updated = table.updatedAt(row);
  wire.UpdatedDateUTC = msInstant(updated);
  wire.UpdatedDateUTCString = instantString(updated);
  wire.CurrencyCode = credit.currency;
  const lines = form.extent === 'summary' ? '[]' : linesJson(books, credit.lines, { kind: Kind[kind], row }, form.fourPlaces);
  return `${JSON.stringify(wire).slice(0, -1)},"LineItems":${lines}}`;
}
