import { z } from 'zod';
import { apiKeyId, shortText } from '../api/inputs.js';
import { operation } from '../api/operation.js';

const tag = 'API keys';

export const apiKeySchema = z.object({
  id: z.uuid().meta({ description: 'Id of the key.' }),
  name: z.string().nullable().meta({ description: 'What you call it.' }),
  apiKey: z.string().meta({ description: 'The key itself in the answer that creates it, and never again: elsewhere its first characters followed by `…`.' }),
  createdDate: z.string().meta({ description: 'When it was created (UTC).' }),
  lastUsedDate: z.string().optional().meta({ description: 'When it was last used (UTC), to the minute; absent when it never was.' }),
}).meta({ description: 'A key of the API.' });

export type ApiKeyView = z.output<typeof apiKeySchema>;

export const apiKeyListSchema = z.object({
  results: z.array(apiKeySchema).meta({ description: 'The keys, oldest first.' }),
}).meta({ description: 'Your keys of the API.' });

const newKey = z.object({
  name: shortText(50).nullish().meta({ description: 'What you call it, at most 50 characters.' }),
}, { error: 'must be a JSON object' }).optional();

export const listApiKeys = operation({
  id: 'list-api-keys', method: 'GET', path: '/apiKeys', tag,
  summary: 'List API keys',
  description: 'Your keys with their names. Only a hash of each key is stored, so that nobody can read them here.',
  success: { status: 200, description: 'The keys.', body: apiKeyListSchema },
});

export const createApiKey = operation({
  id: 'create-api-key', method: 'POST', path: '/apiKeys', tag,
  summary: 'Create an API key',
  description: 'Creates a key and answers with its text, this one time. There can be 10.',
  body: newKey,
  success: { status: 201, description: 'The key. Keep `apiKey`: it cannot be read again.', body: apiKeySchema },
  refusals: { 400: 'The name is not accepted.', 409: 'There are 10 keys already.' },
});

export const deleteApiKey = operation({
  id: 'delete-api-key', method: 'DELETE', path: '/apiKeys/{apiKeyId}', tag,
  summary: 'Delete an API key',
  description: 'Requests with this key are refused from now on. The last key cannot be deleted: create another one first.',
  params: z.object({ apiKeyId }),
  success: { status: 204, description: 'It is gone.' },
  refusals: { 404: 'There is no such key.', 409: 'It is the last key.' },
});

export const apiKeyOperations = [listApiKeys, createApiKey, deleteApiKey];
