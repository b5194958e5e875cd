import { dataTypes, type DataType } from '#accounting/data-types';
import type { QueryTarget } from '#accounting/properties';
import type { Change, WriteIssue } from '#connector-kit/writes';
import type { PropertySql, SqlProperty } from '#records/query-sql';
import { z } from 'zod';

const statuses = ['Pending', 'Success', 'Failed', 'TimedOut'] as const;
const fault = z.object({
  itemId: z.string().meta({ description: 'The field of your body: `lineItems[0].accountRef.id`; empty when it is about the record as a whole.' }),
  message: z.string().meta({ description: 'What is wrong with it, in the words of the accounting software where it found it.' }),
  validatorName: z.string().meta({ description: 'The data type whose rules it breaks.' }),
});

export const pushOperationSchema = z.object({
  pushOperationKey: z.uuid().meta({ description: 'Id of the push: keep it.' }),
  companyId: z.uuid().meta({ description: 'Id of the company.' }),
  dataConnectionKey: z.uuid().meta({ description: 'Id of the connection that is written through.' }),
  dataType: z.enum(dataTypes).meta({ description: 'What is written.' }),
  status: z.enum(statuses).meta({ description: 'Pending until the outcome is known, which is Success or Failed for every push. TimedOut is Pending for longer than you wanted to wait: it goes on all the same.' }),
  statusCode: z.int().meta({ description: 'In the style of HTTP: 202 while its outcome is not known, 200 for success.' }),
  requestedOnUtc: z.string().meta({ description: 'When it was asked for (UTC).' }),
  completedOnUtc: z.string().optional().meta({ description: 'When its outcome was known (UTC).' }),
  timeoutInMinutes: z.int().optional().meta({ description: 'After how many minutes you wanted to call it TimedOut.' }),
  changes: z.array(z.object({
    type: z.enum(['Created', 'Modified', 'Deleted', 'AttachmentUploaded']).meta({ description: 'What happened to it.' }),
    recordRef: z.object({
      id: z.string().meta({ description: 'Its id in the accounting software.' }), dataType: z.enum(dataTypes).meta({ description: 'Its data type.' }),
    }).meta({ description: 'The record.' }),
    attachmentId: z.string().optional().meta({ description: 'Id of the attachment.' }),
  })).meta({ description: 'What was changed in the accounting software; you can read it here from then on.' }),
  errorMessage: z.string().optional().meta({ description: 'Why it failed.' }),
  validation: z.object({
    errors: z.array(fault).meta({ description: 'What is wrong with which field.' }), warnings: z.array(fault).meta({ description: 'Always empty.' }),
  }).meta({ description: 'What the checks found.' }),
}).meta({ description: 'One write to the accounting software.' });

export type PushOperation = z.output<typeof pushOperationSchema>;

export interface PushRow {
  id: string;
  company_id: string;
  connection_id: string;
  data_type: DataType;
  status: PushOperation['status'];
  status_code: number;
  requested_at: Date;
  completed_at: Date | null;
  timeout_minutes: number | null;
  changes: Change[] | null;
  error: string | null;
  issues: WriteIssue[] | null;
}

/** A timeout is a matter of what it is called. The table push is named `p`. */
const status = `coalesce(p.outcome, case when p.requested_at + make_interval(mins => p.timeout_minutes) < now() then 'TimedOut' else 'Pending' end)`;
const statusCode = 'coalesce(p.status_code, 202)';

export const pushColumns = `p.id, p.company_id, p.connection_id, p.data_type, ${status} as status, ${statusCode} as status_code,
  p.requested_at, p.completed_at, p.timeout_minutes, p.changes, p.error, p.issues`;

export function toPushOperation(row: PushRow): PushOperation {
  return {
    pushOperationKey: row.id,
    companyId: row.company_id,
    dataConnectionKey: row.connection_id,
    dataType: row.data_type,
    status: row.status,
    statusCode: row.status_code,
    requestedOnUtc: row.requested_at.toISOString(),
    ...(row.completed_at ? { completedOnUtc: row.completed_at.toISOString() } : {}),
    ...(row.timeout_minutes === null ? {} : { timeoutInMinutes: row.timeout_minutes }),
    changes: row.changes ?? [],
    ...(row.error === null ? {} : { errorMessage: row.error }),
    validation: { errors: (row.issues ?? []).map(({ field, message }) => ({ itemId: field, message, validatorName: row.data_type })), warnings: [] },
  };
}

export const pushOperationTarget: QueryTarget = {
  name: 'PushOperation',
  properties: [
    ...['pushOperationKey', 'dataConnectionKey', 'dataType', 'status', 'errorMessage'].map((path) => ({ path, type: 'string' as const })),
    ...['requestedOnUtc', 'completedOnUtc'].map((path) => ({ path, type: 'date' as const })),
    ...['statusCode', 'timeoutInMinutes'].map((path) => ({ path, type: 'number' as const })),
  ],
};

const columns: Record<string, SqlProperty> = {
  pushOperationKey: { sql: 'p.id::text', storage: 'text' },
  dataConnectionKey: { sql: 'p.connection_id::text', storage: 'text' },
  dataType: { sql: 'p.data_type', storage: 'text' },
  status: { sql: status, storage: 'text' },
  errorMessage: { sql: 'p.error', storage: 'text' },
  requestedOnUtc: { sql: "date_trunc('milliseconds', p.requested_at)", storage: 'instant' },
  completedOnUtc: { sql: "date_trunc('milliseconds', p.completed_at)", storage: 'instant' },
  statusCode: { sql: statusCode, storage: 'numeric' },
  timeoutInMinutes: { sql: 'p.timeout_minutes', storage: 'numeric' },
};

export const pushOperationProperty: PropertySql = (path) => columns[path];
