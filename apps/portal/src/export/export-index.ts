import type { SupportedDataType } from '#accounting/data-types';
import { connectorOf } from '#connectors/registry';
import { notFound } from '#platform/errors';
import type { ClientBase } from 'pg';
import { dataConnectionOf } from '../data/data-connection.js';
import { type ExportFormat, filesOf } from './export-files.js';

/** What an export holds: written into it as `index.json`, so that what is not there is told too. */
export interface ExportIndex {
  readonly company: { readonly id: string; readonly name: string };
  readonly connectionId: string;
  readonly platformName: string;
  /** UTC. */
  readonly exportedAt: string;
  readonly format: ExportFormat;
  readonly dataTypes: readonly ExportedType[];
}

interface ExportedType {
  readonly dataType: SupportedDataType;
  /** None: the data type was never pulled to its end. */
  readonly files: readonly string[];
  readonly records: number;
  /** How many of the records are gone at the source. */
  readonly deleted: number;
  /** Records that could not be read are not among the others: the validation results have them. */
  readonly unreadable: number;
  readonly lastSuccessfulSync?: string;
}

interface TypeRow {
  company_name: string;
  data_type: SupportedDataType;
  served: number;
  deleted: number;
  unserved: number;
  success_at: Date | null;
  now: Date;
}

export interface ExportRequest {
  readonly operatorId: string;
  readonly companyId: string;
  readonly format: ExportFormat;
  /** Without it, all that the platform has. */
  readonly dataTypes?: readonly SupportedDataType[] | undefined;
}

export async function exportIndex(client: ClientBase, { operatorId, companyId, format, dataTypes }: ExportRequest): Promise<ExportIndex> {
  const connection = await dataConnectionOf(client, operatorId, companyId);
  if (!connection) throw notFound(`Company ${companyId} was never linked: there is nothing to export.`);
  const { name, sources } = connectorOf(connection.platformKey);
  const known = [...new Set(sources.flatMap((source) => source.dataTypes))];
  const { rows } = await client.query<TypeRow>(`
    select c.name as company_name, t.data_type, coalesce(r.served, 0)::int as served, coalesce(r.deleted, 0)::int as deleted,
      coalesce(r.unserved, 0)::int as unserved, success.completed_at as success_at, now() as now
    from unnest($4::text[]) with ordinality as t(data_type, place)
    join company c on c.operator_id = $1 and c.id = $2
    left join record_total r on r.operator_id = $1 and r.connection_id = $3 and r.data_type = t.data_type
    left join lateral (
      select d.completed_at from dataset d
      where d.operator_id = $1 and d.connection_id = $3 and d.data_type = t.data_type and d.status = 'Complete'
      order by d.requested_at desc limit 1) success on true
    order by t.place`, [operatorId, companyId, connection.id, known.filter((type) => dataTypes?.includes(type) ?? true)]);
  return {
    company: { id: companyId, name: rows[0]?.company_name ?? '' },
    connectionId: connection.id,
    platformName: name,
    exportedAt: (rows[0]?.now ?? new Date()).toISOString(),
    format,
    dataTypes: rows.map(({ data_type: dataType, served: records, deleted, unserved: unreadable, success_at: successAt }) => ({
      dataType, files: successAt ? filesOf(dataType, format).map((file) => file.name) : [], records, deleted, unreadable,
      ...(successAt ? { lastSuccessfulSync: successAt.toISOString() } : {}),
    })),
  };
}
