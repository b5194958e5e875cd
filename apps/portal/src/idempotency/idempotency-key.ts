import { invalid } from '#platform/errors';
import { isUuid } from '#platform/ids';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';

/** The key under which a POST or PATCH is sent, if any. Throws when it is not a UUID. Other methods need none. */
export function idempotencyKeyOf({ method, headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || !['POST', 'PATCH'].includes(method)) return undefined;
  if (typeof key === 'string' && isUuid(key)) return key.toLowerCase();
  throw invalid('Error processing request - not valid.', [{ field: 'Idempotency-Key', message: 'must be a UUID' }]);
}

/** Of everything that a request asks for. */
export function hashOfRequest({ method, url, body }: FastifyRequest): Buffer {
  return createHash('sha256').update(JSON.stringify([method, url, body])).digest();
}
