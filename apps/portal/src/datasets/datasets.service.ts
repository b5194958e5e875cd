import { Injectable } from '@nestjs/common';
import { type DataType, isSupportedDataType, supportedDataTypes } from '#accounting/data-types';
import { connectorOf } from '#connectors/registry';
import { Dataset } from '#database/entities/dataset.entity';
import { Tenants } from '#database/tenant';
import { notFound } from '#platform/errors';
import { isUuid } from '#platform/ids';
import { readFlaws } from '#records/flaws';
import { listTimeLimit } from '#records/read';
import { conditionOf, orderOf, Parameters } from '#records/query-sql';
import { dataTypesOf } from '#sync/platform-sources';
import { type RefreshOptions, RefreshService } from '#sync/refresh.service';
import { type EntityManager, In } from 'typeorm';
import { type ListQuery, noCompany, noConnection } from '../api/inputs.js';
import { type Page, pageOf } from '../api/page.js';
import { readQuery } from '../api/read-query.js';
import { dataConnectionOf } from '../data/data-connection.js';
import { ListTurns } from '../http/list-turns.js';
import { type CountsProof, countsProofOf } from './counts-proof.js';
import { type DataStatus, statusSql, type StatusRow, toDataStatus } from './data-status.js';
import { type PullOperation, pullOperationProperty, pullOperationTarget, toPullOperation } from './pull-operation.js';
import { mostFlawed, toValidation, type Validation } from './validation.js';

/** The pulls of a company's data: starting them, and how they went. */
@Injectable()
export class Datasets {
  constructor(private readonly tenants: Tenants, private readonly refreshes: RefreshService, private readonly turns: ListTurns) {}

  refreshAll(operatorId: string, companyId: string, options: RefreshOptions): Promise<void> {
    return this.refreshes.all(operatorId, companyId, options);
  }

  async refresh(operatorId: string, companyId: string, dataType: DataType, options: RefreshOptions & { connectionId?: string | undefined } = {}): Promise<PullOperation> {
    const { connectionId } = options;
    if (connectionId !== undefined && !isUuid(connectionId)) throw notFound(noConnection(connectionId));
    return toPullOperation(await this.refreshes.byType(operatorId, companyId, dataType, options));
  }

  /** Of the connection whose data is served, by data type. */
  status(operatorId: string, companyId: string): Promise<Record<string, DataStatus>> {
    return this.tenants.sql(operatorId, async (client) => {
      const connection = await dataConnectionOf(client, operatorId, companyId);
      const dataTypes = connection ? dataTypesOf(connectorOf(connection.platformKey)) : supportedDataTypes;
      const { rows } = await client.query<StatusRow>(statusSql, [operatorId, connection?.id ?? null, dataTypes]);
      return Object.fromEntries(rows.map((row) => [row.data_type, toDataStatus(row)]));
    });
  }

  list(operatorId: string, companyId: string, request: ListQuery): Promise<Page<PullOperation>> {
    const { query, orderBy } = readQuery(request, pullOperationTarget);
    const parameters = new Parameters([operatorId, companyId]);
    const conditions = ['d.operator_id = $1 and d.company_id = $2'];
    if (query) conditions.push(conditionOf(query, pullOperationProperty, parameters));
    const condition = conditions.join(' and ');
    const order = orderBy ? orderOf(orderBy, pullOperationProperty, parameters, 'd.id') : 'd.requested_at desc, d.id';
    return this.turns.run(operatorId, request, () => this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      const [{ count }] = await manager.query<[{ count: string }]>(`select count(*) from dataset d where ${condition}`, parameters.values);
      const limits = `limit ${parameters.bind(request.pageSize)} offset ${parameters.bind((request.page - 1) * request.pageSize)}`;
      const rows = await manager.query<{ id: string }[]>(`select d.id from dataset d where ${condition} order by ${order} ${limits}`, parameters.values);
      const found = await manager.findBy(Dataset, { operatorId, id: In(rows.map((row) => row.id)) });
      const byId = new Map(found.map((dataset) => [dataset.id, toPullOperation(dataset)]));
      return pageOf(`/companies/${companyId}/data/history`, request, rows.map((row) => byId.get(row.id)!), Number(count));
    }, [listTimeLimit]));
  }

  async get(operatorId: string, companyId: string, id: string): Promise<PullOperation> {
    return toPullOperation(await this.find(operatorId, companyId, id));
  }

  async proof(operatorId: string, companyId: string, id: string): Promise<CountsProof> {
    return countsProofOf(await this.find(operatorId, companyId, id));
  }

  async validation(operatorId: string, companyId: string, id: string): Promise<Validation> {
    const { connectionId, dataType } = await this.find(operatorId, companyId, id);
    if (!isSupportedDataType(dataType)) return toValidation('company', []);
    const flaws = await this.tenants.sql(operatorId, (client) => readFlaws(client, { operatorId, connectionId, dataType }, mostFlawed));
    return toValidation(dataType, flaws);
  }

  private find(operatorId: string, companyId: string, id: string): Promise<Dataset> {
    return this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      const dataset = await manager.findOneBy(Dataset, { operatorId, companyId, id });
      if (!dataset) throw notFound(`No pull operation was found with ID ${id}`);
      return dataset;
    });
  }
}

async function requireCompany(manager: EntityManager, operatorId: string, companyId: string): Promise<void> {
  const [found] = await manager.query<unknown[]>('select 1 from company where operator_id = $1 and id = $2', [operatorId, companyId]);
  if (!found) throw notFound(noCompany(companyId));
}
