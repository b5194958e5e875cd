import { type DataType, dataTypes } from '#accounting/data-types';
import { z } from 'zod';
import { companyId, connectionId, listQuery, pushOperationKey, recordId, requiredNumber } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { UploadedFile } from '../http/uploaded-file.js';
import { pushOperationSchema } from './push-operation.js';
import { pushOptionSchema } from './push-option.js';

const flag = (standard: 'true' | 'false', description: string) =>
  z.enum(['true', 'false'], { error: 'must be true or false' }).default(standard).transform((value) => value === 'true').meta({ wire: { type: 'boolean', default: standard === 'true' }, description });

/** The paths of writing call the chart of accounts by another name. */
const dataType = z.enum([...dataTypes, 'accounts'], { error: 'Datatype [{id}] is not known' })
  .transform((name): DataType => (name === 'accounts' ? 'chartOfAccounts' : name)).meta({ description: 'What to write; `accounts` is the chart of accounts.' });

const timeoutInMinutes = requiredNumber('After how many minutes without an outcome it is called TimedOut; it goes on all the same.', 10_080).optional();
const allowSyncOnPushComplete = flag('true', 'Whether what the write changed beside its own record, such as the invoice that a payment settles, is read again at once.');
const forceUpdate = flag('false', 'Write even if the record has changed since the `sourceModifiedDate` of your body.');
const ofConnection = z.object({ companyId, connectionId });
const ofType = ofConnection.extend({ dataType });
const ofRecord = ofType.extend({ recordId });
const query = z.strictObject({ timeoutInMinutes, allowSyncOnPushComplete });
const body = z.record(z.string(), z.unknown(), { error: 'must be an object' }).meta({ wire: { type: 'object' }, description: 'The record, as its list shows it and as the options of its data type allow. Properties that they do not name, `id` and dates of change are passed over.' });
const at = '/companies/{companyId}/connections/{connectionId}';

const later = 'What is wrong with the record is told by the push itself, which then ends as Failed, with the fields in `validation`.';
const once = 'It is written exactly once, whatever happens to the answers of the accounting software on the way.';
const push = {
  tag: 'Writing data' as const,
  success: { status: 200 as const, description: 'The push. Watch it by its key, or by the webhooks `{dataType}.write.successful` and `.unsuccessful`.', body: pushOperationSchema },
  refusals: {
    400: 'A parameter or the body is not accepted, or the consent of the company does not cover writing.',
    404: 'There is no such company, connection or data type, or its accounting software does not take this write.', 409: 'The connection is not linked.',
  },
};

export const getPushOptions = operation({
  id: 'get-push-options', method: 'GET', path: `${at}/options/{dataType}`, tag: 'Writing data',
  summary: 'Get push options', description: 'What a record of this data type may hold when it is written through this connection.',
  params: ofType,
  success: { status: 200, description: 'The options.', body: pushOptionSchema },
  refusals: { 404: push.refusals[404] },
});

export const createRecord = operation({
  ...push, id: 'create-record', method: 'POST', path: `${at}/push/{dataType}`,
  summary: 'Create a record', description: `Writes a new record to the accounting software. ${once} ${later}`,
  params: ofType, query, body,
});

export const updateRecord = operation({
  ...push, id: 'update-record', method: 'PUT', path: `${at}/push/{dataType}/{recordId}`,
  summary: 'Update a record', description: `Changes a record of the accounting software to what the body says. ${once} ${later}`,
  params: ofRecord, query: query.extend({ forceUpdate }), body,
});

export const deleteRecord = operation({
  ...push, id: 'delete-record', method: 'DELETE', path: `${at}/push/{dataType}/{recordId}`,
  summary: 'Delete a record', description: `Deletes a record of the accounting software, or voids it where that is how its kind ends. ${once}`,
  params: ofRecord, query,
});

const upload = (id: string, name: string) => operation({
  ...push, id, method: 'POST', path: `${at}/push/{dataType}/{recordId}/${name}`,
  summary: `Upload an attachment${name === 'attachments' ? ' (path of bills)' : ''}`,
  description: `Attaches a file of at most 4 MiB to a record: the first file of a form of type multipart/form-data, whatever its field is called. ${once}`,
  params: ofRecord, query,
  body: z.instanceof(UploadedFile, { error: 'must be a form of type multipart/form-data with a file' })
    .refine(({ bytes }) => bytes.length > 0, 'must not be empty').refine(({ bytes }) => bytes.length <= 4 * 1024 * 1024, 'must have at most 4 MiB')
    .meta({ wire: { type: 'string', format: 'binary' }, description: 'The file.' }),
});

export const uploadAttachment = upload('upload-attachment', 'attachment');
export const uploadBillAttachment = upload('upload-bill-attachment', 'attachments');

const lacking = 'None of the accounting software that can be connected takes bank transactions: it is always refused.';

export const getBankTransactionOptions = operation({
  id: 'get-bank-transaction-options', method: 'GET', path: `${at}/options/bankAccounts/{recordId}/bankTransactions`, tag: 'Writing data',
  summary: 'Get push options of bank transactions (not supported)', description: lacking,
  params: ofConnection.extend({ recordId }),
  success: { status: 200, description: 'Not answered as long as no accounting software takes them.' },
  refusals: { 404: push.refusals[404] },
});

export const createBankTransactions = operation({
  ...push, id: 'create-bank-transactions', method: 'POST', path: `${at}/push/bankAccounts/{recordId}/bankTransactions`,
  summary: 'Create bank transactions (not supported)', description: lacking,
  params: ofConnection.extend({ recordId }), query, body,
});

export const listPushOperations = operation({
  id: 'list-push-operations', method: 'GET', path: '/companies/{companyId}/push', tag: 'Writing data',
  summary: 'List push operations', description: 'All writes to the company\'s accounting software, newest first unless `orderBy` says otherwise.',
  params: z.object({ companyId }), query: listQuery,
  success: { status: 200, description: 'A page of push operations.', body: { schema: 'PushOperation', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.', 404: 'There is no such company.' },
});

export const getPushOperation = operation({
  id: 'get-push-operation', method: 'GET', path: '/companies/{companyId}/push/{pushOperationKey}', tag: 'Writing data',
  summary: 'Get a push operation', description: 'One write, with its outcome.',
  params: z.object({ companyId, pushOperationKey }),
  success: { status: 200, description: 'The push operation.', body: pushOperationSchema },
  refusals: { 404: 'There is no such company or push operation.' },
});

export const pushOperations = [
  getPushOptions, getBankTransactionOptions, createRecord, updateRecord, deleteRecord, uploadAttachment, uploadBillAttachment, createBankTransactions, listPushOperations, getPushOperation,
];
