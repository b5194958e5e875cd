import type { QueryTarget } from '#accounting/properties';
import type { Dataset } from '#database/entities/dataset.entity';
import type { PropertySql, SqlProperty } from '#records/query-sql';
import { z } from 'zod';

/** Every status that the SDKs know; they throw at any other. */
export const datasetStatuses = [
  'Initial', 'Queued', 'Fetching', 'MapQueued', 'Mapping', 'Complete', 'FetchError', 'MapError', 'InternalError', 'ProcessingQueued',
  'Processing', 'ProcessingError', 'ValidationQueued', 'Validating', 'ValidationError', 'AuthError', 'Cancelled', 'NotSupported',
  'RateLimitError', 'PermissionsError', 'PrerequisiteNotMet',
] as const;

/** Ends that are no failure. */
const fine: readonly string[] = ['Complete', 'NotSupported'];

export const pullOperationSchema = z.object({
  id: z.uuid().meta({ description: 'Id of the pull operation.' }),
  companyId: z.uuid().meta({ description: 'Id of the company.' }),
  connectionId: z.uuid().meta({ description: 'Id of the connection that is pulled from.' }),
  dataType: z.string().meta({ description: 'What is pulled.' }),
  status: z.enum(datasetStatuses).meta({ description: 'Queued, then Fetching, then Complete or how it failed. AuthError means that the company has to link again.' }),
  statusDescription: z.string().nullable().meta({ description: 'More about the status, such as until when a limit of the accounting software pauses the pull.' }),
  errorMessage: z.string().nullable().meta({ description: 'Why it failed.' }),
  requested: z.string().meta({ description: 'When it was asked for (UTC).' }),
  completed: z.string().optional().meta({ description: 'When it ended, well or not (UTC).' }),
  progress: z.int().min(0).max(100).meta({ description: 'Percent done.' }),
  isCompleted: z.boolean().meta({ description: 'Whether it ended well.' }),
  isErrored: z.boolean().meta({ description: 'Whether it failed.' }),
}).meta({ description: 'One pull of one data type from one connection.' });

export type PullOperation = z.output<typeof pullOperationSchema>;

export function toPullOperation(dataset: Dataset): PullOperation {
  const ended = dataset.completedAt !== null;
  return {
    id: dataset.id,
    companyId: dataset.companyId,
    connectionId: dataset.connectionId,
    dataType: dataset.dataType,
    status: dataset.status as PullOperation['status'],
    statusDescription: dataset.statusDescription,
    errorMessage: dataset.errorMessage,
    requested: dataset.requestedAt.toISOString(),
    ...(dataset.completedAt ? { completed: dataset.completedAt.toISOString() } : {}),
    progress: dataset.progress,
    isCompleted: ended && fine.includes(dataset.status),
    isErrored: ended && !fine.includes(dataset.status),
  };
}

/** The wire's name for it in errors is Dataset. `isCompleted` and `isErrored` follow from the status and cannot be asked for. */
export const pullOperationTarget: QueryTarget = {
  name: 'Dataset',
  properties: [
    ...['id', 'connectionId', 'dataType', 'status', 'statusDescription', 'errorMessage'].map((path) => ({ path, type: 'string' as const })),
    { path: 'requested', type: 'date' },
    { path: 'completed', type: 'date' },
    { path: 'progress', type: 'number' },
  ],
};

const columns: Record<string, SqlProperty> = {
  id: { sql: 'd.id::text', storage: 'text' },
  connectionId: { sql: 'd.connection_id::text', storage: 'text' },
  dataType: { sql: 'd.data_type', storage: 'text' },
  status: { sql: 'd.status', storage: 'text' },
  statusDescription: { sql: 'd.status_description', storage: 'text' },
  errorMessage: { sql: 'd.error_message', storage: 'text' },
  requested: { sql: "date_trunc('milliseconds', d.requested_at)", storage: 'instant' },
  completed: { sql: "date_trunc('milliseconds', d.completed_at)", storage: 'instant' },
  progress: { sql: 'd.progress', storage: 'numeric' },
};

/** The table dataset is named `d`. */
export const pullOperationProperty: PropertySql = (path) => columns[path];
