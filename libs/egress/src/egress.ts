import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';
import { type Resolve, resolveLocal, resolvePublic } from './resolve.js';
import { readTarget, type Target, TargetRefused } from './target.js';

export interface EgressOptions {
  /** Hosts that may be called by http://, on any port and at private addresses. For trials and tests: empty elsewhere. */
  readonly trialHosts?: readonly string[];
  /** For everything: name, connection, head and body. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
  readonly isAllowed?: (address: string) => boolean;
}

export interface EgressAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
}

/** No answer came. The message is for the consumer to read and names no address that it did not know. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Bytes. An answer says what it says by its status. */
const largestHead = 16_384;
const largestBody = 65_536;

/**
 * Posts to addresses that consumers gave. A name is resolved once, all of its addresses are checked, and the connection
 * goes to one of those that were checked. Redirects are answers like any other; nothing is kept between calls: no
 * cookies, no connections.
 */
export class Egress {
  private readonly trialHosts: readonly string[];
  private readonly timeoutMs: number;

  constructor(private readonly options: EgressOptions = {}) {
    this.trialHosts = options.trialHosts ?? [];
    this.timeoutMs = options.timeoutMs ?? 15_000;
  }

  /** Throws TargetRefused for an address that would never be called, whatever its name leads to. */
  check(url: string): void {
    readTarget(url, this.trialHosts);
  }

  /** Throws TargetRefused when the address leads where it must not, NoAnswer when nothing came of the call. */
  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<EgressAnswer> {
    const target = readTarget(url, this.trialHosts);
    const tooLong = AbortSignal.timeout(this.timeoutMs);
    const addresses = await Promise.race([this.resolved(target), aborted(tooLong)]).catch((error: unknown) => { throw this.named(error, tooLong); });
    return this.send(target, addresses, { headers, body, tooLong }).catch((error: unknown) => { throw this.named(error, tooLong); });
  }

  private async resolved({ host, trial }: Target): Promise<string[]> {
    if (isIP(host)) return [host];
    const resolve = this.options.resolve ?? (trial ? resolveLocal : resolvePublic);
    const addresses = await resolve(host).catch(() => { throw new NoAnswer('The name of the host could not be resolved.'); });
    const isAllowed = this.options.isAllowed ?? isPublicAddress;
    if (!trial && !addresses.every(isAllowed)) throw new TargetRefused('must name a host on the public internet');
    return addresses;
  }

  private async send(
    { url }: Target, addresses: readonly string[], { headers, body, tooLong }: { headers: Readonly<Record<string, string>>; body: string; tooLong: AbortSignal },
  ): Promise<EgressAnswer> {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST', agent: false, signal: tooLong, maxHeaderSize: largestHead, lookup: answering(addresses),
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    const answer = new Promise<http.IncomingMessage>((resolve, reject) => request.once('response', resolve).on('error', reject).once('close', () => reject(new Error('closed'))));
    request.end(body);
    const response = await answer;
    await drained(response).catch(() => undefined);
    request.destroy();
    return { status: response.statusCode!, headers: response.headers };
  }

  private named(error: unknown, tooLong: AbortSignal): Error {
    if (tooLong.aborted) return new NoAnswer(`No complete answer came within ${this.timeoutMs / 1000} seconds.`);
    if (error instanceof TargetRefused || error instanceof NoAnswer) return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return new NoAnswer(`The connection failed (${code}).`);
  }
}

/** Hands the connection the addresses that were checked, so that nobody asks for the name again. */
function answering(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all: wantsAll }, callback) => (wantsAll ? callback(null, all) : callback(null, all[0].address, all[0].family));
}

/** Takes the body without keeping it, so that a well-behaved server sees its answer read, and no more than is decent. */
async function drained(response: http.IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBody) return;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));
}
