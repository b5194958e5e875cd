import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { ProofReason } from '#database/entities/ledger-proof.entity';
import type { Place } from '#records/write';

interface LatestPulls {
  readonly data_type: SupportedDataType;
  readonly status: string | null;
  readonly error: string | null;
  readonly succeeded: boolean;
}

/** Ends after which what is stored is what the platform has, as far as it can be read. */
const good = ['Complete', 'MapError', 'NotSupported'];

/** What keeps documents of these data types out of the store, so that what is there cannot add up to the ledger. */
export async function obstacles(client: pg.ClientBase, { operatorId, connectionId }: Place, dataTypes: readonly SupportedDataType[]): Promise<ProofReason[]> {
  const { rows } = await client.query<LatestPulls>(`
    select t.data_type, latest.status, latest.error_message as error, exists (
      select 1 from dataset d where d.operator_id = $1 and d.connection_id = $2 and d.data_type = t.data_type and d.status = any($4)) as succeeded
    from unnest($3::text[]) as t(data_type)
    left join lateral (
      select d.status, d.error_message from dataset d
      where d.operator_id = $1 and d.connection_id = $2 and d.data_type = t.data_type and d.completed_at is not null
      order by d.requested_at desc, d.id desc limit 1) latest on true`, [operatorId, connectionId, dataTypes, good]);
  return rows.flatMap(({ data_type: dataType, status, error, succeeded }): ProofReason[] => {
    if (status === null) return [{ kind: 'notPulled', dataType, message: `${dataType} are not pulled: the sync settings leave them out.` }];
    if (good.includes(status)) return [];
    const since = succeeded ? 'The last pull' : 'The pull';
    return [{ kind: 'pullFailed', dataType, message: `${since} of ${dataType} did not end well: ${error ?? status}` }];
  });
}

/** Named in a proof; there may be more. */
export const mostNamed = 20;

/** Records that could not be read when they were pulled, by their numbers in the totals. */
export async function quarantined(client: pg.ClientBase, { operatorId, connectionId }: Place, dataTypes: readonly SupportedDataType[]): Promise<ProofReason[]> {
  const { rows } = await client.query<{ data_type: SupportedDataType; source_id: string; fault: { field: string; reason: string } }>(`
    select r.data_type, r.source_id, r.fault from record_total t
    cross join lateral (
      select data_type, source_id, fault from record
      where operator_id = $1 and connection_id = $2 and data_type = t.data_type and fault is not null and not is_deleted
      order by source_id limit ${mostNamed}) r
    where t.operator_id = $1 and t.connection_id = $2 and t.data_type = any($3) and t.faulty > 0
    limit ${mostNamed}`, [operatorId, connectionId, dataTypes]);
  return rows.map(({ data_type: dataType, source_id: recordId, fault }) => (
    { kind: 'quarantined', dataType, recordId, message: `A record of ${dataType} cannot be read: ${fault.field} ${fault.reason}` }));
}

/** Changes whenever one of these records does. */
export async function versionsOf(client: pg.ClientBase, { operatorId, connectionId }: Place, dataTypes: readonly SupportedDataType[]): Promise<string> {
  const { rows: [row] } = await client.query<{ versions: string | null }>(`
    select string_agg(data_type || ' ' || version, ',' order by data_type) as versions
    from record_total where operator_id = $1 and connection_id = $2 and data_type = any($3)`, [operatorId, connectionId, dataTypes]);
  return row.versions ?? '';
}
