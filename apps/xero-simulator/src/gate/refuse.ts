import type { FastifyReply } from 'fastify';
import type { Refused } from './problems.js';

/** Sends a refusal as it is. */
export function refuse(reply: FastifyReply, refused: Refused): FastifyReply {
  return reply
    .code(refused.status)
    .headers(refused.headers ?? {})
    .header('content-type', refused.contentType)
    .send(refused.body);
}
