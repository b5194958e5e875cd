import { Inject, Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import type { JobIds } from '#queue/jobs';
import { type Attempt, LeasedRows, released, renewed } from '#queue/lease';
import { Vault } from '#vault/vault';
import { appendEvent } from './append.js';

/** A consumer under an attempt of this process: nobody else delivers to it. */
export interface HeldConsumer extends Attempt {
  readonly url: string;
  /** The current one, and before it the last one as long as it is valid. */
  readonly secrets: readonly string[];
}

export interface DueMessage {
  readonly eventId: string;
  /** Which try this is, from 1. */
  readonly tries: number;
  readonly body: string;
}

/** How a try ended. */
export interface TryEnd {
  readonly eventId: string;
  readonly succeeded: boolean;
  /** Seconds to the next try; null when there is none. */
  readonly wait: number | null;
  readonly entry: { readonly at: string; readonly status?: number; readonly error?: string; readonly milliseconds: number };
}

/** What the consumer's answers say about all of its messages. */
export interface Reaction {
  /** Seconds in which it wants no messages; 0: go on. */
  readonly pause: number;
  /** It said that it is gone for good. */
  readonly gone: boolean;
}

interface ConsumerRow {
  readonly url: string; readonly secret: Buffer; readonly previous_secret: Buffer | null; readonly previous_until: Date | null; readonly attempt: number;
}

const failing = 'Every message has failed for five days.';
const gone = 'The address answered 410: it is gone.';

/** Consumers and their deliveries as rows: claimed under a lease, written behind a fence. */
@Injectable()
export class HeldConsumers {
  private readonly owner = newId();
  private readonly leased: LeasedRows;

  constructor(@Inject(Tenants) tenants: Tenants, private readonly vault: Vault) {
    this.leased = new LeasedRows(tenants, 'webhook_consumer');
  }

  /** Null: nothing is due, it is disabled, or in other hands. */
  async claim(ids: JobIds): Promise<HeldConsumer | null> {
    const row = await this.leased.claim<ConsumerRow>(ids, this.owner, { changes: 'next_at = next_at', due: 'disabled_at is null' });
    if (!row) return null;
    const place = { operatorId: ids.operatorId, table: 'webhook_consumer', rowId: ids.id };
    const secrets = [this.vault.open(row.secret, { ...place, column: 'secret' })];
    if (row.previous_secret && row.previous_until! > new Date()) secrets.unshift(this.vault.open(row.previous_secret, { ...place, column: 'previous_secret' }));
    return { operatorId: ids.operatorId, id: ids.id, number: row.attempt, url: row.url, secrets };
  }

  keepAlive(held: HeldConsumer): { lost: AbortSignal; stop(): void } {
    return this.leased.keepAlive(held);
  }

  /** Marks messages as being sent before anything is. Those that an attempt which died had marked are among them. */
  take(held: HeldConsumer, most: number): Promise<DueMessage[]> {
    return this.leased.fenced(held, renewed, [], async (client) => {
      const { rows } = await client.query<{ event_id: string; tries: number; body: string }>(`
        with due as materialized (
          select d.event_id from webhook_delivery d
          where d.operator_id = $1 and d.consumer_id = $2 and d.status in ('waiting', 'sending') and d.next_try_at <= clock_timestamp()
            and exists (select from webhook_consumer c where c.operator_id = $1 and c.id = $2 and c.disabled_at is null)
          order by d.next_try_at, d.event_id limit $3)
        update webhook_delivery d set status = 'sending', tries = d.tries + 1 from due join event e on e.operator_id = $1 and e.id = due.event_id
        where d.operator_id = $1 and d.consumer_id = $2 and d.event_id = due.event_id returning d.event_id, d.tries, e.body`, [held.operatorId, held.id, most]);
      return rows.map(({ event_id, tries, body }) => ({ eventId: event_id, tries, body })).sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
    });
  }

  /** Stores how tries ended. Returns false when the consumer gets no more messages for now. */
  settle(held: HeldConsumer, ends: readonly TryEnd[], { pause, gone: isGone }: Reaction): Promise<boolean> {
    const { operatorId, id } = held;
    const changes = `${renewed}, failing_since = case when $4 then null else coalesce(failing_since, clock_timestamp()) end,
      paused_until = case when $5 > 0 then clock_timestamp() + make_interval(secs => $5) else paused_until end`;
    return this.leased.fenced(held, changes, [ends.some(({ succeeded }) => succeeded), pause], async (client) => {
      await client.query(`
        update webhook_delivery d set status = case when r.succeeded then 'succeeded' when r.wait is null then 'failed' else 'waiting' end,
          next_try_at = clock_timestamp() + make_interval(secs => coalesce(r.wait, 0)),
          log = case when jsonb_array_length(d.log) >= 40 then d.log - 0 else d.log end || r.entry
        from jsonb_to_recordset($3::jsonb) as r("eventId" uuid, succeeded boolean, wait float, entry jsonb)
        where d.operator_id = $1 and d.consumer_id = $2 and d.event_id = r."eventId"`, [operatorId, id, JSON.stringify(ends)]);
      const { rows: [ended] } = await client.query<{ url: string; disabled_why: string }>(`
        update webhook_consumer set disabled_at = now(), disabled_why = case when $3 then $4 else $5 end
        where operator_id = $1 and id = $2 and disabled_at is null and ($3 or failing_since < clock_timestamp() - interval '5 days')
        returning url, disabled_why`, [operatorId, id, isGone, gone, failing]);
      if (ended) await appendEvent(client, operatorId, 'webhook.disabled', { webhook: { webhookId: id, url: ended.url, reason: ended.disabled_why } });
      return !ended && pause === 0;
    });
  }

  /** Gives the consumer back. Returns whether something is due already. */
  release(held: HeldConsumer): Promise<boolean> {
    return this.leased.fenced(held, `${released}, status = 'waiting'`, [], async (client) => {
      // A statement of its own: it sees whatever was added until the row was locked, and nobody adds before it is free again.
      const { rows: [consumer] } = await client.query<{ due: boolean }>(`
        update webhook_consumer set next_at = greatest(paused_until, coalesce((
          select min(next_try_at) from webhook_delivery d
          where d.operator_id = $1 and d.consumer_id = $2 and d.status in ('waiting', 'sending')), 'infinity'))
        where operator_id = $1 and id = $2 returning next_at <= clock_timestamp() and disabled_at is null as due`, [held.operatorId, held.id]);
      return consumer.due;
    });
  }
}
