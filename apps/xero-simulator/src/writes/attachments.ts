import { Problem } from '../accounting/problems.js';
import type { BooksRequest } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import type { AttachedFile } from '../books/attachments.js';
import type { Books } from '../books/books.js';
import { touch } from '../books/document-edits.js';
import { Kind } from '../books/record-ids.js';
import { attachedTo } from '../files/attached.js';
import { attachmentWire } from '../files/files.js';

const mostFiles = 10;
const forbidden = /[<>:"/\\|?*\u0000-\u001f]/;

/** Hangs the bytes of a request on a record; a file of the same name gives way. */
export function attach(books: Books, request: BooksRequest, { parent, recordId, name }: { parent: string; recordId: string; name: string }): Wire {
  const { files } = books.changes.written;
  const others = (files.get(recordId) ?? []).filter((file) => file.name !== name);
  const refuse = (message: string): never => {
    throw new Problem(400, { ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred', Elements: [{ FileName: name, ValidationErrors: [{ Message: message }] }] });
  };
  if (name.trim() === '' || forbidden.test(name)) refuse(`The file name '${name}' contains characters that are not allowed`);
  if (!request.body || request.body.length === 0) refuse('The attachment is empty');
  if (attachedTo(books, recordId).filter((file) => file.name !== name).length >= mostFiles) refuse(`A record can have up to ${mostFiles} attachments`);
  const file: AttachedFile = {
    id: books.ids.id(Kind.writtenFile, books.changes.written.attached++), name, mimeType: String(request.headers['content-type'] ?? 'application/octet-stream'), bytes: Buffer.from(request.body!),
    includeOnline: request.query.IncludeOnline?.toLowerCase() === 'true',
  };
  files.set(recordId, [...others, file]);
  // What was rendered of an invoice says whether it has files.
  if (parent === 'Invoices') touch(books, books.invoices.rowOf(recordId)!);
  return attachmentWire(parent, recordId, file);
}
