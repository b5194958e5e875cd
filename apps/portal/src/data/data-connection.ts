import type { DataType, SupportedDataType } from '#accounting/data-types';
import { connectorOf } from '#connectors/registry';
import { conflict, notFound } from '#platform/errors';
import type { ListTotals, RecordList } from '#records/read';
import type { ClientBase } from 'pg';
import { noCompany, noConnection } from '../api/inputs.js';

export interface Place {
  readonly operatorId: string;
  readonly companyId: string;
  /** Absent: the connection whose data the company shows. */
  readonly connectionId?: string | undefined;
}

export interface DataPlace extends Place {
  readonly dataType: SupportedDataType;
}

export interface DataSource {
  readonly platformKey: string;
  readonly list: RecordList;
  readonly totals: ListTotals;
}

/**
 * A company shows the data of its linked connection, or of the one that was linked last: what was pulled stays readable
 * after an end.
 */
const shown = 'k.linked_at is not null order by (k.status = \'Linked\') desc, k.linked_at desc, k.id limit 1';

const sourceSql = (which: string) => `
  select k.id as connection_id, k.platform_key, t.served, t.unserved, t.deleted, t.version, exists (
    select from dataset d where d.operator_id = $1 and d.connection_id = k.id and d.data_type = $3 and d.status = 'Complete') as readable
  from company c
  left join lateral (select k.id, k.platform_key, k.status, k.linked_at from connection k where k.operator_id = $1 and k.company_id = c.id and ${which}) k on true
  left join record_total t on t.operator_id = $1 and t.connection_id = k.id and t.data_type = $3
  where c.operator_id = $1 and c.id = $2`;

const ofCompany = { name: 'data-source-of-company', text: sourceSql(shown) };
const ofConnection = { name: 'data-source-of-connection', text: sourceSql('k.id = $4') };

interface SourceRow {
  connection_id: string | null;
  platform_key: string;
  served: string | null;
  unserved: string | null;
  deleted: string | null;
  version: string | null;
  readable: boolean;
}

/** Where a data type is read from. Throws as the wire says when there is nothing to read yet. */
export async function findDataSource(client: ClientBase, place: DataPlace): Promise<DataSource> {
  const { operatorId, dataType } = place;
  const row = await sourceRow(client, place, dataType);
  if (!row.readable) throw await whyUnreadable(client, place, row.connection_id, row.platform_key);
  return {
    platformKey: row.platform_key,
    list: { operatorId, connectionId: row.connection_id, dataType },
    totals: { served: Number(row.served ?? 0), unserved: Number(row.unserved ?? 0), deleted: Number(row.deleted ?? 0), version: row.version ?? '0' },
  };
}

/** Why there is nothing to read of a data type that nobody's books have here. */
export async function whyUnsupported(client: ClientBase, place: Place, dataType: DataType): Promise<Error> {
  return unsupported(dataType, (await sourceRow(client, place, dataType)).platform_key);
}

async function sourceRow(client: ClientBase, { operatorId, companyId, connectionId }: Place, dataType: DataType): Promise<SourceRow & { connection_id: string }> {
  const statement = connectionId === undefined ? ofCompany : ofConnection;
  const values = [operatorId, companyId, dataType, ...(connectionId === undefined ? [] : [connectionId])];
  const { rows: [row] } = await client.query<SourceRow>({ ...statement, values });
  if (!row) throw notFound(noCompany(companyId));
  if (row.connection_id === null) throw notFound(connectionId === undefined ? noData(dataType, companyId) : noConnection(connectionId));
  return { ...row, connection_id: row.connection_id };
}

/** The connection whose data a company shows; null when none was ever linked. */
export async function dataConnectionOf(client: ClientBase, operatorId: string, companyId: string): Promise<{ id: string; platformKey: string } | null> {
  const { rows: [row] } = await client.query<SourceRow>({ ...ofCompany, values: [operatorId, companyId, 'company'] });
  if (!row) throw notFound(noCompany(companyId));
  return row.connection_id === null ? null : { id: row.connection_id, platformKey: row.platform_key };
}

/** Nothing of this data type was ever pulled to its end. */
async function whyUnreadable(client: ClientBase, { operatorId, companyId, dataType }: DataPlace, connectionId: string, platformKey: string): Promise<Error> {
  const { rows: [latest] } = await client.query<{ status: string; completed_at: Date | null }>(`
    select status, completed_at from dataset where operator_id = $1 and connection_id = $2 and data_type = $3
    order by requested_at desc limit 1`, [operatorId, connectionId, dataType]);
  if (!latest) return conflict('The data set has not been requested.', 'DatasetNotRequested');
  if (latest.completed_at === null) return conflict('The data set is still syncing.', 'DatasetStillSyncing');
  if (latest.status === 'NotSupported') return unsupported(dataType, platformKey);
  return notFound(noData(dataType, companyId));
}

const unsupported = (dataType: DataType, platformKey: string) =>
  notFound(`Datatype [${dataType}] not supported by platform(s) [${connectorOf(platformKey).name}]`);

export const noData = (dataType: DataType, companyId: string) => `No data available for ${dataType} for ID ${companyId}`;
