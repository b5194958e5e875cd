import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeys } from '#operators/api-keys.service';
import { Sessions } from '#operators/sessions.service';
import { forbidden, unauthorized } from '#platform/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { operationOf } from '../api/route.js';
import { BrowserAccess } from '../company-access/browser-access.js';
import { type AccessKind, accessKey } from './access.js';
import { keyOfAuthorization, tokenOfAuthorization } from './authorization.js';
import { Cookies } from './cookies.js';
import type { OperatorContext } from './operator.js';
import { isChange, isSameOrigin } from './same-origin.js';
import { Settings } from './settings.js';

/** Stands before every route: finds the operator behind a request or refuses it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly browsers: BrowserAccess,
    private readonly cookies: Cookies,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<AccessKind | undefined>(accessKey, targets) ?? 'operator';
    if (access !== 'public') {
      const operator = await this.identify(context, access);
      if (!operator) throw unauthorized('Unauthorized');
      request.operator = operator;
      // Every route is an administrator's until one says otherwise.
      if (operator.via === 'session' && operator.role !== 'Administrator') throw forbidden('Your role does not allow this.');
    }
    const { via = 'session' } = request.operator ?? {};
    if (isChange(request.method) && via === 'session' && !isSameOrigin(request.headers, this.settings.publicUrl)) {
      throw forbidden('Requests from other sites are not accepted here.');
    }
    return true;
  }

  /** A request that names an API key stands or falls with it: a cookie beside it does not rescue a wrong key. */
  private async identify(context: ExecutionContext, access: 'operator' | 'session'): Promise<OperatorContext | null> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (access === 'operator' && authorization !== undefined) {
      const token = tokenOfAuthorization(authorization);
      if (token !== null) return this.browsers.admit(token, operationOf(context), request, context.switchToHttp().getResponse<FastifyReply>());
      const key = keyOfAuthorization(authorization);
      const holder = key === null ? null : await this.apiKeys.authenticate(key);
      return holder && { operatorId: holder.operatorId, via: 'key' };
    }
    const viewer = await this.sessions.find(this.cookies.read(request, 'lb_session'));
    if (!viewer) return null;
    const { user, operator } = viewer;
    return { operatorId: operator.id, via: 'session', userId: user.id, userName: user.name, role: user.role };
  }
}
