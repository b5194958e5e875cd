import { isKnownType } from '#events/event-types';
import { z } from 'zod';
import { operation } from '../api/operation.js';
import { webhookId } from './webhook-id.js';

const tag = 'Webhooks';
const noSuchConsumer = 'There is no such consumer.';

export const webhookSchema = z.object({
  id: z.uuid().meta({ description: 'Id of the consumer.' }),
  url: z.string().meta({ description: 'Where messages are posted to.' }),
  disabled: z.boolean().meta({ description: 'Whether it gets no messages.' }),
  disabledReason: z.string().optional().meta({ description: 'Why it was disabled, if nobody asked for it.' }),
  eventTypes: z.array(z.string()).meta({ description: 'What it is told.' }),
  companyTags: z.array(z.string()).meta({ description: 'Only of companies with one of these tags, as `key:value`; empty: of every company.' }),
  secret: z.string().optional().meta({ description: 'The secret that signs its messages: in the answer that creates it, and never again.' }),
}).meta({ description: 'Who is told of events.' });

export type WebhookView = z.output<typeof webhookSchema>;

export const webhookListSchema = z.object({
  results: z.array(webhookSchema).meta({ description: 'The consumers, oldest first.' }),
}).meta({ description: 'Your webhook consumers.' });

export const webhookSecretSchema = z.object({
  secret: z.string().meta({ description: 'The new secret.' }),
  previousValidUntil: z.string().meta({ description: 'Until when messages are signed with the previous one too (UTC).' }),
}).meta({ description: 'A secret that replaces another one.' });

const params = z.object({ webhookId });
const object = { error: 'must be a JSON object' };
const flag = z.boolean({ error: 'must be true or false' });
const eventType = z.string({ error: 'must be text' }).refine(isKnownType, 'is no type of event');
const companyTag = z.string({ error: 'must be text' }).max(201, 'must have at most 201 characters').regex(/^[^:]+:./, 'must be a tag as key:value');

export const listWebhooks = operation({
  id: 'list-webhook-consumers', method: 'GET', path: '/webhooks', tag,
  summary: 'List webhook consumers',
  description: 'Who is told of events. Secrets are not shown.',
  success: { status: 200, description: 'The consumers.', body: webhookListSchema },
});

export const createWebhook = operation({
  id: 'create-webhook-consumer', method: 'POST', path: '/webhooks', tag,
  summary: 'Create a webhook consumer',
  description:
    'Has events posted to an address on the public internet, by https on the port 443 or 8443. Messages are signed as [Standard Webhooks](https://www.standardwebhooks.com) says, '
    + 'by a secret that is in this answer and can be read nowhere else. Any 2xx answer within 15 seconds counts; otherwise a message is tried 13 times within about five days, always with the same `webhook-id`.',
  body: z.object({
    url: z.string({ error: 'must be text' }).meta({ description: 'Where messages are posted to.' }),
    eventTypes: z.array(eventType, { error: 'must be a list of types of events' }).min(1, 'must name one type of event at least').max(100, 'must be at most 100').meta({ description: 'What it is told.' }),
    disabled: flag.nullish().meta({ description: 'Whether it gets no messages yet.' }),
    companyTags: z.array(companyTag, { error: 'must be a list of tags' }).max(10, 'must be at most 10').nullish().meta({ description: 'Only of companies with one of these tags, as `key:value`.' }),
  }, object),
  success: { status: 201, description: 'The consumer. Keep `secret`: it cannot be read again.', body: webhookSchema },
  refusals: { 400: 'A field is missing or not accepted.', 409: 'There are 50 consumers already.' },
});

export const updateWebhook = operation({
  id: 'update-webhook-consumer', method: 'PATCH', path: '/webhooks/{webhookId}', tag,
  summary: 'Enable or disable a webhook consumer',
  description: 'A disabled consumer is told of nothing; what waits for it goes on once it is enabled again. Ledgerbridge\'s own: Codat has no such operation.',
  params,
  body: z.object({ disabled: flag.meta({ description: 'Whether it gets no messages.' }) }, object),
  success: { status: 200, description: 'The consumer.', body: webhookSchema },
  refusals: { 400: 'A field is missing or not accepted.', 404: noSuchConsumer },
});

export const replaceWebhookSecret = operation({
  id: 'replace-webhook-secret', method: 'POST', path: '/webhooks/{webhookId}/secret', tag,
  summary: 'Replace the secret of a webhook consumer',
  description: 'Answers with a new secret, this one time. For 24 hours messages are signed with both. Ledgerbridge\'s own: Codat has no such operation.',
  params,
  success: { status: 200, description: 'The new secret.', body: webhookSecretSchema },
  refusals: { 404: noSuchConsumer },
});

export const deleteWebhook = operation({
  id: 'delete-webhook-consumer', method: 'DELETE', path: '/webhooks/{webhookId}', tag,
  summary: 'Delete a webhook consumer',
  description: 'Nothing more is sent to it, not even what waits.',
  params,
  success: { status: 204, description: 'It is gone.' },
  refusals: { 404: noSuchConsumer },
});

export const webhookOperations = [listWebhooks, createWebhook, updateWebhook, replaceWebhookSecret, deleteWebhook];
