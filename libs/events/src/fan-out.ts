import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { Queue } from '#queue/queue';
import { renderEvent, type StoredEvent } from './render.js';
import { wants, type Wish } from './wanted.js';

/** Events in one transaction. */
const batch = 500;
const mostOperators = 200;

/** Token of the address that documents name ours by. */
export const EventsPublicUrl = Symbol('EventsPublicUrl');

/** Gives events that were committed to the consumers that want them. Any number of workers may do it at once. */
@Injectable()
export class FanOut {
  constructor(
    private readonly directory: Directory, @Inject(Tenants) private readonly tenants: Tenants, private readonly queue: Queue,
    @Inject(EventsPublicUrl) private readonly publicUrl: string,
  ) {}

  /** Throws at the end when events of an operator could not be given away: those of the others were all the same. */
  async run(): Promise<void> {
    const faults: unknown[] = [];
    for (const operatorId of await this.directory.operatorsWithEvents(mostOperators)) {
      try {
        for (let count = batch; count === batch;) count = await this.step(operatorId);
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, 'Events could not be given to consumers');
  }

  private async step(operatorId: string): Promise<number> {
    const { count, woken } = await this.tenants.sql(operatorId, async (client) => {
      const { rows: events } = await client.query<StoredEvent>(`
        select id, type, subject, created_at from event
        where operator_id = $1 and fanned_out_at is null order by created_at, id limit $2 for update skip locked`, [operatorId, batch]);
      return { count: events.length, woken: await this.give(client, operatorId, events) };
    });
    await Promise.all(woken.map((id) => this.queue.wake('delivery', { operatorId, id })));
    return count;
  }

  /** Returns the consumers that have something new. */
  private async give(client: pg.ClientBase, operatorId: string, events: readonly StoredEvent[]): Promise<string[]> {
    const { rows: consumers } = await client.query<Wish & { id: string }>(`
      select id, event_types, company_tags from webhook_consumer
      where operator_id = $1 and disabled_at is null order by id for no key update`, [operatorId]);
    const pairs = events.flatMap((event) => consumers.filter((consumer) => wants(consumer, event)).map(({ id }) => ({ event_id: event.id, consumer_id: id })));
    await client.query(`
      update event e set body = r.body, fanned_out_at = now() from jsonb_to_recordset($2::jsonb) as r(id uuid, body text)
      where e.operator_id = $1 and e.id = r.id`,
    [operatorId, JSON.stringify(events.map((event) => ({ id: event.id, body: renderEvent(event, this.publicUrl) })))]);
    return addDeliveries(client, operatorId, pairs);
  }
}

/** Deliveries that are due at once, for consumers whose rows are locked. Those that are there already stay as they are. */
export async function addDeliveries(client: pg.ClientBase, operatorId: string, pairs: readonly { event_id: string; consumer_id: string }[]): Promise<string[]> {
  if (pairs.length === 0) return [];
  await client.query(`
    insert into webhook_delivery (operator_id, consumer_id, event_id)
    select $1, r.consumer_id, r.event_id from jsonb_to_recordset($2::jsonb) as r(consumer_id uuid, event_id uuid)
    on conflict do nothing`, [operatorId, JSON.stringify(pairs)]);
  const ids = [...new Set(pairs.map(({ consumer_id }) => consumer_id))];
  await makeDue(client, operatorId, ids);
  return ids;
}

/** A consumer that asked for a pause gets one. */
export async function makeDue(client: pg.ClientBase, operatorId: string, consumerIds: readonly string[]): Promise<void> {
  await client.query(`
    update webhook_consumer set next_at = least(next_at, greatest(now(), paused_until)) where operator_id = $1 and id = any($2)`, [operatorId, consumerIds]);
}
