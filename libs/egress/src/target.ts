import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** An address that a consumer gave and that is called as it stands. */
export interface Target {
  readonly url: URL;
  /** Host without brackets: a name or an address. */
  readonly host: string;
  /** Named by the setting for trials: it may lead to any address. */
  readonly trial: boolean;
}

/** The address must not be called, and why: a sentence's end after "url". */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const ports = new Set(['', '443', '8443']);
/** Names that no public resolver answers (RFC 6761, 6762, 8375, 9476, and ICANN's .internal). */
const local = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|alt|onion|test|invalid|example|home\.arpa)$/;

/**
 * Reads an address that a consumer gave. Only https:// on the ports 443 and 8443, without credentials, to a name with a
 * dot or a public address in its usual notation; a host that `trialHosts` names may also be called by http:// and on any
 * port. What a name leads to is not known yet.
 */
export function readTarget(text: string, trialHosts: readonly string[]): Target {
  if (text.length > 2_000) throw new TargetRefused('must have at most 2,000 characters');
  const written = /^https?:\/\/([^/?#@]+)([/?#]|$)/i.exec(text)?.[1].toLowerCase();
  if (written === undefined || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) throw new TargetRefused('must be an address like https://example.com/path, without a user or a password');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (trialHosts.includes(host)) return { url, host, trial: true };
  if (url.protocol !== 'https:') throw new TargetRefused('must begin with https://');
  if (!ports.has(url.port)) throw new TargetRefused('must use the port 443 or 8443');
  // The parser turns 127.1, 0x7f000001 and their like into addresses: whoever writes so wants to pass a filter.
  if (isIP(host) ? written.replace(/:\d+$/, '') !== url.hostname : !host.includes('.')) throw new TargetRefused('must name a host on the public internet');
  if (isIP(host) ? !isPublicAddress(host) : local.test(host)) throw new TargetRefused('must name a host on the public internet');
  return { url, host, trial: false };
}
