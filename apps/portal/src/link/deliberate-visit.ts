import type { FastifyRequest } from 'fastify';

/**
 * Whether a person is going to this address, as far as the request tells: programs that only look (HEAD), browsers that
 * load in advance, and pages that name the address as an image or frame of theirs are nobody's visit. Browsers write these
 * headers themselves; a plain http address other than localhost gets none of them, and then nothing speaks against a visit.
 */
export function isDeliberateVisit({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (method !== 'GET') return false;
  if (['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? '')))) return false;
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': destination = 'document' } = headers;
  return mode === 'navigate' && destination === 'document';
}
