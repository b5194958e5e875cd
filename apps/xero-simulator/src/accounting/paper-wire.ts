import { hasAttachments } from '../books/attachments.js';
import type { Books } from '../books/books.js';
import type { ManualJournalLine } from '../books/manual-journals.js';
import { Kind } from '../books/record-ids.js';
import { contactStub, contactWire } from './contact-wire.js';
import type { Form } from './invoice-wire.js';
import { linesJson } from './lines-json.js';
import { dateString, msDate, msInstant, type Wire } from './wire.js';

/** A manual journal; its lines come only in pages and by id. */
export function manualJournalWire(books: Books, row: number, extent: Form['extent']): Wire {
  const { status, issued, narration, types, lines, cashBasis } = books.paper.journal(row);
  const id = books.paper.journals.id(row);
  return {
    Date: msDate(issued), Status: status, LineAmountTypes: types, UpdatedDateUTC: msInstant(books.paper.journals.updatedAt(row)), ManualJournalID: id,
    Narration: narration, JournalLines: extent === 'summary' ? [] : lines.map((line) => journalLine(books, line)), ShowOnCashBasisReports: cashBasis,
    HasAttachments: hasAttachments(books, id), ...(extent === 'single' ? { Attachments: [] } : {}),
  };
}

function journalLine(books: Books, { description, amount, tax, taxRate, account, tracking }: ManualJournalLine): Wire {
  const { code } = books.drawing.chart[account];
  return {
    ...(description === undefined ? {} : { Description: description }), TaxType: books.drawing.options.edition.taxRates[taxRate].taxType, TaxAmount: tax / 100,
    LineAmount: amount / 100, ...(code === null ? {} : { AccountCode: code }), AccountID: books.ids.id(Kind.account, account),
    Tracking: tracking.flatMap((option, category) => (option === null ? [] : [trackingWire(books, category, option)])), IsBlank: false,
  };
}

function trackingWire(books: Books, category: number, option: number): Wire {
  const { name, options } = books.categories[category];
  return { Name: name, Option: books.optionName(options[option].number), TrackingCategoryID: books.ids.id(Kind.trackingCategory, category) };
}

/** A purchase order. */
export function purchaseOrderJson(books: Books, row: number, form: Form): string {
  const order = books.paper.order(row);
  const id = books.paper.orders.id(row);
  const wire: Wire = { PurchaseOrderID: id, PurchaseOrderNumber: order.number, DateString: dateString(order.issued), Date: msDate(order.issued) };
  if (order.delivery !== null) Object.assign(wire, { DeliveryDateString: dateString(order.delivery), DeliveryDate: msDate(order.delivery) });
  if (order.expected !== null) Object.assign(wire, { ExpectedArrivalDateString: dateString(order.expected), ExpectedArrivalDate: msDate(order.expected) });
  if (order.deliverTo) {
    const { address, attentionTo, telephone, instructions } = order.deliverTo;
    Object.assign(wire, { DeliveryAddress: address, AttentionTo: attentionTo, Telephone: telephone, DeliveryInstructions: instructions });
  }
  Object.assign(wire, { HasErrors: false, IsDiscounted: false, SentToContact: order.sent });
  if (order.reference !== undefined) wire.Reference = order.reference;
  if (order.rateShown) wire.CurrencyRate = order.rate / 1_000_000;
  wire.CurrencyCode = order.currency;
  wire.Contact = form.extent === 'single' ? contactWire(books, order.contact, true) : contactStub(books, order.contact);
  if (order.theme) wire.BrandingThemeID = books.ids.id(Kind.theme, 0);
  Object.assign(wire, {
    Status: order.status, LineAmountTypes: order.types, SubTotal: order.subTotal / 100, TotalTax: order.totalTax / 100, Total: order.total / 100,
    UpdatedDateUTC: msInstant(books.paper.orders.updatedAt(row)), HasAttachments: hasAttachments(books, id),
  });
  return `${JSON.stringify(wire).slice(0, -1)},"LineItems":${linesJson(books, order.lines, { kind: Kind.purchaseOrder, row }, form.fourPlaces)}}`;
}
