import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { addAbortSignal, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { receiveFile } from './arriving-file.js';
import type { CallAnswer, CallRequest } from './call.js';
import { ConnectorError } from './errors.js';
import { Patience } from './patience.js';
import { parseJson } from './written-json.js';

export interface HttpCallerOptions {
  /** Scheme, host and port: `https://api.xero.com`. */
  readonly baseUrl: string;
  /** From the first byte sent to the last byte received; of a file, from one part of it to the next. */
  readonly timeoutMilliseconds?: number;
  /** Of a body after decompression. A page of a thousand documents has about five million. */
  readonly largestBody?: number;
}

/**
 * Sends requests to one host over kept-alive connections and returns whatever comes back, good or bad: what an answer
 * means is the connector's business. It throws only when there is no whole answer, and then a ConnectorError that
 * carries nothing of the request, because a request carries a token.
 */
export class HttpCaller {
  private readonly agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 256 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 256, minVersion: 'TLSv1.2' }),
  };
  private readonly client: AxiosInstance;
  private readonly timeoutMilliseconds: number;
  private readonly largestBody: number;

  constructor(options: HttpCallerOptions) {
    this.timeoutMilliseconds = options.timeoutMilliseconds ?? 60_000;
    this.largestBody = options.largestBody ?? 128 * 1024 * 1024;
    this.client = axios.create({
      ...this.agents,
      adapter: 'http',
      baseURL: options.baseUrl.replace(/\/+$/, ''),
      allowAbsoluteUrls: false,
      // A redirect would carry the token to another address.
      maxRedirects: 0,
      // The body is unpacked below, where its size is watched on both sides.
      decompress: false,
      responseType: 'stream',
      proxy: false,
      validateStatus: () => true,
    });
  }

  async send(request: CallRequest): Promise<CallAnswer> {
    const { largestFile } = request;
    const patience = largestFile === undefined ? Patience.withWhole(this.timeoutMilliseconds) : Patience.withParts(this.timeoutMilliseconds);
    let response: AxiosResponse<Readable>;
    try {
      response = await this.client.request<Readable>({
        method: request.method,
        url: `/${request.path.replace(/^\/+/, '')}${queryText(request.query)}`,
        headers: { accept: 'application/json', 'accept-encoding': 'gzip', ...request.headers },
        data: request.body,
        signal: patience.signal,
      });
    } catch {
      patience.end();
      throw noAnswer(patience);
    }
    const headers = plainHeaders(response);
    const { status } = response;
    if (largestFile !== undefined && status >= 200 && status < 300) {
      const body = await receiveFile(response.data, { headers, largest: largestFile, patience }).catch((error: unknown) => {
        throw error instanceof ConnectorError ? error : noAnswer(patience);
      });
      return { status, headers, body, bytes: 0 };
    }
    const { body, received } = await this.readBody(response.data, headers['content-encoding'], patience);
    return { status, headers, body: parseBody(body, headers['content-type']), bytes: received };
  }

  /** Drops the idle connections, so that a process can end. */
  close(): void {
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private async readBody(arriving: Readable, encoding: string | undefined, patience: Patience): Promise<{ body: Buffer; received: number }> {
    const unpacking = encoding?.toLowerCase() === 'gzip' ? createGunzip() : null;
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of through(addAbortSignal(patience.signal, arriving), unpacking)) {
        size += (chunk as Buffer).length;
        if (size > this.largestBody) break;
        chunks.push(chunk as Buffer);
      }
    } catch {
      throw noAnswer(patience);
    } finally {
      patience.end();
      arriving.destroy();
    }
    if (size > this.largestBody) throw new ConnectorError('unexpected', 'tooLarge');
    return { body: Buffer.concat(chunks, size), received: unpacking?.bytesWritten ?? size };
  }
}

function through(arriving: Readable, unpacking: Gunzip | null): Readable {
  if (!unpacking) return arriving;
  // Not `pipeline`: that would report an early end of the reader as a fault of its own.
  arriving.on('error', (error) => unpacking.destroy(error));
  return arriving.pipe(unpacking);
}

function noAnswer({ signal }: Patience): ConnectorError {
  return new ConnectorError('unavailable', signal.aborted ? 'timeout' : 'network');
}

function queryText(query: CallRequest['query']): string {
  const pairs = Object.entries(query ?? {});
  // Not URLSearchParams: it writes a space as `+`, which not every platform reads as one.
  const text = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return text === '' ? '' : `?${text}`;
}

function plainHeaders(response: AxiosResponse): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (typeof value === 'string' && name.toLowerCase() !== 'set-cookie') headers[name.toLowerCase()] = value;
  }
  return headers;
}

function parseBody(bytes: Buffer, contentType = ''): unknown {
  if (bytes.length === 0) return undefined;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType)) return bytes.toString('utf8');
  try {
    return parseJson(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
