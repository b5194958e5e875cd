import { componentSchemas } from '#accounting/json-schema';
import { z } from 'zod';
import { apiKeyListSchema, apiKeySchema } from '../api-keys/api-keys.operations.js';
import { brandingSchema, integrationSchema } from '../api/integrations.operations.js';
import { accessTokenSchema, managementTokenSchema, originsSchema } from '../company-access/company-access.operations.js';
import { companySchema } from '../companies/company-view.js';
import { connectionSchema } from '../connections/connection-view.js';
import { customDataTypeSchema, customRecordsSchema, supplementalDataSchema } from '../custom-data/custom-data.operations.js';
import { countsProofSchema } from '../datasets/counts-proof.js';
import { recordChangesSchema } from '../data/data.operations.js';
import { dataStatusesSchema, dataStatusSchema } from '../datasets/data-status.js';
import { pullOperationSchema } from '../datasets/pull-operation.js';
import { remappingSchema } from '../datasets/remappings.operations.js';
import { validationSchema } from '../datasets/validation.js';
import { profileSchema } from '../profile/profile.operations.js';
import { ledgerProofSchema } from '../proofs/ledger-proof-view.js';
import { pushOperationSchema } from '../push/push-operation.js';
import { pushOptionSchema } from '../push/push-option.js';
import { appUsageSchema, organisationUsageSchema } from '../usage/usage.operations.js';
import { syncSettingSchema } from '../sync-settings/sync-setting.schema.js';
import { companySyncSettingsSchema, syncSettingsSchema } from '../sync-settings/sync-settings.operations.js';
import { messageCountSchema, messageDetailSchema, messageSchema } from '../webhooks/messages.operations.js';
import { webhookListSchema, webhookSchema, webhookSecretSchema } from '../webhooks/webhooks.operations.js';

export type JsonSchema = Record<string, unknown>;

const named: Record<string, z.ZodType> = {
  Company: companySchema,
  Connection: connectionSchema,
  Integration: integrationSchema,
  Branding: brandingSchema,
  Profile: profileSchema,
  PullOperation: pullOperationSchema,
  PushOperation: pushOperationSchema,
  PushOption: pushOptionSchema,
  DataStatus: dataStatusSchema,
  DataStatuses: dataStatusesSchema,
  SyncSetting: syncSettingSchema,
  SyncSettings: syncSettingsSchema,
  CompanySyncSettings: companySyncSettingsSchema,
  ValidationResult: validationSchema,
  ApiKey: apiKeySchema,
  ApiKeys: apiKeyListSchema,
  CompanyAccessToken: accessTokenSchema,
  ConnectionManagementAccessToken: managementTokenSchema,
  AllowedOrigins: originsSchema,
  Remapping: remappingSchema,
  CountsProof: countsProofSchema,
  LedgerProof: ledgerProofSchema,
  RecordChanges: recordChangesSchema,
  SupplementalDataConfiguration: supplementalDataSchema,
  CustomDataTypeConfiguration: customDataTypeSchema,
  CustomDataTypeRecords: customRecordsSchema,
  AppUsage: appUsageSchema,
  OrganisationUsage: organisationUsageSchema,
  WebhookConsumer: webhookSchema,
  WebhookConsumers: webhookListSchema,
  WebhookSecret: webhookSecretSchema,
  WebhookMessage: messageSchema,
  WebhookMessageDetail: messageDetailSchema,
  WebhookMessageCount: messageCountSchema,
};

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = (description: string): JsonSchema => ({ type: 'string', description });
const link = { type: 'object', required: ['href'], properties: { href: { type: 'string' } } };

const links: JsonSchema = {
  type: 'object',
  description: 'Where the list goes on: paths on this server.',
  required: ['self', 'current'],
  properties: {
    self: { ...link, description: 'The list itself, without a query.' },
    current: { ...link, description: 'This page.' },
    next: { ...link, description: 'The next page; absent on the last one.' },
    previous: { ...link, description: 'The page before; absent on the first one.' },
  },
};

const error: JsonSchema = {
  type: 'object',
  description: 'What every refusal looks like.',
  required: ['statusCode', 'service', 'error', 'correlationId', 'validation', 'canBeRetried', 'detailedErrorCode'],
  properties: {
    statusCode: { type: 'integer', description: 'The HTTP status again.' },
    service: text('Which part of the platform answers.'),
    error: text('What is wrong, for a person to read.'),
    correlationId: text('Quote it when you ask about this answer. Also in the header `X-Correlation-Id`.'),
    validation: {
      type: 'object',
      nullable: true,
      description: 'Which fields were not accepted; null when it is not about fields.',
      properties: {
        errors: {
          type: 'array',
          description: 'One entry for each fault.',
          items: {
            type: 'object',
            properties: { itemId: text('The field.'), message: text('What is wrong with it.'), validatorName: text('Which check found it.') },
          },
        },
        warnings: { type: 'array', description: 'Always empty.', items: { type: 'object' } },
      },
    },
    canBeRetried: { type: 'string', enum: ['True', 'False', 'Unknown'], description: 'Whether the same request may succeed later.' },
    detailedErrorCode: { type: 'integer', description: 'Always 0.' },
    code: text('A name for the error where programs have to tell it from others of the same status.'),
  },
};

/** Every schema that the description names. */
export function schemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const own = z.toJSONSchema(registry, { ...options, uri: (id) => `#/components/schemas/${id}` }).schemas as Record<string, JsonSchema>;
  const bare = Object.fromEntries(Object.entries(own).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]));
  return { ...bare, ...componentSchemas(), Links: links, Error: error };
}

/** The schema of something that comes in. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, options) as JsonSchema;
  return rest;
}

/** The schema of an answer, by name where it has one. */
export function answerSchema(body: z.ZodType | { schema: string; paged: boolean }): JsonSchema {
  if ('schema' in body) return body.paged ? pageSchema(body.schema) : reference(body.schema);
  const name = Object.keys(named).find((key) => named[key] === body);
  if (!name) throw new Error('An answer has a schema without a name');
  return reference(name);
}

function pageSchema(name: string): JsonSchema {
  return {
    type: 'object',
    required: ['results', 'pageNumber', 'pageSize', 'totalResults', '_links'],
    properties: {
      results: { type: 'array', items: reference(name), description: 'What is on this page.' },
      pageNumber: { type: 'integer', description: 'Which page this is, counted from 1.' },
      pageSize: { type: 'integer', description: 'How many results a page has at most.' },
      totalResults: { type: 'integer', description: 'How many results the query finds on all pages.' },
      _links: reference('Links'),
    },
  };
}

/** What a schema accepts on the wire is not always what it is in code: a number in an address arrives as text. */
const options = {
  target: 'openapi-3.0',
  io: 'input',
  // A file is no JSON: its schema says in `wire` what it is.
  unrepresentable: 'any',
  override: ({ jsonSchema }: { jsonSchema: object }) => {
    const schema = jsonSchema as JsonSchema;
    // Properties may be added later, so that no schema is closed.
    if (schema['additionalProperties'] === false) delete schema['additionalProperties'];
    if (schema['format'] === 'uuid') delete schema['pattern'];
    const { wire } = schema;
    if (wire === undefined) return;
    const { description } = schema;
    for (const key of Object.keys(schema)) delete schema[key];
    Object.assign(schema, wire, description === undefined ? {} : { description });
  },
} as const;
