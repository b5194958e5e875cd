import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { type IdempotentRequest, IdempotentRequests, type StoredAnswer } from '#operators/idempotent-requests.service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { type Envelope, toErrorAnswer } from '../http/envelope.js';
import { PortalLogger } from '../http/portal-logger.js';
import { StoredRefusal } from '../http/stored-refusal.js';
import { hashOfRequest, idempotencyKeyOf } from './idempotency-key.js';

/** Stands between the guard and every route: a request under an Idempotency-Key runs at most once. */
@Injectable()
export class Idempotency implements NestInterceptor {
  constructor(private readonly requests: IdempotentRequests, @Inject(PortalLogger) private readonly logger: Logger) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const id = idempotencyKeyOf(request);
    if (id === undefined || !request.operator) return next.handle();
    const { operatorId } = request.operator;
    return from(this.once({ operatorId, id, hash: hashOfRequest(request) }, request, http.getResponse<FastifyReply>(), next));
  }

  private async once(permit: IdempotentRequest, request: FastifyRequest, reply: FastifyReply, next: CallHandler<unknown>): Promise<unknown> {
    const stored = await this.requests.begin(permit);
    if (stored) return replay(stored, reply);
    try {
      const value = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.finish(permit, request, { status: reply.statusCode, text: textOf(value) });
      return value;
    } catch (error) {
      const { envelope } = toErrorAnswer(error, request.id);
      await this.finish(permit, request, { status: envelope.statusCode, text: JSON.stringify(envelope) });
      throw error;
    }
  }

  /** Whoever waits for the answer gets it also when it cannot be kept. */
  private async finish(permit: IdempotentRequest, request: FastifyRequest, answer: StoredAnswer): Promise<void> {
    try {
      if (answer.status === 429) await this.requests.release(permit);
      else await this.requests.finish(permit, answer);
    } catch (error) {
      this.logger.error({ correlationId: request.id, err: error }, 'the answer under an idempotency key was not kept');
    }
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function replay({ status, text }: StoredAnswer, reply: FastifyReply): string | undefined {
  void reply.header('idempotency-replayed', 'true');
  if (status >= 400) throw new StoredRefusal(JSON.parse(text) as Envelope);
  return text === '' ? undefined : text;
}
