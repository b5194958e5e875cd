import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { PortalRole } from '#database/entities/portal-user.entity';
import type { FastifyRequest } from 'fastify';

/** On whose behalf a request acts. It comes from the credential alone, never from anything else in the request. */
export interface OperatorContext {
  operatorId: string;
  via: 'key' | 'session' | 'company';
  /** The one company that a company access token is for. */
  companyId?: string;
  /** Of the signed-in person; a key has none. */
  userId?: string;
  userName?: string;
  role?: PortalRole;
}

declare module 'fastify' {
  interface FastifyRequest {
    operator?: OperatorContext;
  }
}

/** The operator that the guard found. Only for routes that need credentials. */
export const Operator = createParamDecorator((_: unknown, context: ExecutionContext): OperatorContext => {
  const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!operator) throw new Error('A route without credentials asked for its operator');
  return operator;
});
