import { type SupportedDataType, supportedDataTypes } from '#accounting/data-types';
import { type Model, models } from '#accounting/models';
import { z } from 'zod';
import { asOf, companyId, connectionId, listQuery, once, pageSize, recordId } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const notThere = 'There is no such company, connection or record, or no data of this type.';
const notYet = 'The data type was never requested, or its first pull has not ended.';

type Statement = 'balanceSheet' | 'profitAndLoss' | 'cashFlowStatement';

const words: Record<Exclude<SupportedDataType, Statement>, { one: string; many: string }> = {
  company: { one: 'the company info', many: 'company info' },
  chartOfAccounts: { one: 'an account', many: 'accounts' },
  bankAccounts: { one: 'a bank account', many: 'bank accounts' },
  taxRates: { one: 'a tax rate', many: 'tax rates' },
  trackingCategories: { one: 'a tracking category', many: 'tracking categories' },
  customers: { one: 'a customer', many: 'customers' },
  suppliers: { one: 'a supplier', many: 'suppliers' },
  items: { one: 'an item', many: 'items' },
  payments: { one: 'a payment', many: 'payments' },
  billPayments: { one: 'a bill payment', many: 'bill payments' },
  invoices: { one: 'an invoice', many: 'invoices' },
  bills: { one: 'a bill', many: 'bills' },
  creditNotes: { one: 'a credit note', many: 'credit notes' },
  billCreditNotes: { one: 'a bill credit note', many: 'bill credit notes' },
  directCosts: { one: 'a direct cost', many: 'direct costs' },
  directIncomes: { one: 'a direct income', many: 'direct incomes' },
  transfers: { one: 'a transfer', many: 'transfers' },
  accountTransactions: { one: 'an account transaction', many: 'account transactions' },
  journalEntries: { one: 'a journal entry', many: 'journal entries' },
  purchaseOrders: { one: 'a purchase order', many: 'purchase orders' },
};

const recordsQuery = listQuery.extend({ asOf });

export type RecordsQuery = z.output<typeof recordsQuery>;

const changesQuery = z.strictObject({
  after: once('The `cursor` of the answer that was read last; without it the changes begin with every record that there is.').optional(),
  pageSize,
});

export type ChangesQuery = z.output<typeof changesQuery>;

export const recordChangesSchema = z.object({
  results: z.array(z.object({
    id: z.string().meta({ description: 'Id of the record in the accounting software.' }),
    change: z.enum(['created', 'changed', 'deleted']).meta({
      description: 'created: it was not there at the cursor. deleted: it is gone in the accounting software, and stays in lists, marked by `metadata.isDeleted`.',
    }),
    modifiedDate: z.string().meta({ wire: { type: 'string', format: 'date-time' }, description: 'When it changed here.' }),
    record: z.object({}).meta({ wire: { type: 'object' }, description: 'The record as it is now, of the schema that its list has.' }),
  })).meta({ description: 'In the order in which they were written here.' }),
  cursor: z.string().meta({ description: 'Where to go on, now or at any time: keep it.' }),
  hasMore: z.boolean().meta({ description: 'Whether there is more already.' }),
});

/** The operations of a data type of which there are many records. */
export function recordOperations(dataType: keyof typeof words) {
  const { name, path, scope }: Model = models[dataType];
  const { one, many } = words[dataType];
  const root = `/companies/{companyId}${scope === 'connection' ? '/connections/{connectionId}' : ''}/data/${path}`;
  const ofConnection: z.ZodType<string | undefined> = scope === 'connection' ? connectionId : connectionId.optional();
  const params = z.object({ companyId, connectionId: ofConnection });
  const slug = many.replaceAll(' ', '-');
  const whose = scope === 'connection' ? 'one connection' : 'the company';
  return {
    list: operation({
      id: `list-${slug}`,
      method: 'GET',
      path: root,
      tag: 'Accounting data',
      summary: `List ${many}`,
      description: `The ${many} of ${whose} as of the last pull, ordered by id unless \`orderBy\` says otherwise. Records that are gone at the source stay, marked by \`metadata.isDeleted\`.` +
        (dataType === 'trackingCategories' ? ' The list is flat: `parentId` says which category an option belongs to.' : ''),
      params,
      query: recordsQuery,
      success: { status: 200, description: `A page of ${many}.`, body: { schema: name, paged: true } },
      refusals: { 400: 'A parameter or the query cannot be read.', 404: notThere, 409: notYet },
    }),
    changes: operation({
      id: `list-changes-of-${slug}`,
      method: 'GET',
      path: `${root}/changes`,
      tag: 'Accounting data',
      summary: `List changes of ${many}`,
      description: `The ${many} of ${whose} that were created, changed or deleted since a cursor, see **Reading changes only**. An addition to Codat's API.`,
      params,
      query: changesQuery,
      success: { status: 200, description: `Changed ${many}, and the cursor after them.`, body: recordChangesSchema },
      refusals: { 400: 'The cursor is none, or of another list.', 404: notThere, 409: notYet },
    }),
    get: operation({
      id: `get-${one.replace(/^an? /, '').replaceAll(' ', '-')}`,
      method: 'GET',
      path: `${root}/{recordId}`,
      tag: 'Accounting data',
      summary: `Get ${one}`,
      description: dataType === 'trackingCategories' ? 'One tracking category with everything below it in `subCategories`.' : `One record of ${many}, as of the last pull.`,
      params: params.extend({ recordId }),
      query: z.strictObject({ asOf }),
      success: { status: 200, description: 'The record.', body: { schema: dataType === 'trackingCategories' ? 'TrackingCategoryTree' : name, paged: false } },
      refusals: { 400: 'A parameter is not accepted.', 404: notThere, 409: notYet },
    }),
  };
}

export const getCompanyInfo = operation({
  id: 'get-company-info',
  method: 'GET',
  path: `/companies/{companyId}/data/${models.company.path}`,
  tag: 'Accounting data',
  summary: 'Get company info',
  description: 'What the accounting software knows about the company itself.',
  params: z.object({ companyId }),
  query: z.strictObject({ asOf }),
  success: { status: 200, description: 'The company info.', body: { schema: models.company.name, paged: false } },
  refusals: { 400: 'A parameter is not accepted.', 404: notThere, 409: notYet },
});

/** The data types that are lists, each with its operations. */
export const listedDataTypes = supportedDataTypes.filter((dataType): dataType is keyof typeof words => !models[dataType].single)
  .map((dataType) => ({ dataType, ...recordOperations(dataType) }));

export const dataOperations = [getCompanyInfo, ...listedDataTypes.flatMap(({ list, changes, get }) => [list, changes, get])];
