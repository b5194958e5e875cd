import type { SupportedDataType } from '#accounting/data-types';
import { ArrivingFile } from '#connector-kit/arriving-file';
import type { CallAnswer } from '#connector-kit/call';
import type { AttachedFile, FileOwner, Files } from '#connector-kit/files';
import { amount, each, flag, isRecord, requiredText, text } from './native.js';
import { apiPath, jsonHeaders, unreadable } from './reading.js';

/** Xero has one endpoint for both sides of a document, and contacts for customers and suppliers. */
const endpoints: { readonly [T in SupportedDataType]?: string } = {
  invoices: 'Invoices',
  bills: 'Invoices',
  customers: 'Contacts',
  suppliers: 'Contacts',
  directCosts: 'BankTransactions',
  directIncomes: 'BankTransactions',
};

/** Attachments of Xero, ten to a record at most, and the print of an invoice. */
export const files: Files = {
  scopes: ['accounting.attachments.read'],
  attachedTo: Object.keys(endpoints) as SupportedDataType[],

  async attachments(call, owner) {
    const answer = await call({ method: 'GET', path: pathOf(owner), headers: jsonHeaders });
    if (!isRecord(answer.body) || !Array.isArray(answer.body.Attachments)) throw unreadable(answer);
    return each(answer.body, 'Attachments', (attachment): AttachedFile => ({
      id: requiredText(attachment, 'AttachmentID'),
      name: text(attachment, 'FileName'),
      contentType: text(attachment, 'MimeType'),
      size: amount(attachment, 'ContentLength'),
      includeWhenSent: flag(attachment, 'IncludeOnline'),
    }));
  },

  // Xero answers a file only to who accepts its declared type.
  async attachment(call, owner, { id, contentType = '*/*' }, largestFile) {
    const accept = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : '*/*';
    return fileOf(await call({ method: 'GET', path: `${pathOf(owner)}/${encodeURIComponent(id)}`, headers: { accept }, largestFile }));
  },

  async invoicePdf(call, invoiceId, largestFile) {
    return fileOf(await call({ method: 'GET', path: `${apiPath}/Invoices/${encodeURIComponent(invoiceId)}`, headers: { accept: 'application/pdf' }, largestFile }));
  },
};

function pathOf({ dataType, recordId }: FileOwner): string {
  return `${apiPath}/${endpoints[dataType]}/${encodeURIComponent(recordId)}/Attachments`;
}

function fileOf(answer: CallAnswer): ArrivingFile {
  if (!(answer.body instanceof ArrivingFile)) throw unreadable(answer);
  return answer.body;
}
