import { addAbortSignal, pipeline, type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConnectorError } from './errors.js';
import type { Patience } from './patience.js';

/**
 * A file of which the last part may not have been sent yet. Whoever is given one reads it to its end or destroys the
 * stream: until then its call is under way. A file that breaks off, or turns out too large, ends the stream with an error.
 */
export class ArrivingFile {
  constructor(
    readonly stream: Readable,
    /** Bytes that it will have; undefined where the platform does not say. */
    readonly size: number | undefined,
    /** Settled when nothing more will arrive, for whatever reason: bytes of it as they crossed the wire. Never rejects. */
    readonly ended: Promise<number>,
  ) {}
}

export interface FileTerms {
  readonly headers: Readonly<Record<string, string>>;
  readonly largest: number;
  readonly patience: Patience;
}

/** Resolves with the first bytes, so that a file which fails before them is a failed call. */
export async function receiveFile(arriving: Readable, { headers, largest, patience }: FileTerms): Promise<ArrivingFile> {
  const unpacking = headers['content-encoding']?.toLowerCase() === 'gzip' ? [createGunzip()] : [];
  const length = unpacking.length > 0 || headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  if (length !== undefined && length > largest) {
    patience.end();
    arriving.destroy();
    throw new ConnectorError('unexpected', 'tooLarge');
  }
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      patience.moved();
      size += chunk.length;
      if (size > largest) done(new ConnectorError('unexpected', 'tooLarge'));
      else done(null, chunk);
    },
  });
  const ended = new Promise<number>((resolve) => {
    pipeline([addAbortSignal(patience.signal, arriving), ...unpacking, stream], () => {
      patience.end();
      resolve(unpacking[0]?.bytesWritten ?? size);
    });
  });
  await new Promise<void>((resolve, reject) => void stream.once('readable', resolve).once('error', reject));
  return new ArrivingFile(stream, length, ended);
}
