import type { FastifyReply } from 'fastify';

/** 302 with an empty body. */
export function redirect(reply: FastifyReply, address: string): void {
  void reply.code(302).header('location', address).send();
}
