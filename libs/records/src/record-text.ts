import { hash } from 'node:crypto';
import type { CanonicalDocument } from '#accounting/document';
import { bytesOf } from '#connector-kit/written-json';

/** A document's text as it is stored, and its hash in hexadecimal. */
export interface HashedText {
  readonly text: string;
  readonly hash: string;
}

/** A native document as JSON, text or UTF-8, and the hash in hexadecimal of how it came. */
export interface NativeText {
  readonly text: string | Buffer;
  readonly hash: string;
}

/**
 * Escapes that PostgreSQL's jsonb refuses: NUL, and halves of a surrogate pair. They are fine inside text, where natives
 * stay exactly as they came, but a document is also read as jsonb by queries.
 */
const refused = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

const lineFeed = 0x0a;

/** The native document, unchanged but for the space between its values: a platform may indent its answers. */
export function nativeText(native: object): NativeText {
  const bytes = bytesOf(native);
  if (!bytes) return hashed(JSON.stringify(native));
  const key = hash('sha256', bytes, 'hex');
  return bytes.includes(lineFeed) ? { hash: key, get text() { return JSON.stringify(native); } } : { hash: key, text: bytes };
}

/** The canonical document without the platform's own time, so that its hash changes only when its content does. */
export function documentText(document: CanonicalDocument): HashedText {
  const content = document.modifiedDate === undefined ? document : { ...document, modifiedDate: undefined };
  const text = JSON.stringify(content);
  return hashed(text.includes('\\u') && refused.test(text) ? JSON.stringify(cleanValue(content)) : text);
}

/** The document's text with the platform's time in it. `at`: UTC with `Z`. */
export function withModifiedDate(text: string, at: string): string {
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}"modifiedDate":"${at}"}`;
}

/** Text that PostgreSQL stores: without NUL, without halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '').toWellFormed() : text.toWellFormed();
}

/** Text that a person is to read: whatever a record puts into it, there is an end to it. */
export function boundedText(text: string): string {
  return cleanText(text.length > 500 ? `${text.slice(0, 499)}…` : text);
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanValue(inner)]));
}

function hashed(text: string): HashedText {
  return { text, hash: hash('sha256', text, 'hex') };
}
