import { createHash } from 'node:crypto';

/** What a consumer sent as a file. */
export class UploadedFile {
  constructor(readonly name: string, readonly contentType: string, readonly bytes: Buffer) {}

  /** For whoever compares requests: what makes it another file. */
  toJSON(): object {
    return { name: this.name, contentType: this.contentType, sha256: createHash('sha256').update(this.bytes).digest('hex') };
  }
}

interface Part {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/**
 * The first file of a form (RFC 7578), whatever its field is named: Codat's description calls it `file`, its SDKs do not.
 * @codat/accounting 0.37 sends none at all, but a field without a name that holds the bytes as decimal numbers, and a field
 * `requestBody` that holds the name. Undefined when there is neither.
 */
export function fileOfForm(body: Buffer, contentType: string): UploadedFile | undefined {
  const [, quoted, plain] = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const parts = partsOf(body, boundary);
  const file = parts.find(({ fileName }) => fileName !== undefined);
  if (file) return new UploadedFile(file.fileName!, file.contentType ?? typeOf(file.fileName!), file.bytes);
  const name = parts.find((part) => part.name === 'requestBody')?.bytes.toString('utf8') ?? '';
  const bytes = bytesOfDecimals(parts.find((part) => part.name === '')?.bytes.toString('latin1') ?? '');
  return bytes && name !== '' ? new UploadedFile(name, typeOf(name), bytes) : undefined;
}

function partsOf(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line before it.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  for (let start = text.indexOf(delimiter); start >= 0;) {
    const end = text.indexOf(delimiter, start + delimiter.length);
    if (end < 0) break;
    const head = text.indexOf('\r\n\r\n', start);
    if (head >= 0 && head < end) parts.push(partOf(text.subarray(start + delimiter.length, head).toString('utf8'), text.subarray(head + 4, end)));
    start = end;
  }
  return parts;
}

function partOf(head: string, bytes: Buffer): Part {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const named = (key: string) => new RegExp(`[;\\s]${key}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(disposition);
  const [, quoted, plain] = named('filename') ?? [];
  const encoded = /filename\*=utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  const [, name, bare] = named('name') ?? [];
  return {
    name: name ?? bare ?? '',
    fileName: encoded === undefined ? quoted ?? plain : decoded(encoded),
    contentType: /^content-type:\s*([\w.+-]+\/[\w.+-]+)/im.exec(head)?.[1],
    bytes,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function bytesOfDecimals(text: string): Buffer | undefined {
  if (!/^\d{1,3}(,\d{1,3})*$/.test(text)) return undefined;
  const numbers = text.split(',').map(Number);
  return numbers.every((number) => number < 256) ? Buffer.from(numbers) : undefined;
}

const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', csv: 'text/csv', txt: 'text/plain',
  doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

function typeOf(name: string): string {
  return types[/\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? ''] ?? 'application/octet-stream';
}
