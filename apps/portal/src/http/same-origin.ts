import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser sent this request from one of our own pages. Browsers set both headers themselves and let no script
 * change them. A request with neither does not come from a page, and nothing then vouches for the cookie it carries.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === new URL(publicUrl).origin;
}

/** Whether a request of this method may change something. */
export function isChange(method: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}
