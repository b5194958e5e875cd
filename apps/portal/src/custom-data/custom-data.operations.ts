import { supportedDataTypes } from '#accounting/data-types';
import { parseNativePath } from '#connector-kit/native-path';
import { z } from 'zod';
import { companyId, connectionId, listQuery, shortText } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { pullOperationSchema } from '../datasets/pull-operation.js';

const path = shortText(500).refine((text) => parseNativePath(text) !== null, 'must be a path such as Contact.Name or $.LineItems[*].ItemCode');
const paths = (description: string) => z.record(shortText(100).min(1, 'must not be empty'), path, { error: 'must be an object of paths' })
  .refine((all) => Object.keys(all).length <= 100, 'must have at most 100 properties').meta({ description });
const dataSource = shortText(500).meta({ description: 'The endpoint of the accounting software that has the values, such as `/Invoices` or `/api.xro/2.0/Invoices`.' });

const platformKey = z.string().meta({ description: 'Key of the integration, such as `gbol`.' });
const dataType = z.enum(supportedDataTypes, { error: 'Datatype [{id}] is not known' }).meta({ description: 'The data type.' });
const customDataIdentifier = z.string().regex(/^[\w-]{1,100}$/, 'No custom data type was found with identifier {id}').meta({ description: 'Your name of the custom data type.' });

export const supplementalDataSchema = z.object({
  supplementalDataConfig: z.record(shortText(100).min(1, 'must not be empty'), z.object({
    dataSource: dataSource.optional(),
    pullData: paths('Where in the native document the values are that records are to have, by your names for them.').optional(),
    pushData: paths('The same for writes.').optional(),
  }), { error: 'must be an object' }).refine((all) => Object.keys(all).length <= 50, 'must have at most 50 objects').optional()
    .meta({ description: 'What you want beside the data type\'s own properties, by your names for the objects that hold it.' }),
}, { error: 'must be a JSON object' }).meta({ description: 'Supplemental data of one data type of one integration.' });

export const customDataTypeSchema = z.object({
  dataSource: dataSource.optional(),
  requiredData: paths('Where in the native document the values are, by your names for them.').optional(),
  keyBy: z.array(path, { error: 'must be a list of paths' }).max(10, 'must have at most 10 paths').optional().meta({ description: 'What makes a record\'s id; the accounting software\'s own when left out.' }),
  sourceModifiedDate: z.array(path, { error: 'must be a list of paths' }).max(10, 'must have at most 10 paths').nullish().meta({ description: 'Kept and answered. Which records changed is known from the endpoint.' }),
}, { error: 'must be a JSON object' }).meta({ description: 'A custom data type of one integration.' });

export type CustomDataTypeConfig = z.output<typeof customDataTypeSchema>;

export const customRecordsSchema = z.object({
  results: z.array(z.object({
    id: z.string().meta({ description: 'Id of the record.' }),
    content: z.record(z.string(), z.looseObject({})).meta({ description: 'An object for each of the configured names: what is an object in the native document as it is there, everything else as its `value`, null where there is none.' }),
    modifiedDate: z.object({ modifiedDate: z.string().meta({ description: 'UTC with Z.' }) }).meta({ description: 'When this platform last changed the record.' }),
  })).meta({ description: 'The records.' }),
  pageNumber: z.int().meta({ description: 'Which page it is.' }),
  pageSize: z.int().meta({ description: 'How many records a page has at most.' }),
  totalResults: z.int().meta({ description: 'How many there are in all.' }),
}).meta({ description: 'A page of records of a custom data type.' });

export type CustomRecords = z.output<typeof customRecordsSchema>;

const ofDataType = {
  path: '/integrations/{platformKey}/dataTypes/{dataType}/supplementalDataConfig', tag: 'Custom data', params: z.object({ platformKey, dataType }),
} as const;
const ofCustomType = {
  path: '/integrations/{platformKey}/dataTypes/custom/{customDataIdentifier}', tag: 'Custom data', params: z.object({ platformKey, customDataIdentifier }),
} as const;
const noSuchList = 'There is no such integration, or it has no such data type.';

export const configureSupplementalData = operation({
  ...ofDataType, id: 'configure-supplemental-data', method: 'PUT',
  summary: 'Configure supplemental data',
  description: 'Values of the native document that the records of a data type are to have in `supplementalData.content`. They replace what was configured; `{}` ends it. Stored records get them from their stored native documents: the accounting software is not called.',
  body: supplementalDataSchema,
  success: { status: 200, description: 'They are stored, and records are being mapped again.' },
  refusals: { 400: 'A property is not accepted, or the data type does not come from that endpoint.', 404: noSuchList },
});

export const getSupplementalData = operation({
  ...ofDataType, id: 'get-supplemental-data-configuration', method: 'GET',
  summary: 'Get the configuration of supplemental data',
  description: 'What is configured, empty when nothing is.',
  success: { status: 200, description: 'The configuration.', body: supplementalDataSchema },
  refusals: { 404: noSuchList },
});

export const configureCustomDataType = operation({
  ...ofCustomType, id: 'configure-custom-data-type', method: 'PUT',
  summary: 'Configure a custom data type',
  description: 'A list of your own out of the native documents of an endpoint that is pulled anyway. What is stored already is in it at once.',
  body: customDataTypeSchema,
  success: { status: 200, description: 'The configuration.', body: customDataTypeSchema },
  refusals: { 400: 'A property is not accepted, or no such endpoint is pulled.', 404: 'There is no such integration.' },
});

export const getCustomDataType = operation({
  ...ofCustomType, id: 'get-custom-data-type-configuration', method: 'GET',
  summary: 'Get the configuration of a custom data type',
  description: 'As it was configured.',
  success: { status: 200, description: 'The configuration.', body: customDataTypeSchema },
  refusals: { 404: 'There is no such integration or custom data type.' },
});

const ofRecords = { tag: 'Custom data', params: z.object({ companyId, connectionId, customDataIdentifier }) } as const;
const noSuchRecords = 'There is no such company, connection or custom data type.';

export const refreshCustomDataType = operation({
  ...ofRecords, id: 'refresh-custom-data-type', method: 'POST', path: '/companies/{companyId}/connections/{connectionId}/data/queue/custom/{customDataIdentifier}',
  summary: 'Refresh a custom data type',
  description: 'Queues a pull of the endpoint\'s data type, of what changed since the last one: the same native documents serve both.',
  success: { status: 200, description: 'The queued pull.', body: pullOperationSchema },
  refusals: { 404: noSuchRecords, 409: 'It is being pulled already.' },
});

export const listCustomRecords = operation({
  ...ofRecords, id: 'list-custom-data-type-records', method: 'GET', path: '/companies/{companyId}/connections/{connectionId}/data/custom/{customDataIdentifier}',
  summary: 'List records of a custom data type',
  description: 'Read from the stored native documents, by id. They cannot be queried.',
  query: z.strictObject({ page: listQuery.shape.page, pageSize: listQuery.shape.pageSize }),
  success: { status: 200, description: 'A page of records.', body: customRecordsSchema },
  refusals: { 400: 'A parameter is not accepted.', 404: noSuchRecords, 409: 'Nothing of the endpoint was pulled yet.' },
});

export const customDataOperations = [
  configureSupplementalData, getSupplementalData, configureCustomDataType, getCustomDataType, refreshCustomDataType, listCustomRecords,
];
