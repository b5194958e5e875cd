import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { Queue } from '#queue/queue';
import { renderEvent, type StoredEvent } from './render.js';
import { wanted } from './wanted.js';

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
        where operator_id = $1 and fanned_out_at is null and created_at <= now() order by created_at, id limit $2 for update skip locked`, [operatorId, batch]);
      return { count: events.length, woken: await this.give(client, operatorId, events) };
    });
    await Promise.all(woken.map((id) => this.queue.wake('delivery', { operatorId, id })));
    return count;
  }

  /** Returns the consumers that have something new. */
  private async give(client: pg.ClientBase, operatorId: string, events: readonly StoredEvent[]): Promise<string[]> {
    const { rows: consumers } = await client.query<{ id: string }>(`
      select id from webhook_consumer where operator_id = $1 and disabled_at is null order by id for no key update`, [operatorId]);
    await client.query(`
      update event e set body = r.body, fanned_out_at = now() from jsonb_to_recordset($2::jsonb) as r(id uuid, body text)
      where e.operator_id = $1 and e.id = r.id`,
    [operatorId, JSON.stringify(events.map((event) => ({ id: event.id, body: renderEvent(event, this.publicUrl) })))]);
    const { rows: given } = await client.query<{ consumer_id: string }>(`
      insert into webhook_delivery (operator_id, consumer_id, event_id)
      select $1, w.id, e.id from event e join webhook_consumer w on w.operator_id = e.operator_id and ${wanted}
      where e.operator_id = $1 and e.id = any($2) and w.id = any($3)
      on conflict do nothing returning consumer_id`, [operatorId, events.map(({ id }) => id), consumers.map(({ id }) => id)]);
    const woken = [...new Set(given.map(({ consumer_id }) => consumer_id))];
    await makeDue(client, operatorId, woken);
    return woken;
  }
}

/** For consumers whose rows are locked and have something to be sent at once. One that asked for a pause gets it. */
export async function makeDue(client: pg.ClientBase, operatorId: string, consumerIds: readonly string[]): Promise<void> {
  await client.query(`
    update webhook_consumer set next_at = least(next_at, greatest(now(), paused_until)) where operator_id = $1 and id = any($2)`, [operatorId, consumerIds]);
}
