import { dataTypes, type DataType } from '#accounting/data-types';
import { z } from 'zod';
import { datasetStatuses } from './pull-operation.js';

export const dataStatusSchema = z.object({
  dataType: z.enum(dataTypes).meta({ description: 'The data type.' }),
  currentStatus: z.enum(datasetStatuses).meta({ description: 'Status of its newest pull; Initial when there was none.' }),
  lastSuccessfulSync: z.string().optional().meta({ description: 'When its newest successful pull ended (UTC).' }),
  latestSyncId: z.uuid().optional().meta({ description: 'Its newest pull.' }),
  latestSuccessfulSyncId: z.uuid().optional().meta({ description: 'Its newest successful pull.' }),
}).meta({ description: 'How fresh a data type is.' });

export const dataStatusesSchema = z.record(z.string(), dataStatusSchema)
  .meta({ description: 'One entry per data type that the accounting software has.' });

export type DataStatus = z.output<typeof dataStatusSchema>;

export interface StatusRow {
  data_type: DataType;
  latest_id: string | null;
  latest_status: DataStatus['currentStatus'] | null;
  success_id: string | null;
  success_at: Date | null;
}

/** $1 operator, $2 connection, $3 data types. Two short index look-ups per data type, however long its history is. */
export const statusSql = `
  select t.data_type, latest.id as latest_id, latest.status as latest_status, success.id as success_id, success.completed_at as success_at
  from unnest($3::text[]) as t(data_type)
  left join lateral (
    select d.id, d.status from dataset d
    where d.operator_id = $1 and d.connection_id = $2 and d.data_type = t.data_type
    order by d.requested_at desc limit 1) latest on true
  left join lateral (
    select d.id, d.completed_at from dataset d
    where d.operator_id = $1 and d.connection_id = $2 and d.data_type = t.data_type and d.status = 'Complete'
    order by d.requested_at desc limit 1) success on true`;

export function toDataStatus(row: StatusRow): DataStatus {
  return {
    dataType: row.data_type,
    currentStatus: row.latest_status ?? 'Initial',
    ...(row.success_at ? { lastSuccessfulSync: row.success_at.toISOString() } : {}),
    ...(row.latest_id ? { latestSyncId: row.latest_id } : {}),
    ...(row.success_id ? { latestSuccessfulSyncId: row.success_id } : {}),
  };
}
