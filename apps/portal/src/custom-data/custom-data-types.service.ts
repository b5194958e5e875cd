import { Injectable } from '@nestjs/common';
import { instant } from '#accounting/dates';
import type { NativeRecord, Source } from '#connector-kit/connector';
import { parseNativePath, valueAtPath } from '#connector-kit/native-path';
import { Tenants } from '#database/tenant';
import { invalid, notFound } from '#platform/errors';
import { listTimeLimit } from '#records/read';
import { RefreshService } from '#sync/refresh.service';
import { endpointOf } from '#sync/supplements';
import type pg from 'pg';
import { noConnection } from '../api/inputs.js';
import { findDataSource } from '../data/data-connection.js';
import { type PullOperation, toPullOperation } from '../datasets/pull-operation.js';
import { ListTurns } from '../http/list-turns.js';
import type { CustomDataTypeConfig, CustomRecords } from './custom-data.operations.js';
import { integrationOf } from './integration-of.js';

interface CustomType {
  readonly platformKey: string;
  readonly customDataIdentifier: string;
}

interface CustomList {
  readonly companyId: string;
  readonly connectionId: string;
  readonly customDataIdentifier: string;
}

/** Lists of an operator's own, out of the native documents that are stored anyway. */
@Injectable()
export class CustomDataTypes {
  constructor(private readonly tenants: Tenants, private readonly refreshes: RefreshService, private readonly turns: ListTurns) {}

  async configure(operatorId: string, { platformKey, customDataIdentifier }: CustomType, config: CustomDataTypeConfig): Promise<CustomDataTypeConfig> {
    sourceOf(platformKey, config);
    await this.tenants.sql(operatorId, (client) => client.query(`
      insert into custom_data_type (operator_id, platform_key, name, config) values ($1, $2, $3, $4)
      on conflict (operator_id, platform_key, name) do update set config = excluded.config`, [operatorId, platformKey, customDataIdentifier, JSON.stringify(config)]));
    return config;
  }

  async get(operatorId: string, { platformKey, customDataIdentifier }: CustomType): Promise<CustomDataTypeConfig> {
    integrationOf(platformKey);
    return this.tenants.sql(operatorId, (client) => configOf(client, operatorId, platformKey, customDataIdentifier));
  }

  async refresh(operatorId: string, list: CustomList): Promise<PullOperation> {
    const { source: { dataTypes } } = await this.tenants.sql(operatorId, (client) => findType(client, operatorId, list));
    return toPullOperation(await this.refreshes.byType(operatorId, list.companyId, dataTypes[0], { connectionId: list.connectionId }));
  }

  list(operatorId: string, list: CustomList, { page, pageSize }: { page: number; pageSize: number }): Promise<CustomRecords> {
    return this.turns.run(operatorId, { query: list.customDataIdentifier }, () => this.tenants.sql(operatorId, async (client) => {
      const { config, source } = await findType(client, operatorId, list);
      await findDataSource(client, { operatorId, ...list, dataType: source.dataTypes[0] });
      const natives = [operatorId, list.connectionId, source.dataTypes, source.key];
      const { rows: [{ count }] } = await client.query<{ count: number }>(`select count(distinct source_id)::int as count from record where ${stored}`, natives);
      const { rows } = await client.query<StoredNative>(`
        select distinct on (source_id) source_id, native, modified_at from record where ${stored} order by source_id limit $5 offset $6`,
      [...natives, pageSize, (page - 1) * pageSize]);
      return { results: rows.map((row) => recordOf(row, config)), pageNumber: page, pageSize, totalResults: count };
    }, [listTimeLimit]));
  }
}

/** A native document is stored once for each data type that it is read as. */
const stored = 'operator_id = $1 and connection_id = $2 and data_type = any($3) and source = $4 and not is_deleted';

interface StoredNative {
  readonly source_id: string;
  readonly native: string;
  readonly modified_at: Date;
}

function recordOf({ source_id, native, modified_at }: StoredNative, { requiredData = {}, keyBy = [] }: CustomDataTypeConfig): CustomRecords['results'][number] {
  const record = JSON.parse(native) as NativeRecord;
  const at = (path: string) => valueAtPath(record, parseNativePath(path)!);
  const key = keyBy.map(at).filter((value) => typeof value === 'string' || typeof value === 'number');
  return {
    id: key.length > 0 ? key.join('-') : source_id,
    content: Object.fromEntries(Object.entries(requiredData).map(([name, path]) => [name, asObject(at(path))])),
    modifiedDate: { modifiedDate: instant(modified_at.getTime()) },
  };
}

/** Codat's published schema, and its SDKs, take nothing but objects for values. */
function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

async function findType(client: pg.ClientBase, operatorId: string, { companyId, connectionId, customDataIdentifier }: CustomList): Promise<{ config: CustomDataTypeConfig; source: Source }> {
  const { rows: [connection] } = await client.query<{ platform_key: string }>(
    'select platform_key from connection where operator_id = $1 and company_id = $2 and id = $3', [operatorId, companyId, connectionId]);
  if (!connection) throw notFound(noConnection(connectionId));
  const config = await configOf(client, operatorId, connection.platform_key, customDataIdentifier);
  return { config, source: sourceOf(connection.platform_key, config) };
}

async function configOf(client: pg.ClientBase, operatorId: string, platformKey: string, name: string): Promise<CustomDataTypeConfig> {
  const { rows: [row] } = await client.query<{ config: CustomDataTypeConfig }>(
    'select config from custom_data_type where operator_id = $1 and platform_key = $2 and name = $3', [operatorId, platformKey, name]);
  if (!row) throw notFound(`No custom data type was found with identifier ${name}`);
  return row.config;
}

function sourceOf(platformKey: string, { dataSource = '' }: CustomDataTypeConfig): Source {
  const { sources } = integrationOf(platformKey);
  const source = sources.find(({ key }) => key.toLowerCase() === endpointOf(dataSource).toLowerCase());
  if (!source) throw invalid('Error processing request - not valid.', [{ field: 'dataSource', message: `must be an endpoint that is pulled: ${sources.map(({ key }) => key).join(', ')}` }]);
  return source;
}
