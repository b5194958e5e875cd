import { noConsumer } from '#events/redeliveries';
import { isUuid } from '#platform/ids';
import { z } from 'zod';

export const webhookId = z.string().refine(isUuid, noConsumer('{id}')).transform((id) => id.toLowerCase())
  .meta({ wire: { type: 'string', format: 'uuid' }, description: 'Id of the consumer.' });
