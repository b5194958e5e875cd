import { Inject, Injectable } from '@nestjs/common';
import type { QueryTarget } from '#accounting/properties';
import { Connections } from '#connections/connections.service';
import { Company } from '#database/entities/company.entity';
import { Connection } from '#database/entities/connection.entity';
import { Tenants } from '#database/tenant';
import { invalid, notFound } from '#platform/errors';
import type { EntityManager } from 'typeorm';
import { type ListQuery, noCompany, noConnection } from '../api/inputs.js';
import { type Page, pageOf } from '../api/page.js';
import { pickFrom } from '../api/pick-from.js';
import { Settings } from '../http/settings.js';
import { type ConnectionView, toConnectionView } from './connection-view.js';

const target: QueryTarget = {
  name: 'Connection',
  properties: [
    ...['id', 'integrationId', 'integrationKey', 'sourceId', 'sourceType', 'platformName', 'status'].map((path) => ({ path, type: 'string' as const })),
    { path: 'created', type: 'date' },
    { path: 'lastSync', type: 'date' },
  ],
};

/** The connections of a company as the public API shows and changes them. */
@Injectable()
export class CompanyConnections {
  constructor(
    private readonly tenants: Tenants,
    private readonly connections: Connections,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  /** A company has a handful of them, so that they are picked from in memory. */
  async list(operatorId: string, companyId: string, request: ListQuery): Promise<Page<ConnectionView>> {
    const all = await this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      return manager.find(Connection, { where: { operatorId, companyId }, order: { createdAt: 'ASC', id: 'ASC' } });
    });
    const { results, total } = pickFrom(all.map((connection) => this.view(connection)), request, target);
    return pageOf(`/companies/${companyId}/connections`, request, results, total);
  }

  async get(operatorId: string, companyId: string, id: string): Promise<ConnectionView> {
    return this.view(await this.find(operatorId, companyId, id));
  }

  async create(operatorId: string, companyId: string, platformKey: string): Promise<ConnectionView> {
    await this.tenants.run(operatorId, (manager) => requireCompany(manager, operatorId, companyId));
    const { connectionId } = await this.connections.create(operatorId, companyId, platformKey);
    return this.get(operatorId, companyId, connectionId);
  }

  /** Unlinking what is unlinked already changes nothing and is fine: the caller may not have got the first answer. */
  async unlink(operatorId: string, companyId: string, id: string): Promise<ConnectionView> {
    const { status } = await this.find(operatorId, companyId, id);
    if (status === 'PendingAuth' || status === 'Deauthorized') {
      throw invalid('Only Linked connections can be unlinked.', [{ field: 'status', message: `cannot become Unlinked: the connection is ${status}` }]);
    }
    await this.connections.unlink(operatorId, companyId, id);
    return this.get(operatorId, companyId, id);
  }

  async remove(operatorId: string, companyId: string, id: string): Promise<void> {
    await this.find(operatorId, companyId, id);
    await this.connections.delete(operatorId, companyId, id);
  }

  private find(operatorId: string, companyId: string, id: string): Promise<Connection> {
    return this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      const connection = await manager.findOneBy(Connection, { operatorId, companyId, id });
      if (!connection) throw notFound(noConnection(id));
      return connection;
    });
  }

  private view(connection: Connection): ConnectionView {
    return toConnectionView(connection, this.settings.publicUrl);
  }
}

async function requireCompany(manager: EntityManager, operatorId: string, companyId: string): Promise<void> {
  if (!(await manager.existsBy(Company, { operatorId, id: companyId }))) throw notFound(noCompany(companyId));
}
