import type { FastifyInstance } from 'fastify';
import { pathOf } from '../http/request-path.js';

/** What a page of another origin may read of an answer's headers. */
export const readableHeaders = 'x-correlation-id, retry-after, idempotency-replayed, x-rate-limit-limit, x-rate-limit-remaining, x-rate-limit-reset';

const answer = {
  'access-control-allow-methods': 'GET, POST, PATCH',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '600',
  vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};

/**
 * A browser asks before it sends a page's request, without its token. The answer is only whether any operator allows the
 * origin; the request itself is then refused unless the token's own operator does. Cookies are never allowed.
 */
export function answerPreflights(fastify: FastifyInstance, allowed: (origin: string) => Promise<boolean>): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const { origin, 'access-control-request-method': method } = request.headers;
    if (request.method !== 'OPTIONS' || origin === undefined || method === undefined || !pathOf(request).startsWith('/api/')) return;
    if (await allowed(origin)) return reply.headers({ ...answer, 'access-control-allow-origin': origin }).code(204).send();
  });
}
