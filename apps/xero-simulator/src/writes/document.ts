import { lineId } from '../accounting/lines-json.js';
import type { Books } from '../books/books.js';
import type { Draft } from '../books/drawing.js';
import { netOf, type Line, type LineAmountTypes } from '../books/lines.js';
import { centsToText } from '../books/money.js';
import type { Kind } from '../books/record-ids.js';
import { findContact, isSubscribed, prepareContact } from './contacts.js';
import { readLines, retaxed } from './lines.js';
import { today, type Order } from './order.js';
import type { Sent } from './sent.js';

/** The last day that is closed, of the organisation's PeriodLockDate. */
export const lockedUntil = 14_821;

/** What documents with lines have in common. */
export type Frame = Pick<Draft, 'issued' | 'reference' | 'currency' | 'rate' | 'rateShown' | 'types' | 'lines' | 'subTotal' | 'totalTax' | 'total' | 'discount'>;

export interface FrameRules {
  sales: boolean;
  complete: boolean;
  discounts: boolean;
  /** The document before, and what its lines are numbered by. */
  before: (Frame & { kind: Kind; row: number }) | null;
  /** Where the currency follows from something else, such as the bank account. */
  currency?: string;
  /** The contact whose currency is the usual one. */
  contact: number | null;
}

/** Reads date, currency, reference and lines, and adds them up. */
export function readFrame({ books, sent, fourPlaces, refuse }: Order, { sales, complete, discounts, before, currency: fixed, contact }: FrameRules): Frame {
  const issued = sent.on('Date') ?? before?.issued ?? today(books);
  if (issued <= lockedUntil) refuse('The document date cannot be before the period lock date.');
  const currency = readCurrency(books, sent, { fixed: fixed ?? before?.currency, contact }, refuse);
  const types = sent.choice<LineAmountTypes>('LineAmountTypes', ['Exclusive', 'Inclusive', 'NoTax']) ?? before?.types ?? 'Exclusive';
  const given = sent.list('LineItems');
  const known = new Map((before?.lines ?? []).map((line, place): [string, Line] => {
    const id = lineId(books, line, before!, place);
    return [id, { ...line, id }];
  }));
  const rules = { books, sales, types, complete, fourPlaces, discounts, before: known, typesBefore: before?.types ?? null, refuse };
  // What was complete as a draft need not be so as an approved document, so lines that stay are read again.
  const lines = given ? readLines(given, rules) : retaxedOrKept([...known.values()], before?.types ?? types, rules);
  if (lines.length === 0 && (complete || given !== undefined)) refuse('One or more line items must be specified');
  if (complete && !given) for (const line of lines) if (!line.remark && line.account === null) refuse('Account code or ID must be specified');
  const rate = currency === books.drawing.options.edition.baseCurrency ? 1_000_000 : (sent.scaled('CurrencyRate', 6) ?? before?.rate ?? books.drawing.rate(currency, issued));
  if (rate <= 0) refuse('The currency rate must be greater than 0.');
  const frame = { issued, reference: sent.text('Reference') ?? before?.reference ?? '', currency, rate: Math.max(1, rate), rateShown: true, types, lines, ...sums(lines, types) };
  refuseOtherSums(sent, frame, refuse);
  return frame;
}

function retaxedOrKept(lines: Line[], typesBefore: LineAmountTypes, rules: { books: Books; types: LineAmountTypes }): Line[] {
  return typesBefore === rules.types ? lines : retaxed(lines, rules);
}

function sums(lines: readonly Line[], types: LineAmountTypes): Pick<Frame, 'subTotal' | 'totalTax' | 'total' | 'discount'> {
  let [subTotal, totalTax, discount] = [0, 0, 0];
  for (const line of lines) {
    subTotal += netOf(line, types);
    totalTax += line.tax;
    discount += line.discount;
  }
  return { subTotal, totalTax, total: subTotal + totalTax, discount };
}

/** Callers need not add up, but when they do they have to be right. Sums of an echoed document whose lines changed are not held against it. */
function refuseOtherSums(sent: Sent, { total }: Frame, refuse: (message: string) => void): void {
  const stated = sent.has('LineItems') ? sent.cents('Total') : undefined;
  if (stated !== undefined && stated !== total) refuse(`The document total ${centsToText(stated)} does not equal the sum of the lines ${centsToText(total)}.`);
}

function readCurrency(books: Books, sent: Sent, { fixed, contact }: { fixed: string | undefined; contact: number | null }, refuse: (message: string) => void): string {
  const given = sent.text('CurrencyCode')?.toUpperCase();
  const usual = fixed ?? (contact === null ? undefined : books.contact(contact).currency) ?? books.drawing.options.edition.baseCurrency;
  if (!given || given === usual) return usual;
  if (fixed !== undefined) refuse('The currency of this document cannot be changed.');
  else if (!isSubscribed(books, given)) refuse(`Organisation is not subscribed to currency ${given}`);
  return given;
}

/** The contact of a document, who may have to be made first. */
export interface Party {
  row: number | null;
  /** Makes or changes the contact where the document says so, and returns its row. */
  settle: () => number;
}

/** Finds whom a document names. Fields beside the id change that contact; a name that nobody has makes one. */
export function readParty(order: Order, before: number | null, mayMake = true): Party {
  const { books, refuse } = order;
  const sent = order.sent.child('Contact');
  if (!sent) {
    if (before === null) refuse('The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber');
    return { row: before, settle: () => before! };
  }
  const id = sent.text('ContactID');
  const row = id ? books.contacts.rowOf(id) : findContact(books, sent);
  if (id && row === null) refuse('The contact could not be found');
  else if (row === null && !mayMake) refuse('The contact could not be found');
  else if (row === null && !sent.text('Name')) refuse('The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber');
  if (row !== null && books.isArchived(row) && row !== before) {
    refuse('The Contact with the specified contact details has been archived. The Contact must be un-archived before creating new invoices or credit notes.');
  }
  if (row !== null && (!mayMake || !changesContact(sent, books.contactName(row)))) return { row, settle: () => row };
  if (row === null && (id || !mayMake)) return { row: null, settle: () => 0 };
  const make = prepareContact({ ...order, method: 'POST', id: id ?? null, sent });
  return { row, settle: () => books.contacts.rowOf(make().id)! };
}

/** The stub that Xero itself sends inside documents says nothing new. */
function changesContact(sent: Sent, name: string): boolean {
  return Object.entries(sent.fields).some(([field, value]) => {
    if (['ContactID', 'ContactStatus', 'HasValidationErrors', 'HasAttachments', 'UpdatedDateUTC', 'IsSupplier', 'IsCustomer'].includes(field)) return false;
    if (field === 'Name') return value !== name;
    return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}
