import { type SupportedDataType, supportedDataTypes } from '#accounting/data-types';
import type { Operation } from '../../apps/portal/src/api/operation.js';
import { newId } from '#platform/ids';
import type { z } from 'zod';
import { type ApiOperator, portalApi, type PortalApi } from './portal-api.js';
import { storeConnection, storeDataset, storeRecords, storeProof, storePush, storeRemapping } from './stored-records.js';

/** An operator with one company whose data was pulled: ids for every parameter of every path. */
export interface OwnedIds {
  companyId: string;
  connectionId: string;
  datasetId: string;
  remappingId: string;
  pushOperationKey: string;
  apiKeyId: string;
  webhookId: string;
  messageId: string;
  dataType: string;
  recordId: string;
  attachmentId: string;
  platformKey: string;
  customDataIdentifier: string;
}

export interface ApiWorld {
  api: PortalApi;
  operator: ApiOperator;
  ids: OwnedIds;
  close(): Promise<void>;
}

/** A record that is one of every data type: only its common fields are looked at. */
export const recordId = 'b1c2d3e4-0000-4000-8000-000000000001';

export async function apiWorld(): Promise<ApiWorld> {
  const api = await portalApi();
  const operator = await api.addOperator();
  return { api, operator, ids: await pulledCompany(api, operator), close: () => api.close() };
}

export async function pulledCompany({ database: { tenants } }: PortalApi, operator: ApiOperator): Promise<OwnedIds> {
  const { body: { id: companyId } } = await operator.call('POST', '/companies', { name: 'Owned Company', tags: { region: 'uk' } });
  const { operatorId } = operator;
  const connectionId = await storeConnection(tenants, operatorId, companyId as string);
  let datasetId = '';
  for (const dataType of supportedDataTypes) {
    datasetId = await storeDataset(tenants, operatorId, { companyId: companyId as string, connectionId, dataType });
    const values = isStatement(dataType) ? emptyMonth : { id: recordId };
    await storeRecords(tenants, { operatorId, connectionId, dataType }, [{ id: values.id, document: { ...values, modifiedDate: '2026-11-01T10:00:30Z' } }]);
  }
  const { body: { id: webhookId } } = await operator.call('POST', '/webhooks', { url: 'https://hooks.example.com/in', eventTypes: ['company.created'] });
  const { body: { id: messageId } } = await operator.call('POST', `/webhooks/${webhookId}/test`);
  const { body: { id: apiKeyId } } = await operator.call('POST', '/apiKeys', { name: 'second' });
  await operator.call('PUT', '/integrations/gbol/dataTypes/custom/mine', { dataSource: '/Invoices' });
  await storeProof(tenants, operatorId, connectionId);
  return { companyId: companyId as string, connectionId, datasetId, apiKeyId: apiKeyId as string, webhookId: webhookId as string, messageId: messageId as string, remappingId: await storeRemapping(tenants, operatorId, connectionId), pushOperationKey: await storePush(tenants, operatorId, { companyId: companyId as string, connectionId }), dataType: 'invoices', recordId, attachmentId: 'a1', platformKey: 'gbol', customDataIdentifier: 'mine' };
}

/** Statements are stored month by month. */
const isStatement = (dataType: SupportedDataType) => ['balanceSheet', 'profitAndLoss', 'cashFlowStatement'].includes(dataType);
const emptyMonth = { id: '2026-11', netAssets: 0, grossProfit: 0, netOperatingProfit: 0, netOtherIncome: 0, netProfit: 0 };

/** Ids in the right form that nobody has. */
export const absentIds = (): OwnedIds =>
  ({ companyId: newId(), connectionId: newId(), datasetId: newId(), remappingId: newId(), pushOperationKey: newId(), apiKeyId: newId(), webhookId: newId(), messageId: newId(), dataType: 'invoices', recordId: newId(), attachmentId: newId(), platformKey: 'zzzz', customDataIdentifier: 'mine' });

export function pathOf({ path }: Operation, ids: Readonly<Record<string, string>> | OwnedIds): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((ids as Record<string, string>)[name]));
}

/** What the owner of the ids is answered. Files are fetched from the platform, and nobody consented to that in this world. */
export function foundStatus({ tag, success }: Operation): number {
  if (tag === 'Files') return 409;
  return success.body || success.file ? 200 : 404;
}

/** The parameters that an operation does not go without, to be followed by others. */
export function queryOf({ query }: Operation): string {
  const values: Record<string, string> = { periodLength: '1', periodsToCompare: '3' };
  const required = Object.entries<z.ZodType>(query.shape).filter(([, schema]) => !schema.safeParse(undefined).success);
  return required.map(([name]) => `${name}=${values[name]}&`).join('');
}

function form(): FormData {
  const data = new FormData();
  data.append('file', new Blob(['%PDF-']), 'a.pdf');
  return data;
}

/** A body that each operation would accept. */
export function bodyOf({ id }: Operation): object | undefined {
  const bodies: Record<string, object> = {
    'create-company': { name: 'New' },
    'replace-company': { name: 'Replaced' },
    'update-company': { name: 'Updated' },
    'set-cors-settings': { allowedOrigins: ['https://app.example.com'] },
    'set-connection-management-cors-settings': { allowedOrigins: ['https://app.example.com'] },
    'update-profile': { name: 'Lender', redirectUrl: '' },
    'create-webhook-consumer': { url: 'https://hooks.example.com/in', eventTypes: ['company.created'] },
    'update-webhook-consumer': { disabled: true },
    'recover-webhook-messages': { since: new Date().toISOString() },
    'replay-webhook-messages': { since: new Date().toISOString() },
    'create-api-key': { name: 'CI' },
    'configure-supplemental-data': { supplementalDataConfig: {} },
    'configure-custom-data-type': { dataSource: '/Invoices' },
    'create-connection': { platformKey: 'gbol' },
    'update-sync-settings': { settings: [] },
    'set-company-sync-settings': { settings: [] },
    'create-record': { invoiceNumber: 'INV-1' },
    'update-record': { invoiceNumber: 'INV-1' },
    'create-bank-transactions': {},
    'upload-attachment': form(),
    'upload-bill-attachment': form(),
    'unlink-connection': { status: 'Unlinked' },
  };
  return bodies[id];
}
