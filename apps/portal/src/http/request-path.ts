import type { FastifyRequest } from 'fastify';

/** The path that a request asks for, without its query. A client may write the whole address into the request line. */
export function pathOf({ url }: FastifyRequest): string {
  return url.replace(/^https?:\/\/[^/?]*/i, '').split('?', 1)[0] || '/';
}
