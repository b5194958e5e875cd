import { Injectable } from '@nestjs/common';
import type { DataType } from '#accounting/data-types';
import type { PushRequest, WriteKind } from '#connector-kit/writes';
import { connectorOf } from '#connectors/registry';
import { Tenants } from '#database/tenant';
import { notFound } from '#platform/errors';
import { PushRequests } from '#push/push-requests';
import { conditionOf, orderOf, Parameters } from '#records/query-sql';
import { listTimeLimit } from '#records/read';
import type pg from 'pg';
import { type ListQuery, noCompany, noConnection } from '../api/inputs.js';
import { type Page, pageOf } from '../api/page.js';
import { readQuery } from '../api/read-query.js';
import { ListTurns } from '../http/list-turns.js';
import { type PushOption, toPushOption } from './push-option.js';
import { type PushOperation, type PushRow, pushColumns, pushOperationProperty, pushOperationTarget, toPushOperation } from './push-operation.js';

export interface PushPlace {
  readonly operatorId: string;
  readonly companyId: string;
  readonly connectionId: string;
  readonly dataType: DataType;
}

/** How consumers want it to be written. */
export interface PushWishes {
  readonly timeoutInMinutes?: number | undefined;
  readonly allowSyncOnPushComplete: boolean;
  readonly forceUpdate?: boolean;
}

/** Writes to a company's accounting software: what may be written, asking for it, and what came of it. */
@Injectable()
export class PushOperations {
  constructor(private readonly tenants: Tenants, private readonly requests: PushRequests, private readonly turns: ListTurns) {}

  options({ operatorId, companyId, connectionId, dataType }: PushPlace): Promise<PushOption> {
    return this.tenants.sql(operatorId, async (client) => {
      await requireCompany(client, operatorId, companyId);
      const { rows: [connection] } = await client.query<{ platform_key: string }>(
        'select platform_key from connection where operator_id = $1 and company_id = $2 and id = $3', [operatorId, companyId, connectionId]);
      if (!connection) throw notFound(noConnection(connectionId));
      const { name, writes } = connectorOf(connection.platform_key);
      const options = writes.find((write) => write.dataType === dataType && write.options)?.options;
      if (!options) throw notFound(`Datatype [${dataType}] not supported by platform(s) [${name}]`);
      return toPushOption(options);
    });
  }

  async add(
    { operatorId, companyId, connectionId, dataType }: PushPlace, asked: Partial<PushRequest> & { readonly kind: WriteKind },
    { timeoutInMinutes, allowSyncOnPushComplete, forceUpdate = false }: PushWishes,
  ): Promise<PushOperation> {
    await this.tenants.sql(operatorId, (client) => requireCompany(client, operatorId, companyId));
    const id = await this.requests.add({
      operatorId, companyId, connectionId, dataType, document: null, recordId: null, file: null, ...asked,
      timeoutMinutes: timeoutInMinutes ?? null, syncAfter: allowSyncOnPushComplete, forceUpdate,
    });
    return this.get(operatorId, companyId, id);
  }

  list(operatorId: string, companyId: string, request: ListQuery): Promise<Page<PushOperation>> {
    const { query, orderBy } = readQuery(request, pushOperationTarget);
    const parameters = new Parameters([operatorId, companyId]);
    const condition = ['p.operator_id = $1 and p.company_id = $2', ...(query ? [conditionOf(query, pushOperationProperty, parameters)] : [])].join(' and ');
    const order = orderBy ? orderOf(orderBy, pushOperationProperty, parameters, 'p.id') : 'p.requested_at desc, p.id';
    return this.turns.run(operatorId, request, () => this.tenants.sql(operatorId, async (client) => {
      await requireCompany(client, operatorId, companyId);
      const { rows: [{ count }] } = await client.query<{ count: string }>(`select count(*) from push p where ${condition}`, parameters.values);
      const limits = `limit ${parameters.bind(request.pageSize)} offset ${parameters.bind((request.page - 1) * request.pageSize)}`;
      const { rows } = await client.query<PushRow>(`select ${pushColumns} from push p where ${condition} order by ${order} ${limits}`, parameters.values);
      return pageOf(`/companies/${companyId}/push`, request, rows.map(toPushOperation), Number(count));
    }, [listTimeLimit]));
  }

  get(operatorId: string, companyId: string, id: string): Promise<PushOperation> {
    return this.tenants.sql(operatorId, async (client) => {
      await requireCompany(client, operatorId, companyId);
      const { rows: [row] } = await client.query<PushRow>(`select ${pushColumns} from push p where p.operator_id = $1 and p.company_id = $2 and p.id = $3`, [operatorId, companyId, id]);
      if (!row) throw notFound(`No push operation was found with ID ${id}`);
      return toPushOperation(row);
    });
  }
}

async function requireCompany(client: pg.ClientBase, operatorId: string, companyId: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from company where operator_id = $1 and id = $2', [operatorId, companyId]);
  if (rowCount === 0) throw notFound(noCompany(companyId));
}
