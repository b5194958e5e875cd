import type { DataType } from '#accounting/data-types';
import { z } from 'zod';
import { companyId, connectionId, listQuery, recordId } from '../api/inputs.js';
import { operation } from '../api/operation.js';

/** Data types that the wire has and no accounting software here: their routes say so. */
const lacking = {
  salesOrders: { many: 'sales orders', one: 'sales order', ofConnection: false },
  paymentMethods: { many: 'payment methods', one: 'payment method', ofConnection: false },
  journals: { many: 'journals', one: 'journal', ofConnection: false },
  itemReceipts: { many: 'item receipts', one: 'item receipt', ofConnection: true },
} as const satisfies { readonly [T in DataType]?: { many: string; one: string; ofConnection: boolean } };

const params = z.object({ companyId, connectionId: connectionId.optional() });

function unsupported<Id extends z.ZodObject>(id: string, path: string, what: string, { ids, query = z.strictObject({}) }: { ids: Id; query?: z.ZodObject }) {
  return operation({
    id,
    method: 'GET',
    path,
    tag: 'Accounting data',
    summary: `${what} (not supported)`,
    description: 'None of the accounting software that can be connected has this data type: it is always refused.',
    params: ids,
    query,
    success: { status: 200, description: 'Not answered as long as no accounting software has the data type.' },
    refusals: { 404: 'There is no such company or connection, or its accounting software does not have this data type.' },
  });
}

const ofRecords = Object.entries(lacking).map(([dataType, { many, one, ofConnection }]) => {
  const path = `/companies/{companyId}${ofConnection ? '/connections/{connectionId}' : ''}/data/${dataType}`;
  return {
    dataType: dataType as DataType,
    list: unsupported(`list-${many.replace(' ', '-')}`, path, `List ${many}`, { ids: params, query: listQuery }),
    get: unsupported(`get-${one.replace(' ', '-')}`, `${path}/{recordId}`, `Get a ${one}`, { ids: params.extend({ recordId }) }),
  };
});

const listBankTransactions = unsupported(
  'list-bank-transactions', '/companies/{companyId}/connections/{connectionId}/data/bankAccounts/{recordId}/bankTransactions', 'List bank transactions',
  { ids: params.extend({ recordId }), query: listQuery },
);

/** Each with what it cannot read. */
export const unsupportedReads = [
  ...ofRecords.flatMap(({ dataType, list, get }) => [{ dataType, read: list }, { dataType, read: get }]),
  { dataType: 'bankTransactions' as DataType, read: listBankTransactions },
];

export const unsupportedOperations = unsupportedReads.map(({ read }) => read);
