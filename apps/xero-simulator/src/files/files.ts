import type { BooksAnswer } from '../accounting/answer.js';
import type { Records } from '../accounting/paged.js';
import { notFound } from '../accounting/problems.js';
import type { BooksRequest } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import type { AttachedFile } from '../books/attachments.js';
import type { Books } from '../books/books.js';
import { attachedTo } from './attached.js';
import { textPdf } from './pdf.js';

/** What files can hang on, by the first part of the path: the key of its id and the name of its list. */
export const parents: Record<string, { name: string; key: string; printable?: true }> = {
  invoices: { name: 'Invoices', key: 'InvoiceID', printable: true }, creditnotes: { name: 'CreditNotes', key: 'CreditNoteID', printable: true },
  purchaseorders: { name: 'PurchaseOrders', key: 'PurchaseOrderID', printable: true }, banktransactions: { name: 'BankTransactions', key: 'BankTransactionID' },
  banktransfers: { name: 'BankTransfers', key: 'BankTransferID' }, manualjournals: { name: 'ManualJournals', key: 'ManualJournalID' },
  contacts: { name: 'Contacts', key: 'ContactID' }, accounts: { name: 'Accounts', key: 'AccountID' },
};

/** Reads one record as the API shows it; throws the 404 of an unknown one. */
export type ReadRecord = (id: string) => Wire;

/** Answers what is below a record: its list of attachments, one of them, or the record as PDF. Null: it is none of these. */
export function belowRecord(books: Books, parts: readonly string[], request: BooksRequest, readRecord: ReadRecord): Records | BooksAnswer | null {
  const [first = '', id, below, wanted, ...rest] = parts;
  const parent = Object.hasOwn(parents, first.toLowerCase()) ? parents[first.toLowerCase()] : undefined;
  if (!parent || id === undefined || rest.length > 0 || request.method !== 'GET') return null;
  if (parent.printable && isPrint(request, below) && wanted === undefined) return file('application/pdf', print(parent.name, readRecord(id)));
  if (below?.toLowerCase() !== 'attachments') return null;
  const recordId = String(readRecord(id)[parent.key]);
  const files = attachedTo(books, recordId);
  if (wanted === undefined) {
    const wires = files.map((attached) => attachmentWire(parent.name, recordId, attached));
    return { name: 'Attachments', json: wires.map((wire) => JSON.stringify(wire)) };
  }
  const found = files.find((candidate) => candidate.id === wanted.toLowerCase() || candidate.name === wanted);
  if (!found) throw notFound();
  return file(found.mimeType, found.bytes);
}

/** A file as lists name it. */
export function attachmentWire(parent: string, recordId: string, { id: AttachmentID, name, mimeType, bytes, includeOnline = false }: AttachedFile): Wire {
  return {
    AttachmentID, FileName: name, Url: `https://api.xero.com/api.xro/2.0/${parent}/${recordId}/Attachments/${encodeURIComponent(name)}`, MimeType: mimeType, ContentLength: bytes.length,
    ...(parent === 'Invoices' ? { IncludeOnline: includeOnline } : {}),
  };
}

function isPrint(request: BooksRequest, below: string | undefined): boolean {
  if (below !== undefined) return below.toLowerCase() === 'pdf';
  return /application\/pdf/i.test(String(request.headers.accept ?? ''));
}

function file(mimeType: string, bytes: Buffer): BooksAnswer {
  return { status: 200, headers: { 'content-type': mimeType }, body: bytes };
}

/** The parts of a record that its print shows. */
interface Printable {
  InvoiceNumber?: string; CreditNoteNumber?: string; PurchaseOrderNumber?: string; Status: string; CurrencyCode?: string; Total: number;
  Contact: { Name: string };
  LineItems: { Description?: string; LineAmount?: number }[];
}

function print(name: string, record: Wire): Buffer {
  const { InvoiceNumber, CreditNoteNumber, PurchaseOrderNumber, Status, CurrencyCode = '', Total, Contact, LineItems } = record as unknown as Printable;
  const lines = LineItems.map(({ Description = '', LineAmount = 0 }) => `${Description}   ${LineAmount.toFixed(2)}`);
  const number = InvoiceNumber ?? CreditNoteNumber ?? PurchaseOrderNumber ?? '';
  return textPdf([`${name} ${number}`, Contact.Name, `Status ${Status}`, '', ...lines, '', `Total ${CurrencyCode} ${Total.toFixed(2)}`]);
}
