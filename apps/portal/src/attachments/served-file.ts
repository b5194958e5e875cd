import type { ArrivingFile } from '#connector-kit/arriving-file';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';

export interface ServedFile<File extends Pick<ArrivingFile, 'stream' | 'size'> = ArrivingFile> {
  readonly name: string;
  readonly contentType: 'application/octet-stream' | 'application/pdf' | 'application/zip';
  readonly file: File;
}

/**
 * A stranger's file on our own address: it is saved, never opened, and could do nothing if it were. It goes out as it comes
 * in, as fast as the consumer takes it; when either side breaks off, so does the other.
 */
export function sendFile(reply: FastifyReply, { name, contentType, file: { stream, size } }: ServedFile<Pick<ArrivingFile, 'stream' | 'size'>>): Readable {
  void reply.headers({
    'content-type': contentType,
    'content-disposition': `attachment; filename="${name.replace(/[^ -~]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(size === undefined ? {} : { 'content-length': size }),
  });
  return stream;
}

const longest = 120;

/**
 * A name that any system can save: no path, no control or direction mark, none that Windows reserves, not hidden, and its
 * ending kept when it is cut.
 */
export function safeName(given: string | undefined, fallback: string): string {
  const last = (given ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1)!;
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, '').replace(/[<>:"|?*]/g, '_').replace(/\s+/g, ' ').replace(/^[.\s=+@-]+/, '').replace(/[.\s]+$/, '');
  if (plain === '') return fallback;
  const free = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(free)?.[0] ?? '';
  const letters = [...free.slice(0, free.length - ending.length)];
  return `${letters.slice(0, longest - ending.length).join('')}${ending}`;
}
