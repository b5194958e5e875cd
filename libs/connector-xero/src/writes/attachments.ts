import type { SupportedDataType } from '#accounting/data-types';
import { type PushRequest, type Write, WriteRefused, type Written } from '#connector-kit/writes';
import { isRecord } from '../native.js';
import { apiPath, jsonHeaders } from '../reading.js';
import { recordIdOf } from './given.js';
import { idIn, onlyRecord, type Place } from './requests.js';
import { ofItsType, type Writing } from './writing.js';

const owners: readonly (Pick<Writing, 'dataType' | 'place' | 'type'>)[] = [
  { dataType: 'invoices', place: { endpoint: 'Invoices', idField: 'InvoiceID' }, type: { field: 'Type', value: 'ACCREC' } },
  { dataType: 'bills', place: { endpoint: 'Invoices', idField: 'InvoiceID' }, type: { field: 'Type', value: 'ACCPAY' } },
  { dataType: 'billCreditNotes', place: { endpoint: 'CreditNotes', idField: 'CreditNoteID' }, type: { field: 'Type', value: 'ACCPAYCREDIT' } },
  { dataType: 'directCosts', place: { endpoint: 'BankTransactions', idField: 'BankTransactionID' }, type: { field: 'Type', value: 'SPEND' } },
  { dataType: 'directIncomes', place: { endpoint: 'BankTransactions', idField: 'BankTransactionID' }, type: { field: 'Type', value: 'RECEIVE' } },
  { dataType: 'transfers', place: { endpoint: 'BankTransfers', idField: 'BankTransferID' } },
];

/** Files that are hung on records. Found again by the record, the name and the size. */
export const attachmentWrites: readonly Write[] = owners.map(attaching);

function attaching(owner: (typeof owners)[number]): Write {
  const { dataType, place } = owner;
  return {
    dataType,
    kind: 'UploadAttachment',
    scopes: ['accounting.attachments'],
    options: null,
    async prepare(call, push, context) {
      const { name, contentType, bytes } = fileOf(push);
      const id = recordIdOf(push);
      await ofItsType(owner, call, id, await context.stored(place.endpoint, id));
      const headers = { ...jsonHeaders, 'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream' };
      return { method: 'PUT', path: `${pathOf(place, id)}/${encodeURIComponent(safeName(name))}`, headers, body: bytes };
    },
    written: (answer, push) => attached(dataType, recordIdOf(push), idIn(onlyRecord(answer, 'Attachments'), 'AttachmentID')),
    async find(call, push, { claimed }) {
      const { name, bytes } = fileOf(push);
      const id = recordIdOf(push);
      const answer = await call({ method: 'GET', path: pathOf(place, id), headers: jsonHeaders });
      const list: unknown = isRecord(answer.body) ? answer.body.Attachments : undefined;
      const files = Array.isArray(list) ? (list as unknown[]).filter(isRecord) : [];
      const found = files.find((file) => file.FileName === safeName(name) && file.ContentLength === bytes.length && !claimed.has(idIn(file, 'AttachmentID')));
      return found === undefined ? null : attached(dataType, id, idIn(found, 'AttachmentID'));
    },
  };
}

function fileOf({ file }: PushRequest) {
  if (file === null || file.bytes.length === 0) throw new WriteRefused([{ field: 'file', message: 'file must not be empty.' }]);
  return file;
}

function pathOf({ endpoint }: Place, id: string): string {
  return `${apiPath}/${endpoint}/${encodeURIComponent(id)}/Attachments`;
}

const longest = 100;

/** Xero refuses some characters in the names of files, and what looks like a folder is none of ours to name. */
function safeName(name: string): string {
  const plain = name.toWellFormed().normalize('NFC').replace(/[\p{Cc}\p{Cf}<>:"/\\|?*#%&{}[\]]/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const [, stem = '', ending = ''] = /^(.*?)(\.[^.]{1,10})?$/su.exec(plain) ?? [];
  return `${[...stem].slice(0, longest - ending.length).join('') || 'attachment'}${ending}`;
}

function attached(dataType: SupportedDataType, id: string, attachmentId: string): Written {
  return { changes: [{ type: 'AttachmentUploaded', recordRef: { id, dataType }, attachmentId }], natives: [], stale: [] };
}
