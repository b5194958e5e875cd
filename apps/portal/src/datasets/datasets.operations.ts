import { dataTypes } from '#accounting/data-types';
import { z } from 'zod';
import { companyId, datasetId, listQuery } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { countsProofSchema } from './counts-proof.js';
import { dataStatusesSchema } from './data-status.js';
import { pullOperationSchema } from './pull-operation.js';
import { getRemapping, remapRecords } from './remappings.operations.js';
import { validationSchema } from './validation.js';

const params = z.object({ companyId });
const noSuchCompany = 'There is no such company.';
/** An addition to Codat's own parameters. */
const full = z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').transform((value) => value === 'true')
  .meta({
    wire: { type: 'boolean', default: false },
    description: 'Read everything and compare it, rather than what changed since the last pull. That happens by itself every week, and every day for short lists: it finds what the accounting software changed without saying so, and what vanished from it.',
  });
const refreshing = {
  tag: 'Refresh data',
  params,
  query: z.strictObject({ full }),
  success: { status: 204, description: 'The pulls are queued.' },
  refusals: { 400: 'A parameter is not accepted.', 404: noSuchCompany },
} as const;

export const refreshAll = operation({
  ...refreshing,
  id: 'refresh-all-data-types',
  method: 'POST',
  path: '/companies/{companyId}/data/all',
  summary: 'Refresh all data',
  description: 'Queues a pull of the company\'s linked connections: of every data type whose sync setting has `fetchOnFirstLink`. Types that are being pulled already are left alone; without a linked connection nothing happens.',
});

/** An older name of the same operation that clients still use. */
export const queueAll = operation({
  ...refreshing,
  id: 'queue-all-data-types',
  method: 'POST',
  path: '/companies/{companyId}/data/queue/all',
  summary: 'Refresh all data (older path)',
  description: 'The same as `POST /companies/{companyId}/data/all`.',
});

export const refreshDataType = operation({
  id: 'refresh-data-type',
  method: 'POST',
  path: '/companies/{companyId}/data/queue/{dataType}',
  tag: 'Refresh data',
  summary: 'Refresh one data type',
  description: 'Queues a pull of one data type. Watch it with the pull operation\'s id that is answered.',
  params: z.object({
    companyId,
    dataType: z.enum(dataTypes, { error: 'Datatype [{id}] is not known' }).meta({ description: 'Which data to pull.' }),
  }),
  query: z.strictObject({
    connectionId: z.string({ error: 'must be given once, as text' }).optional().meta({ wire: { type: 'string', format: 'uuid' }, description: 'From which connection; the company\'s linked one when left out.' }),
    full,
  }),
  success: { status: 200, description: 'The queued pull.', body: pullOperationSchema },
  refusals: { 400: 'A parameter is not accepted.', 404: 'There is no such company, data type or linked connection.', 409: 'This data type is being pulled already.' },
});

export const refreshCompanyInfo = operation({
  id: 'refresh-company-info',
  method: 'POST',
  path: '/companies/{companyId}/data/info',
  tag: 'Refresh data',
  summary: 'Refresh company info',
  description: 'Queues a pull of the data type `company`.',
  params,
  success: { status: 200, description: 'The queued pull.', body: pullOperationSchema },
  refusals: { 404: 'There is no such company, or it has no linked connection.', 409: 'It is being pulled already.' },
});

export const getDataStatus = operation({
  id: 'get-data-status',
  method: 'GET',
  path: '/companies/{companyId}/dataStatus',
  tag: 'Refresh data',
  summary: 'Get data status',
  description: 'How fresh each data type of the company is.',
  params,
  success: { status: 200, description: 'Status by data type.', body: dataStatusesSchema },
  refusals: { 404: noSuchCompany },
});

export const listPullOperations = operation({
  id: 'list-pull-operations',
  method: 'GET',
  path: '/companies/{companyId}/data/history',
  tag: 'Refresh data',
  summary: 'List pull operations',
  description: 'All pulls of the company\'s data, newest first unless `orderBy` says otherwise. `status!=Complete&&status!=NotSupported` finds those that are running or have failed.',
  params,
  query: listQuery,
  success: { status: 200, description: 'A page of pull operations.', body: { schema: 'PullOperation', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.', 404: noSuchCompany },
});

export const getPullOperation = operation({
  id: 'get-pull-operation',
  method: 'GET',
  path: '/companies/{companyId}/data/history/{datasetId}',
  tag: 'Refresh data',
  summary: 'Get a pull operation',
  description: 'One pull, with its progress.',
  params: z.object({ companyId, datasetId }),
  success: { status: 200, description: 'The pull operation.', body: pullOperationSchema },
  refusals: { 404: 'There is no such company or pull operation.' },
});

export const getCountsProof = operation({
  id: 'get-pull-operation-proof',
  method: 'GET',
  path: '/companies/{companyId}/data/history/{datasetId}/proof',
  tag: 'Refresh data',
  summary: 'Get the proof of a pull operation',
  description: 'What a pull came to, against what the accounting software counts itself.',
  params: z.object({ companyId, datasetId }),
  success: { status: 200, description: 'The proof.', body: countsProofSchema },
  refusals: { 404: 'There is no such company or pull operation.' },
});

export const getValidation = operation({
  id: 'get-read-validation-results',
  method: 'GET',
  path: '/companies/{companyId}/sync/{datasetId}/validation',
  tag: 'Refresh data',
  summary: 'Get validation results',
  description: 'What is wrong with the records of the pull\'s data type and connection, as they are now. Errors are records that cannot be read, which are kept aside, and amounts that do not agree; warnings are totals that were adjusted against their lines by no more than 0.10. Records with warnings, and with errors other than that of being unreadable, are served. At most 1,000 records are listed, by their ids.',
  params: z.object({ companyId, datasetId }),
  success: { status: 200, description: 'The validation results.', body: validationSchema },
  refusals: { 404: 'There is no such company or pull operation.' },
});

export const datasetOperations = [
  refreshAll, queueAll, refreshDataType, refreshCompanyInfo, getDataStatus, listPullOperations, getPullOperation, getValidation,
  getCountsProof, remapRecords, getRemapping,
];
