import { isSupportedDataType, supportedDataTypes } from '#accounting/data-types';
import { z } from 'zod';
import { companyId, once } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const format = z.enum(['ndjson', 'csv'], { error: 'must be ndjson or csv' }).default('ndjson')
  .meta({ description: 'ndjson: each record as the API answers it, one on a line. csv: tables for spreadsheets.' });

const dataTypes = once('Data types to export, separated by commas; without it all of them.').optional()
  .transform((text) => text?.split(',').map((name) => name.trim()))
  .refine((names) => names === undefined || names.every(isSupportedDataType), `must be data types separated by commas, of ${supportedDataTypes.join(', ')}`);

export const exportCompany = operation({
  id: 'export-company',
  method: 'GET',
  path: '/companies/{companyId}/data/export',
  tag: 'Accounting data',
  summary: 'Export a company',
  description: 'All records of the company, tombstones included, in one zip file, all of them as they are at one moment. `index.json` in it says what each data type has and when it was pulled. ' +
    'In CSV each data type is a table, and each list within its records a further one (`invoices.lineItems.csv`); lists within lists are JSON. Text that a spreadsheet would run as a formula begins with an apostrophe there; NDJSON is exact. ' +
    'The file is written while it is sent: it is whole when it can be opened. Two exports of an operator run at once.',
  params: z.object({ companyId }),
  query: z.strictObject({ format, dataTypes }),
  success: { status: 200, description: 'The file.', file: ['application/zip'] },
  refusals: { 400: 'A parameter is not accepted.', 404: 'There is no such company, or it was never linked.' },
});

export const exportOperations = [exportCompany];
