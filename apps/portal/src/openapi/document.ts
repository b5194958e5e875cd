import type { z } from 'zod';
import type { Operation } from '../api/operation.js';
import { operations } from '../api/operations.js';
import { guide } from './guide.js';
import { answerSchema, inputSchema, type JsonSchema, schemas } from './schemas.js';

/** The API's own description, OpenAPI 3.0.3, made of the same declarations that routes and checks are made of. */
export function openApiDocument(publicUrl: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Ledgerbridge API', version: '1', description: guide, license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
    servers: [{ url: `${publicUrl}/api` }],
    security: [{ apiKey: [] }],
    tags,
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'The word `Basic`, a space, and your API key in base64.' },
        companyToken: { type: 'http', scheme: 'bearer', description: 'A company access token.' },
      },
      schemas: schemas(),
      responses: Object.fromEntries(Object.entries(everywhere).map(([name, description]) => [name, errorResponse(description)])),
    },
  };
}

const tags = [
  { name: 'Companies', description: 'Your customers.' },
  { name: 'Connections', description: 'What links a company to its accounting software.' },
  { name: 'Integrations', description: 'The accounting software that can be connected.' },
  { name: 'Refresh data', description: 'Pulling data again, and how that went.' },
  { name: 'Accounting data', description: 'The books that were pulled, in one model for every accounting software.' },
  { name: 'Writing data', description: 'Creating and changing records in the accounting software.' },
  { name: 'Custom data', description: 'What you want of the accounting software\'s own documents beside that model.' },
  { name: 'Files', description: 'Attachments and prints, fetched from the accounting software while you wait.' },
  { name: 'Webhooks', description: 'Who is told of what happens.' },
  { name: 'Company access', description: 'What lets your pages work with a company\'s connections in its own person\'s browser.' },
  { name: 'Profile', description: 'What you say about yourself.' },
  { name: 'API keys', description: 'What your programs authenticate with.' },
  { name: 'Usage', description: 'What was used of the limits that the accounting software sets.' },
];

const everywhere = {
  BadRequest: 'The request is not accepted as it stands; the body says which part of it, and why.',
  Unauthorized: 'The API key is missing or wrong.',
  InProgress: 'A request with the same `Idempotency-Key` is still running or was cut off; `code` says which.',
  KeyUsed: 'The `Idempotency-Key` was used for another request.',
  TooManyRequests: 'Too many requests. The header `Retry-After` says after how many seconds to try again.',
  Unavailable: 'Not available at the moment. The header `Retry-After` says after how many seconds to try again.',
};

const takesKey = (method: Operation['method']) => method === 'POST' || method === 'PATCH';

const idempotencyKey: JsonSchema = {
  name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', format: 'uuid' },
  description: 'A key of your own for this request, see **Sending again**.',
};

function describe(operation: Operation): JsonSchema {
  const { id, tag, summary, description, method, success, refusals } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(operation.forCompanies ? { security: [{ apiKey: [] }, { companyToken: [] }] } : {}),
    parameters: [...pathParameters(operation), ...queryParameters(operation.query), ...(takesKey(method) ? [idempotencyKey] : [])],
    ...(method === 'GET' || !isDescribed(operation.body) ? {} : { requestBody: { required: !operation.body.safeParse(undefined).success, content: bodyContent(inputSchema(operation.body)) } }),
    responses: {
      [success.status]: { description: success.description, ...contentOf(success) },
      400: { $ref: '#/components/responses/BadRequest' },
      ...(takesKey(method) ? { 409: { $ref: '#/components/responses/InProgress' }, 422: { $ref: '#/components/responses/KeyUsed' } } : {}),
      ...Object.fromEntries(Object.entries(refusals).map(([status, reason]) => [status, errorResponse(reason)])),
      401: { $ref: '#/components/responses/Unauthorized' },
      429: { $ref: '#/components/responses/TooManyRequests' },
      503: { $ref: '#/components/responses/Unavailable' },
    },
  };
}

function contentOf({ body, file }: Operation['success']): JsonSchema {
  if (file) return { content: Object.fromEntries(file.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) };
  return body ? { content: json(answerSchema(body)) } : {};
}

function pathParameters({ path, params }: Operation): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(name, 'path', params.shape[name] as z.ZodType, true));
}

function queryParameters({ shape }: z.ZodObject): JsonSchema[] {
  return Object.entries(shape).map(([name, schema]) => parameter(name, 'query', schema as z.ZodType, !(schema as z.ZodType).safeParse(undefined).success));
}

function parameter(name: string, place: 'path' | 'query', schema: z.ZodType, required: boolean): JsonSchema {
  const { description, ...rest } = inputSchema(schema);
  return { name, in: place, required, description, schema: rest };
}

/** Operations without a body still have a schema, which takes anything and keeps nothing. */
function isDescribed(body: z.ZodType): boolean {
  return body.def.type !== 'pipe';
}

/** A file comes in a form. */
const bodyContent = (schema: JsonSchema) =>
  (schema['format'] === 'binary' ? { 'multipart/form-data': { schema: { type: 'object', properties: { file: schema } } } } : json(schema));

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

const errorResponse = (description: string | undefined): JsonSchema => ({ description, content: json({ $ref: '#/components/schemas/Error' }) });
