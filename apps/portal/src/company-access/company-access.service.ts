import { Injectable } from '@nestjs/common';
import { Company } from '#database/entities/company.entity';
import { Tenants } from '#database/tenant';
import { AllowedOrigins } from '#operators/allowed-origins.service';
import { CompanyTokens, tokenSeconds } from '#operators/company-tokens.service';
import { notFound } from '#platform/errors';
import type { z } from 'zod';
import { noCompany } from '../api/inputs.js';
import type { accessTokenSchema } from './company-access.operations.js';

/** What lets a company's own person work with its connections on the operator's pages. */
@Injectable()
export class CompanyAccess {
  constructor(private readonly tenants: Tenants, private readonly tokens: CompanyTokens, private readonly allowed: AllowedOrigins) {}

  async token(operatorId: string, companyId: string): Promise<z.output<typeof accessTokenSchema>> {
    const known = await this.tenants.run(operatorId, (manager) => manager.existsBy(Company, { operatorId, id: companyId }));
    if (!known) throw notFound(noCompany(companyId));
    return { accessToken: this.tokens.issue(operatorId, companyId), expiresIn: tokenSeconds, tokenType: 'Bearer' };
  }

  async managementToken(operatorId: string, companyId: string): Promise<{ accessToken: string }> {
    const { accessToken } = await this.token(operatorId, companyId);
    return { accessToken };
  }

  async origins(operatorId: string): Promise<{ allowedOrigins: string[] }> {
    return { allowedOrigins: await this.allowed.list(operatorId) };
  }

  async setOrigins(operatorId: string, { allowedOrigins }: { allowedOrigins: string[] }): Promise<{ allowedOrigins: string[] }> {
    await this.allowed.replace(operatorId, allowedOrigins);
    return { allowedOrigins };
  }
}
