import { Inject, Injectable } from '@nestjs/common';
import { AllowedOrigins } from '#operators/allowed-origins.service';
import { CompanyTokens } from '#operators/company-tokens.service';
import { forbidden, notFound } from '#platform/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noCompany } from '../api/inputs.js';
import type { Operation } from '../api/operation.js';
import type { OperatorContext } from '../http/operator.js';
import { Settings } from '../http/settings.js';
import { readableHeaders } from './preflight.js';

/** Admits requests with a company access token: from pages of allowed origins, to a few operations, for one company. */
@Injectable()
export class BrowserAccess {
  private readonly ownOrigin: string;

  constructor(private readonly tokens: CompanyTokens, private readonly origins: AllowedOrigins, @Inject(Settings) { publicUrl }: Settings) {
    this.ownOrigin = new URL(publicUrl).origin;
  }

  /** Null for a token that is none of ours or over. Another company's address is answered like one that does not exist. */
  async admit(token: string, operation: Operation | undefined, request: FastifyRequest, reply: FastifyReply): Promise<OperatorContext | null> {
    const holder = this.tokens.read(token);
    if (!holder) return null;
    const { operatorId, companyId, expired } = holder;
    await this.checkOrigin(operatorId, request.headers.origin, reply);
    if (expired) return null;
    if (!operation?.forCompanies) throw forbidden('A company access token is not accepted here.');
    const { companyId: asked } = request.params as { companyId?: string };
    if (asked !== undefined && asked.toLowerCase() !== companyId) throw notFound(noCompany(asked));
    return { operatorId, via: 'company', companyId };
  }

  /** Only browsers send an origin, and no page can change it. Programs that have the token could say what they like. */
  private async checkOrigin(operatorId: string, origin: string | undefined, reply: FastifyReply): Promise<void> {
    void reply.header('vary', 'Origin');
    if (origin === undefined || origin === this.ownOrigin) return;
    if (!(await this.origins.allows(operatorId, origin))) throw forbidden('Pages of this origin may not use company access tokens. Add it to allowedOrigins of corsSettings.');
    void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': readableHeaders });
  }
}
