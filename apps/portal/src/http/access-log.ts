import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { pathOf } from './request-path.js';

/** Asked all the time, or by anybody as often as they like. */
const quiet = ['/health/', '/assets/', '/webhooks/'];

/**
 * One line per answer. Query strings stay out of it: they hold OAuth codes, and what consumers search for.
 */
export function logAnswers(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const line = {
      correlationId: request.id,
      client: request.ip,
      method: request.method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.operator ? { operatorId: request.operator.operatorId, via: request.operator.via } : {}),
    };
    if (quiet.some((start) => line.path.startsWith(start))) logger.debug(line, 'answered');
    else logger.info(line, 'answered');
    done();
  });
}
