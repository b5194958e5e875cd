import type { Books } from '../books/books.js';
import { contactWire } from './contact-wire.js';
import { creditNoteJson } from './credit-note-wire.js';
import { invoiceJson, type Form } from './invoice-wire.js';
import { selectRows, type Listed, type Page } from './listing.js';
import { paymentWire } from './payment-wire.js';
import { rowOfNumber } from '../writes/numbers.js';
import { notFound, queryParse } from './problems.js';
import { renderedInvoice } from './rendered.js';
import type { Wire } from './wire.js';
import { readFlag, readList, type BooksRequest, type Query } from './request.js';

/** The records of one answer, each already JSON, in the array of that name. */
export interface Records {
  name: string;
  json: (string | Buffer)[];
  pagination?: Page['pagination'];
}

const updated = ['updateddateutc'];

export function invoices(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const name = 'Invoices';
  const fourPlaces = query.get('unitdp') === '4';
  const { invoices: table } = books;
  const row = id === null ? null : (table.rowOf(id) ?? rowByNumber(books, id));
  if (row !== null) return { name, json: [invoiceJson(books, row, { extent: 'single', fourPlaces })] };
  const [ids, statuses, contacts, numbers] = ['ids', 'statuses', 'contactids', 'invoicenumbers'].map((key) => readList(query, key)?.map((value) => value.toLowerCase()) ?? null);
  const brief = readFlag(query, 'summaryonly');
  const mine = readFlag(query, 'createdbymyapp') ? (request.clientId ?? '') : null;
  const admits = ids || statuses || contacts || numbers || mine !== null
    ? (candidate: number): boolean =>
        (mine === null || books.changes.written.makers.get(table.id(candidate)) === mine) &&
        (!ids || ids.includes(table.id(candidate))) &&
        (!statuses || statuses.includes(books.invoice(candidate).status.toLowerCase())) &&
        (!contacts || contacts.includes(books.contacts.id(books.invoice(candidate).contact))) &&
        (!numbers || numbers.includes(books.invoice(candidate).number.toLowerCase()))
    : null;
  const listed: Listed = {
    table, idKey: 'InvoiceID', admits, forcePaging: brief || admits !== null,
    wire: (candidate) => JSON.parse(invoiceJson(books, candidate, { extent: 'summary', fourPlaces })) as Wire,
    quick: { type: (candidate) => (books.drawing.plan(candidate).sales ? 'ACCREC' : 'ACCPAY'), invoiceid: (candidate) => table.id(candidate) },
    optimised: new Set([...updated, 'status', 'contact.contactid', 'contact.name', 'contact.contactnumber', 'reference', 'invoicenumber', 'invoiceid', 'type', 'amountpaid', 'date', 'duedate', 'amountdue']),
  };
  if (brief && /\b(Payments|HasAttachments|LineItems|CISDeduction)\b/i.test(query.get('where') ?? '')) throw queryParse('summaryOnly leaves that field out');
  const page = selectRows(books, listed, request, query);
  const form: Form = { extent: brief ? 'summaryOnly' : page.pagination ? 'list' : 'summary', fourPlaces };
  const cached = form.extent === 'list' && fourPlaces;
  const json = page.rows.map((candidate) => (cached ? renderedInvoice(books, candidate) : invoiceJson(books, candidate, form)));
  return { name, json, pagination: page.pagination };
}

export function contacts(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const name = 'Contacts';
  const { contacts: table } = books;
  if (id !== null) return { name, json: [JSON.stringify(contactWire(books, table.rowOf(id) ?? missing(), true))] };
  const ids = readList(query, 'ids')?.map((value) => value.toLowerCase()) ?? null;
  const archived = readFlag(query, 'includearchived');
  const search = query.get('searchterm')?.toLowerCase();
  const admits = archived && !ids && !search ? null : (candidate: number): boolean =>
    (archived || !books.isArchived(candidate)) && (!ids || ids.includes(table.id(candidate))) && (!search || books.contactName(candidate).toLowerCase().includes(search));
  const listed: Listed = {
    table, idKey: 'ContactID', admits, wire: (candidate) => contactWire(books, candidate, true), quick: { contactid: (candidate) => table.id(candidate) },
    optimised: new Set([...updated, 'name', 'emailaddress', 'accountnumber', 'contactid']),
  };
  const page = selectRows(books, listed, request, query);
  const whole = page.pagination !== undefined && !readFlag(query, 'summaryonly');
  return { name, json: page.rows.map((candidate) => JSON.stringify(contactWire(books, candidate, whole))), pagination: page.pagination };
}

export function creditNotes(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const name = 'CreditNotes';
  const { creditNotes: table } = books;
  const fourPlaces = query.get('unitdp') === '4';
  if (id !== null) return { name, json: [creditNoteJson(books, table.rowOf(id) ?? missing(), { extent: 'single', fourPlaces })] };
  const listed: Listed = {
    table, idKey: 'CreditNoteID', wire: (candidate) => JSON.parse(creditNoteJson(books, candidate, { extent: 'summary', fourPlaces })) as Wire, quick: {},
    optimised: new Set([...updated, 'creditnoteid']),
  };
  const page = selectRows(books, listed, request, query);
  const form: Form = { extent: page.pagination ? 'list' : 'summary', fourPlaces };
  return { name, json: page.rows.map((candidate) => creditNoteJson(books, candidate, form)), pagination: page.pagination };
}

export function payments(books: Books, request: BooksRequest, query: Query, id: string | null): Records {
  const name = 'Payments';
  const { payments: table } = books;
  if (id !== null) return { name, json: [JSON.stringify(paymentWire(books, table.rowOf(id) ?? missing(), true))] };
  const listed: Listed = {
    table, idKey: 'PaymentID', wire: (candidate) => paymentWire(books, candidate, false), quick: { paymentid: (candidate) => table.id(candidate) },
    optimised: new Set([...updated, 'paymentid']),
  };
  const page = selectRows(books, listed, request, query);
  return { name, json: page.rows.map((candidate) => JSON.stringify(paymentWire(books, candidate, false))), pagination: page.pagination };
}

/** Sales invoices can be had by their number in place of the id. */
function rowByNumber(books: Books, number: string): number {
  return rowOfNumber(books, 'invoice', number) ?? missing();
}

function missing(): never {
  throw notFound();
}
