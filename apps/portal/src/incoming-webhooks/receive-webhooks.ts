import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { sendError } from '../http/error.filter.js';
import type { IncomingWebhooks } from './incoming-webhooks.service.js';

/**
 * Where platforms send their webhooks: 200 once what they tell of is stored, 401 when they are not signed, both without a
 * body, as Xero demands (its webhooks documentation). In a scope of its own, in which a body stays the bytes that were
 * signed, and without the guards and checks of the API, since a flood must cost little.
 */
export async function receiveWebhooks(fastify: FastifyInstance, webhooks: Pick<IncomingWebhooks, 'receive'>, logger: Logger): Promise<void> {
  await fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, parsed) => parsed(null, bytes));
    scope.setErrorHandler((error, request, reply) => sendError(reply, error, request.id, logger));
    scope.post<{ Params: { appId: string } }>('/webhooks/xero/:appId', async ({ params, headers, body }, reply) => {
      const isSigned = await webhooks.receive({ appId: params.appId, headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
      return reply.code(isSigned ? 200 : 401).header('cache-control', 'no-store').send();
    });
    done();
  });
}
