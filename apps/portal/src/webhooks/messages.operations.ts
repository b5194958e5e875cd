import { readDate } from '#accounting/dates';
import { noMessage } from '#events/redeliveries';
import { isUuid } from '#platform/ids';
import { z } from 'zod';
import { listQuery } from '../api/inputs.js';
import { operation } from '../api/operation.js';
import { webhookId } from './webhook-id.js';

export const messageStatuses = ['Sending', 'Attempting', 'Success', 'Failure'] as const;

const attemptSchema = z.object({
  at: z.string().meta({ description: 'When the call began (UTC).' }),
  milliseconds: z.int().meta({ description: 'How long it took.' }),
  statusCode: z.int().optional().meta({ description: 'What the address answered; absent when no answer came.' }),
  error: z.string().optional().meta({ description: 'Why no answer came.' }),
});

const message = {
  id: z.uuid().meta({ description: 'Id of the event, as in the body. The header `webhook-id` is `msg_` and the same without hyphens.' }),
  eventType: z.string().meta({ description: 'What it tells.' }),
  created: z.string().meta({ description: 'When that happened (UTC).' }),
  status: z.enum(messageStatuses).meta({ description: 'Sending: not tried yet; Attempting: failed and will be tried again; Success; Failure: no more tries.' }),
  tries: z.int().meta({ description: 'How often it was tried, or since it was last asked for again.' }),
  nextTry: z.string().optional().meta({ description: 'When it is tried next (UTC), if it will be.' }),
  lastTry: attemptSchema.optional().meta({ description: 'How the latest try ended; absent before the first has.' }),
};

export const messageSchema = z.object(message).meta({ description: 'One event for one webhook consumer, and what became of it.' });

export const messageDetailSchema = z.object({
  ...message,
  attempts: z.array(attemptSchema).meta({ description: 'How each try ended, oldest first; the latest 40.' }),
  body: z.record(z.string(), z.unknown()).meta({ description: 'What is sent.' }),
}).meta({ description: 'A message with its tries and its body.' });

export const messageCountSchema = z.object({
  count: z.int().meta({ description: 'How many messages are sent again.' }),
}).meta({ description: 'What an order came to.' });

export type MessageView = z.output<typeof messageSchema>;
export type MessageDetail = z.output<typeof messageDetailSchema>;

const tag = 'Webhooks';
const consumer = { params: z.object({ webhookId }) };
const messageId = z.string().refine(isUuid, noMessage('{id}')).transform((id) => id.toLowerCase()).meta({ wire: { type: 'string', format: 'uuid' }, description: 'Id of the event.' });
const one = { params: z.object({ webhookId, messageId }) };
const noConsumer = 'There is no such consumer.';
const noSuch = 'There is no such consumer or message.';
const disabled = 'The consumer is disabled.';
const own = 'Ledgerbridge\'s own: Codat has this in its portal only.';

const keptDays = 30;
const wrongTime = `must be an instant of the last ${keptDays} days, such as 2026-11-22T10:15:30Z`;
const since = z.object({
  since: z.string({ error: wrongTime }).transform((text) => readDate(text) ?? NaN)
    .refine((moment) => moment <= Date.now() && moment >= Date.now() - keptDays * 86_400_000, wrongTime).transform((moment) => new Date(moment))
    .meta({ wire: { type: 'string', format: 'date-time' }, description: 'Of events since this instant (UTC unless an offset is named), at most 30 days ago.' }),
}, { error: 'must be a JSON object' });

export const listMessages = operation({
  id: 'list-webhook-messages', method: 'GET', path: '/webhooks/{webhookId}/messages', tag, ...consumer,
  summary: 'List messages of a webhook consumer',
  description: `What was sent to a consumer in the last 30 days and how that went, newest first. ${own}`,
  query: z.strictObject({
    page: listQuery.shape.page, pageSize: listQuery.shape.pageSize,
    status: z.enum(messageStatuses, { error: `must be one of ${messageStatuses.join(', ')}` }).optional().meta({ description: 'Only messages of this status.' }),
  }),
  success: { status: 200, description: 'A page of messages.', body: { schema: 'WebhookMessage', paged: true } },
  refusals: { 400: 'A parameter is not accepted.', 404: noConsumer },
});

export const getMessage = operation({
  id: 'get-webhook-message', method: 'GET', path: '/webhooks/{webhookId}/messages/{messageId}', tag, ...one,
  summary: 'Get a message',
  description: `One message with all of its tries and its body. ${own}`,
  success: { status: 200, description: 'The message.', body: messageDetailSchema },
  refusals: { 404: noSuch },
});

export const testWebhook = operation({
  id: 'test-webhook-consumer', method: 'POST', path: '/webhooks/{webhookId}/test', tag, ...consumer,
  summary: 'Send a test message',
  description: `Sends an event \`webhook.test\` to this consumer, whatever it wants to be told. ${own}`,
  success: { status: 200, description: 'The message, which is being sent.', body: messageDetailSchema },
  refusals: { 404: noConsumer, 409: disabled },
});

export const resendMessage = operation({
  id: 'resend-webhook-message', method: 'POST', path: '/webhooks/{webhookId}/messages/{messageId}/resend', tag, ...one,
  summary: 'Send a message again',
  description: `Sends one message at once, with the same id and body, and gives it all of its tries again. ${own}`,
  success: { status: 200, description: 'The message, which is being sent.', body: messageDetailSchema },
  refusals: { 404: noSuch, 409: disabled },
});

export const recoverMessages = operation({
  id: 'recover-webhook-messages', method: 'POST', path: '/webhooks/{webhookId}/recover', tag, ...consumer,
  summary: 'Send all failed messages again',
  description: `Sends the messages again that have no tries left, of events since a time. ${own}`,
  body: since,
  success: { status: 200, description: 'How many.', body: messageCountSchema },
  refusals: { 400: 'The time is not accepted.', 404: noConsumer, 409: disabled },
});

export const replayMessages = operation({
  id: 'replay-webhook-messages', method: 'POST', path: '/webhooks/{webhookId}/replay', tag, ...consumer,
  summary: 'Send all messages again',
  description:
    'Sends every event since a time that the consumer wants as it is set now: what it was told already, with the same id, and what it was not, because it was disabled or did not exist yet. '
    + `Events \`data.changed\` are there only from when some consumer of yours wanted them. ${own}`,
  body: since,
  success: { status: 200, description: 'How many.', body: messageCountSchema },
  refusals: { 400: 'The time is not accepted.', 404: noConsumer, 409: disabled },
});

export const messageOperations = [listMessages, getMessage, testWebhook, resendMessage, recoverMessages, replayMessages];
