import { isDrawn, type AttachedFile } from '../books/attachments.js';
import type { Books } from '../books/books.js';
import { mix } from '../books/dice.js';
import { Kind } from '../books/record-ids.js';
import { textPdf } from './pdf.js';

/** Names as people and scanners give them, and as attackers do. */
const names: readonly [name: string, mimeType: string][] = [
  ['receipt.pdf', 'application/pdf'], ['scan 0001.png', 'image/png'], ['notes.txt', 'text/plain'], ['Rechnung März (2).pdf', 'application/pdf'],
  ['請求書.pdf', 'application/pdf'], ["O'Brien & Sons 100%.txt", 'text/plain'], ['<img src=x onerror=alert(1)>.png', 'image/png'],
  ['../../etc/passwd.txt', 'text/plain'], [String.raw`..\..\boot.txt`, 'text/plain'], ['say "hello"; filename=evil.txt', 'text/plain'],
  ['=HYPERLINK("x").txt', 'text/plain'], ['invoice\u202etxt.pdf', 'application/pdf'], ['CON.txt', 'text/plain'], [`${'long '.repeat(40)}name.pdf`, 'application/pdf'],
  ['no extension', 'application/octet-stream'], ['50%2Foff?#.png', 'image/png'],
];
/** One dot. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

/** The files of a record: those that it was generated with, unless a caller made it, and those that callers sent. */
export function attachedTo({ changes: { written } }: Books, recordId: string): AttachedFile[] {
  return [...(written.makers.has(recordId) ? [] : drawnFiles(recordId)), ...(written.files.get(recordId) ?? [])];
}

/** None, or up to three of different names, all from the id alone. */
function drawnFiles(recordId: string): AttachedFile[] {
  if (!isDrawn(recordId)) return [];
  const lead = Number.parseInt(recordId.slice(0, 8), 16);
  const first = mix(lead, Kind.attachment, 0);
  return Array.from({ length: 1 + (first % 3) }, (_, place) => {
    const [name, mimeType] = names[((first >>> 8) + place * 5) % names.length];
    return { id: fileId(recordId, place), name, mimeType, bytes: contentOf(mimeType, `${name} of ${recordId}`) };
  });
}

/** Ids of records are unique already; only their last group is exchanged. */
function fileId(recordId: string, place: number): string {
  const lead = Number.parseInt(recordId.slice(0, 8), 16);
  const tail = [1, 2].map((half) => mix(lead, Kind.attachment, place * 2 + half).toString(16).padStart(8, '0')).join('');
  return `${recordId.slice(0, 24)}${tail.slice(0, 11)}${place}`;
}

function contentOf(mimeType: string, text: string): Buffer {
  if (mimeType === 'application/pdf') return textPdf([text]);
  return mimeType === 'image/png' ? png : Buffer.from(`${text}\n`);
}
