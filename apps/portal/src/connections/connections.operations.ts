import { connectors } from '#connectors/registry';
import { z } from 'zod';
import { companyId, connectionId, listQuery } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { connectionSchema } from './connection-view.js';

const inCompany = z.object({ companyId });
const params = z.object({ companyId, connectionId });
const object = { error: 'must be a JSON object' };
const notThere = 'There is no such company or connection.';
const connection = { status: 200, description: 'The connection.', body: connectionSchema } as const;

export const listConnections = operation({
  id: 'list-connections',
  forCompanies: true,
  method: 'GET',
  path: '/companies/{companyId}/connections',
  tag: 'Connections',
  summary: 'List connections',
  description: 'The connections of a company, oldest first unless `orderBy` says otherwise.',
  params: inCompany,
  query: listQuery,
  success: { status: 200, description: 'A page of connections.', body: { schema: 'Connection', paged: true } },
  refusals: { 400: 'A parameter or the query cannot be read.', 404: 'There is no such company.' },
});

export const createConnection = operation({
  id: 'create-connection',
  forCompanies: true,
  method: 'POST',
  path: '/companies/{companyId}/connections',
  tag: 'Connections',
  summary: 'Create a connection',
  description: 'Creates a connection that waits for consent (`PendingAuth`). Send the company\'s own person to its `linkUrl`. Needed only if you build your own link pages: the company\'s `redirect` does it by itself.',
  params: inCompany,
  body: z.object({
    platformKey: z.string({ error: `must be the key of an integration: ${[...connectors.keys()].join(', ')}` }).max(100, 'must have at most 100 characters')
      .meta({ description: 'Key of an enabled integration, such as `gbol` for Xero.' }),
  }, object),
  success: connection,
  refusals: { 400: 'The key is missing or unknown.', 404: 'There is no such company.', 409: 'The integration is not enabled.' },
});

export const getConnection = operation({
  id: 'get-connection',
  forCompanies: true,
  method: 'GET',
  path: '/companies/{companyId}/connections/{connectionId}',
  tag: 'Connections',
  summary: 'Get a connection',
  description: 'One connection of a company.',
  params,
  success: connection,
  refusals: { 404: notThere },
});

export const unlinkConnection = operation({
  id: 'unlink-connection',
  forCompanies: true,
  method: 'PATCH',
  path: '/companies/{companyId}/connections/{connectionId}',
  tag: 'Connections',
  summary: 'Unlink a connection',
  description: 'Ends a linked connection here and at the accounting software. Data that was pulled stays readable; the person can link it again through `linkUrl`.',
  params,
  body: z.object({ status: z.literal('Unlinked', { error: 'must be Unlinked: every other status comes from the link itself' }).meta({ description: 'Always Unlinked.' }) }, object),
  success: connection,
  refusals: { 400: 'The status is not Unlinked, or the connection is not linked.', 404: notThere },
});

export const deleteConnection = operation({
  id: 'delete-connection',
  method: 'DELETE',
  path: '/companies/{companyId}/connections/{connectionId}',
  tag: 'Connections',
  summary: 'Delete a connection',
  description: 'Ends a connection here and at the accounting software, and deletes everything that was pulled through it. It cannot be undone.',
  params,
  success: { status: 200, description: 'It is gone. The answer is empty.' },
  refusals: { 404: notThere },
});

export const connectionOperations = [listConnections, createConnection, getConnection, unlinkConnection, deleteConnection];
