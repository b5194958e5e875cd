import { Injectable } from '@nestjs/common';
import type { LinkAttemptView, LinkTarget } from '#connections/link-view';
import { LinkAttempts } from '#connections/link-attempts.service';
import { connectorOf } from '#connectors/registry';
import { Company } from '#database/entities/company.entity';
import { Connection, type ConnectionStatus } from '#database/entities/connection.entity';
import { Operator } from '#database/entities/operator.entity';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { notFound } from '#platform/errors';
import { z } from 'zod';
import { type DataTypeProgress, PullProgress } from './pull-progress.service.js';

/** What is shown before a link starts, at a company's own address or at one connection's. */
export interface CompanyPage {
  company: { id: string; name: string };
  operator: { name: string };
  platforms: { key: string; name: string; logoUrl: string; available: boolean; reason?: string; message?: string }[];
  connection: null | { id: string; status: ConnectionStatus; platformName: string; organisationName: string | null };
}

export interface AttemptPage {
  status: LinkAttemptView['status'];
  connectionId: string;
  company: { id: string; name: string };
  operator: { name: string };
  reason?: string;
  message?: string;
  organisations?: LinkAttemptView['organisations'];
  organisationName?: string;
  progress?: { dataTypes: DataTypeProgress[] };
}

const platformForm = z.strictObject({ platformKey: z.string('Choose your accounting software.').min(1).max(100) });
const organisationForm = z.strictObject({ organisationId: z.string('Choose an organisation.').min(1).max(200) });

/**
 * What a company's own person sees. Whoever holds a company's Link URL may see its name and its operator's and start a
 * link; an attempt is shown to the browser that started it and to no other.
 */
@Injectable()
export class LinkPages {
  constructor(
    private readonly attempts: LinkAttempts,
    private readonly progress: PullProgress,
    private readonly directory: Directory,
    private readonly tenants: Tenants,
  ) {}

  async company(companyId: string): Promise<CompanyPage> {
    return this.offer(await this.operatorOf(companyId), { companyId });
  }

  /** Of a connection's own address: the page of its company, for this connection only. */
  async connection(connectionId: string): Promise<CompanyPage> {
    const operatorId = await this.operatorOfConnection(connectionId);
    const connection = await this.tenants.run(operatorId, (manager) => manager.findOneBy(Connection, { operatorId, id: connectionId }));
    if (!connection) throw leadsNowhere();
    return this.offer(operatorId, { companyId: connection.companyId, connectionId });
  }

  async start(companyId: string, body: unknown, browserHash: Buffer): Promise<{ authorizeUrl: string }> {
    const { platformKey } = platformForm.parse(body ?? {});
    const operatorId = await this.operatorOf(companyId);
    const { authorizeUrl } = await this.attempts.start({ operatorId, company: { companyId, platformKey }, browserHash });
    return { authorizeUrl };
  }

  async startConnection(connectionId: string, browserHash: Buffer): Promise<{ authorizeUrl: string }> {
    const operatorId = await this.operatorOfConnection(connectionId);
    const { authorizeUrl } = await this.attempts.start({ operatorId, connectionId, browserHash });
    return { authorizeUrl };
  }

  async attempt(attemptId: string, browserHash: Buffer | undefined): Promise<AttemptPage> {
    return this.page(await this.attempts.find(attemptId, browserHash));
  }

  async choose(attemptId: string, body: unknown, browserHash: Buffer | undefined): Promise<AttemptPage> {
    const { organisationId } = organisationForm.parse(body ?? {});
    return this.page(await this.attempts.choose(attemptId, organisationId, browserHash));
  }

  private async offer(operatorId: string, target: LinkTarget): Promise<CompanyPage> {
    const { companyId, connectionId: id } = target;
    const offers = await this.attempts.offers(operatorId, target);
    return this.tenants.run(operatorId, async (manager) => {
      const company = await manager.findOneBy(Company, { operatorId, id: companyId });
      const operator = await manager.findOneBy(Operator, { id: operatorId });
      if (!company || !operator) throw leadsNowhere();
      const connections = await manager.find(Connection, { where: { operatorId, companyId, ...(id ? { id } : {}) }, order: { createdAt: 'DESC' } });
      const shown = connections.find(({ status }) => status === 'Linked') ?? connections[0];
      return {
        company: { id: companyId, name: company.name },
        operator: { name: operator.name },
        platforms: offers.map(({ platformKey, name, logoPath, available, reason, message }) => ({
          key: platformKey, name, logoUrl: logoPath, available, ...(reason ? { reason } : {}), ...(message ? { message } : {}),
        })),
        connection: shown ? {
          id: shown.id, status: shown.status, platformName: connectorOf(shown.platformKey).name, organisationName: shown.organisationName,
        } : null,
      };
    });
  }

  private async page(view: LinkAttemptView): Promise<AttemptPage> {
    const { operatorId, connectionId, status, company, operator, reason, message, organisations, organisationName } = view;
    return {
      status, connectionId, company, operator,
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
      ...(organisations ? { organisations } : {}),
      ...(organisationName ? { organisationName } : {}),
      ...(status === 'linked' ? { progress: { dataTypes: await this.progress.of(operatorId, connectionId) } } : {}),
    };
  }

  private async operatorOf(companyId: string): Promise<string> {
    const operatorId = await this.directory.operatorOfCompany(companyId);
    if (operatorId === null) throw leadsNowhere();
    return operatorId;
  }

  private async operatorOfConnection(connectionId: string): Promise<string> {
    const operatorId = await this.directory.operatorOfConnection(connectionId);
    if (operatorId === null) throw leadsNowhere();
    return operatorId;
  }
}

const leadsNowhere = () => notFound('This link leads nowhere. Ask whoever sent it for a new one.');
