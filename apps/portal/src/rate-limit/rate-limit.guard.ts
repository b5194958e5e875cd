import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { DailyRequests } from '#operators/daily-requests.service';
import { tooMany } from '#platform/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { operationOf } from '../api/route.js';

/** Counts requests of programs and pages, after the guard that found whose they are. What a person does in the portal is not counted. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly requests: DailyRequests) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { operator } = http.getRequest<FastifyRequest>();
    if (!operator || operator.via === 'session' || !operationOf(context)) return true;
    const quota = await this.requests.take(operator.operatorId);
    if (!quota) return true;
    const { allowed, limit, remaining, resetsAt } = quota;
    void http.getResponse<FastifyReply>().headers({ 'x-rate-limit-limit': limit, 'x-rate-limit-remaining': remaining, 'x-rate-limit-reset': resetsAt.toISOString() });
    const seconds = Math.max(1, Math.ceil((resetsAt.getTime() - Date.now()) / 1000));
    if (!allowed) throw tooMany(`All ${limit} requests of this day are used. The next day begins at midnight UTC.`, seconds);
    return true;
  }
}
