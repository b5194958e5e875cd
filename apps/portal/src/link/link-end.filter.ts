import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { DomainError } from '#platform/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { PortalLogger } from '../http/portal-logger.js';
import { redirect } from './redirect.js';

/** Sends a browser whose link cannot go on to the page that says why. */
@Catch()
export class LinkEndFilter implements ExceptionFilter {
  constructor(@Inject(PortalLogger) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const expected = error instanceof DomainError;
    if (!expected) this.logger.error({ correlationId: http.getRequest<FastifyRequest>().id, err: error }, 'a link could not go on');
    const reason = expected ? error.code ?? 'unknown' : 'providerError';
    redirect(http.getResponse<FastifyReply>(), `/link/ended?reason=${encodeURIComponent(reason)}`);
  }
}
