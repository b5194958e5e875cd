import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Tenants } from '#database/tenant';
import { conflict, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { Queue } from '#queue/queue';
import { EventsPublicUrl, makeDue } from './fan-out.js';
import { renderEvent } from './render.js';
import { wanted } from './wanted.js';

/** A message that is on its way stays as it is; any other begins its tries anew, at once. */
const afresh = `status = 'waiting', tries = 0, next_try_at = now()`;

/**
 * Sends messages that were sent before once more, with the same id and body. Each throws `notFound` for a consumer that
 * does not exist and `conflict` for one that is disabled.
 */
@Injectable()
export class Redeliveries {
  constructor(@Inject(Tenants) private readonly tenants: Tenants, private readonly queue: Queue, @Inject(EventsPublicUrl) private readonly publicUrl: string) {}

  /** An event that only this consumer is told of, whatever it wants. Returns its id. */
  test(operatorId: string, consumerId: string): Promise<string> {
    return this.again(operatorId, consumerId, async (client) => {
      const event = { id: newId(), type: 'webhook.test', subject: { webhook: { webhookId: consumerId, message: 'This message was asked for to try the address.' } }, created_at: new Date() };
      await client.query(`
        insert into event (operator_id, id, type, subject, body, created_at, fanned_out_at) values ($1, $2, $3, $4, $5, $6, now())`,
      [operatorId, event.id, event.type, JSON.stringify(event.subject), renderEvent(event, this.publicUrl), event.created_at]);
      await client.query('insert into webhook_delivery (operator_id, consumer_id, event_id) values ($1, $2, $3)', [operatorId, consumerId, event.id]);
      return event.id;
    });
  }

  async resend(operatorId: string, consumerId: string, eventId: string): Promise<void> {
    await this.again(operatorId, consumerId, async (client) => {
      const { rowCount } = await client.query(`
        select from webhook_delivery where operator_id = $1 and consumer_id = $2 and event_id = $3 for update`, [operatorId, consumerId, eventId]);
      if (rowCount === 0) throw notFound(noMessage(eventId));
      await client.query(`
        update webhook_delivery set ${afresh} where operator_id = $1 and consumer_id = $2 and event_id = $3 and status <> 'sending'`, [operatorId, consumerId, eventId]);
    });
  }

  /** What failed for good of the events since `since`. Returns how many messages. */
  recover(operatorId: string, consumerId: string, since: Date): Promise<number> {
    return this.again(operatorId, consumerId, async (client) => (await client.query(`
      update webhook_delivery d set ${afresh} from event e
      where d.operator_id = $1 and d.consumer_id = $2 and d.status = 'failed' and e.operator_id = $1 and e.id = d.event_id and e.created_at >= $3`,
    [operatorId, consumerId, since])).rowCount ?? 0);
  }

  /** Every event since `since` that it wants as it is set now, whether it was told before or not. Returns how many messages. */
  replay(operatorId: string, consumerId: string, since: Date): Promise<number> {
    return this.again(operatorId, consumerId, async (client) => (await client.query(`
      insert into webhook_delivery (operator_id, consumer_id, event_id)
      select $1, w.id, e.id from event e join webhook_consumer w on w.operator_id = e.operator_id and ${wanted}
      where e.operator_id = $1 and w.id = $2 and e.created_at >= $3 and e.fanned_out_at is not null
      on conflict (operator_id, consumer_id, event_id) do update set ${afresh} where webhook_delivery.status <> 'sending'`,
    [operatorId, consumerId, since])).rowCount ?? 0);
  }

  /** The consumer's row is locked first, as by everybody who gives it messages. */
  private async again<T>(operatorId: string, id: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const result = await this.tenants.sql(operatorId, async (client) => {
      const { rows: [consumer] } = await client.query<{ disabled_at: Date | null }>(`
        select disabled_at from webhook_consumer where operator_id = $1 and id = $2 for no key update`, [operatorId, id]);
      if (!consumer) throw notFound(noConsumer(id));
      if (consumer.disabled_at) throw conflict('This webhook consumer is disabled. Enable it first.');
      const done = await work(client);
      await makeDue(client, operatorId, [id]);
      return done;
    });
    await this.queue.wake('delivery', { operatorId, id });
    return result;
  }
}

export const noConsumer = (id: string) => `No webhook consumer was found with ID ${id}`;
export const noMessage = (id: string) => `No message was found with ID ${id}`;
