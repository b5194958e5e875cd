import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '#connections/connections.service';
import { Company } from '#database/entities/company.entity';
import { Connection } from '#database/entities/connection.entity';
import { Tenants } from '#database/tenant';
import { appendCompanyEvent } from '#events/append';
import { notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { listTimeLimit } from '#records/read';
import { conditionOf, orderOf, Parameters } from '#records/query-sql';
import { type EntityManager, In } from 'typeorm';
import { type ListQuery, noCompany } from '../api/inputs.js';
import { type Page, pageOf } from '../api/page.js';
import { readQuery } from '../api/read-query.js';
import { ListTurns } from '../http/list-turns.js';
import type { OperatorContext } from '../http/operator.js';
import { Settings } from '../http/settings.js';
import { companyOrderTarget, companyProperty, companyTarget } from './company-query.js';
import { tagsCondition } from './company-tags.js';
import { type CompanyView, toCompanyView } from './company-view.js';

export interface CompanyFields {
  name?: string | null | undefined;
  description?: string | null | undefined;
  tags?: Record<string, string> | null | undefined;
}

/** The customers of an operator. */
@Injectable()
export class Companies {
  constructor(
    private readonly tenants: Tenants,
    private readonly connections: Connections,
    private readonly turns: ListTurns,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  list(operatorId: string, request: ListQuery & { tags?: string | undefined }): Promise<Page<CompanyView>> {
    const parameters = new Parameters([operatorId]);
    const { condition, order } = this.search(request, parameters);
    return this.turns.run(operatorId, request, () => this.tenants.run(operatorId, async (manager) => {
      const [{ count }] = await manager.query<[{ count: string }]>(`select count(*) from company c where ${condition}`, parameters.values);
      const found = `select c.id from company c where ${condition} order by ${order}`;
      const limits = `limit ${parameters.bind(request.pageSize)} offset ${parameters.bind((request.page - 1) * request.pageSize)}`;
      const rows = await manager.query<{ id: string }[]>(`${found} ${limits}`, parameters.values);
      const companies = await this.load(manager, operatorId, rows.map((row) => row.id));
      return pageOf('/companies', request, companies, Number(count));
    }, [listTimeLimit]));
  }

  get(operatorId: string, id: string): Promise<CompanyView> {
    return this.tenants.run(operatorId, (manager) => this.view(manager, operatorId, id));
  }

  create({ operatorId, userName }: OperatorContext, fields: CompanyFields & { name: string }): Promise<CompanyView> {
    const id = newId();
    return this.tenants.run(operatorId, async (manager) => {
      const { name, description = null, tags = null } = fields;
      await manager.insert(Company, { operatorId, id, name, description, tags, createdByUserName: userName ?? null });
      await appendCompanyEvent(manager, operatorId, id, 'company.created');
      return this.view(manager, operatorId, id);
    });
  }

  replace(operatorId: string, id: string, { name, description, tags }: CompanyFields & { name: string }): Promise<CompanyView> {
    return this.change(operatorId, id, { name, description: description ?? null, tags: tags ?? null });
  }

  /** Leaves alone what is absent or null. */
  update(operatorId: string, id: string, fields: CompanyFields): Promise<CompanyView> {
    const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
    return this.change(operatorId, id, Object.fromEntries(given));
  }

  /** Its connections are ended at the accounting software too; what was pulled goes with it. */
  async remove(operatorId: string, id: string): Promise<void> {
    await this.tenants.run(operatorId, (manager) => this.find(manager, operatorId, id));
    // Somebody may add a connection while the others are being deleted.
    do await this.connections.releaseCompany(operatorId, id);
    while (!(await this.removeEmpty(operatorId, id)));
  }

  /** False when the company has a connection, which must be ended first. */
  private removeEmpty(operatorId: string, id: string): Promise<boolean> {
    return this.tenants.run(operatorId, async (manager) => {
      await manager.findOne(Company, { where: { operatorId, id }, lock: { mode: 'pessimistic_write' } });
      if (await manager.existsBy(Connection, { operatorId, companyId: id })) return false;
      await appendCompanyEvent(manager, operatorId, id, 'company.deleted');
      await manager.delete(Company, { operatorId, id });
      return true;
    });
  }

  private change(operatorId: string, id: string, values: Partial<Company>): Promise<CompanyView> {
    return this.tenants.run(operatorId, async (manager) => {
      await this.find(manager, operatorId, id);
      if (Object.keys(values).length > 0) await manager.update(Company, { operatorId, id }, values);
      return this.view(manager, operatorId, id);
    });
  }

  private async find(manager: EntityManager, operatorId: string, id: string): Promise<Company> {
    const company = await manager.findOneBy(Company, { operatorId, id });
    if (!company) throw notFound(noCompany(id));
    return company;
  }

  private async view(manager: EntityManager, operatorId: string, id: string): Promise<CompanyView> {
    const [view] = await this.load(manager, operatorId, [id]);
    if (!view) throw notFound(noCompany(id));
    return view;
  }

  private async load(manager: EntityManager, operatorId: string, ids: string[]): Promise<CompanyView[]> {
    const companies = new Map((await manager.findBy(Company, { operatorId, id: In(ids) })).map((company) => [company.id, company]));
    const connections = await manager.find(Connection, { where: { operatorId, companyId: In(ids) }, order: { createdAt: 'ASC', id: 'ASC' } });
    // One that was found a moment ago may be deleted by now.
    const present = ids.flatMap((id) => companies.get(id) ?? []);
    return present.map((company) => toCompanyView(company, connections.filter(({ companyId }) => companyId === company.id), this.settings.publicUrl));
  }

  private search(request: ListQuery & { tags?: string | undefined }, parameters: Parameters): { condition: string; order: string } {
    const { query, orderBy } = readQuery(request, companyTarget, companyOrderTarget);
    const conditions = ['c.operator_id = $1'];
    if (query) conditions.push(conditionOf(query, companyProperty, parameters));
    if (request.tags) conditions.push(tagsCondition(request.tags, parameters));
    const order = orderBy ? orderOf(orderBy, companyProperty, parameters, 'c.id') : 'c.created_at, c.id';
    return { condition: conditions.join(' and '), order };
  }
}
