import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Envelope, toErrorAnswer } from './envelope.js';
import { PortalLogger } from './portal-logger.js';

/** The one place where errors become answers. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(@Inject(PortalLogger) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    sendError(http.getResponse<FastifyReply>(), error, String(request.id), this.logger);
  }
}

/** Answers with the envelope of `error`. */
export function sendError(reply: FastifyReply, error: unknown, correlationId: string, logger: Logger): void {
  const { envelope, retryAfterSeconds, unforeseen } = toErrorAnswer(error, correlationId);
  if (unforeseen) logger.error({ correlationId, err: error }, 'a request failed');
  // An answer that has begun can only be cut off.
  if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  // Only for programs that sent a key: a browser would ask the person for a user name, over the page.
  if (envelope.statusCode === 401 && reply.request.headers.authorization !== undefined) void reply.header('www-authenticate', 'Basic');
  void reply.code(envelope.statusCode).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(envelope satisfies Envelope));
}
