import { Inject, Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import type { JobIds } from '#queue/jobs';
import { type Attempt, LeasedRows, released, renewed } from '#queue/lease';
import { Vault } from '#vault/vault';
import { appendEvent } from './append.js';

/** What is to be sent to a consumer now, and how. */
export interface DueMessages {
  readonly url: string;
  /** The current one, and before it the last one as long as it is valid. */
  readonly secrets: readonly string[];
  readonly messages: readonly DueMessage[];
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
  readonly url: string; readonly secret: Buffer; readonly previous_secret: Buffer | null;
}

/** Seconds, in SQL: a quarter of the time of failures only, at most a minute. So even hundreds of dead consumers leave room to the others. */
const rest = 'least(60, coalesce(extract(epoch from clock_timestamp() - failing_since) / 4, 0))';

/** After days in which nothing was sent the days of failure begin anew: `paused_until` lies at the end of the last round or later. */
const failingSince = `case when $4 then null when paused_until < clock_timestamp() - interval '2 days' then clock_timestamp()
  else coalesce(failing_since, clock_timestamp()) end`;

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
  async claim(ids: JobIds): Promise<Attempt | null> {
    const row = await this.leased.claim(ids, this.owner, { changes: 'next_at = next_at', due: 'disabled_at is null' });
    return row && { operatorId: ids.operatorId, id: ids.id, number: row.attempt };
  }

  keepAlive(held: Attempt): { lost: AbortSignal; stop(): void } {
    return this.leased.keepAlive(held);
  }

  /**
   * Marks messages as being sent before anything is. Those that an attempt which died had marked are among them, and are
   * on the same try still. The secrets are those of this moment: one that was replaced meanwhile signs no more alone.
   */
  take(held: Attempt, most: number): Promise<DueMessages> {
    const { operatorId, id } = held;
    return this.leased.fenced(held, renewed, [], async (client) => {
      const { rows } = await client.query<{ event_id: string; tries: number; body: string }>(`
        with due as materialized (
          select d.event_id from webhook_delivery d
          where d.operator_id = $1 and d.consumer_id = $2 and d.status in ('waiting', 'sending') and d.next_try_at <= clock_timestamp()
            and exists (select from webhook_consumer c where c.operator_id = $1 and c.id = $2 and c.disabled_at is null)
          order by d.next_try_at, d.event_id limit $3)
        update webhook_delivery d set status = 'sending', tries = d.tries + (d.status = 'waiting')::integer
        from due join event e on e.operator_id = $1 and e.id = due.event_id
        where d.operator_id = $1 and d.consumer_id = $2 and d.event_id = due.event_id returning d.event_id, d.tries, e.body`, [operatorId, id, most]);
      const { rows: [consumer] } = await client.query<ConsumerRow>(`
        select url, secret, case when previous_until > clock_timestamp() then previous_secret end as previous_secret
        from webhook_consumer where operator_id = $1 and id = $2`, [operatorId, id]);
      const messages = rows.map(({ event_id, tries, body }) => ({ eventId: event_id, tries, body })).sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
      return { url: consumer.url, secrets: this.secretsOf(held, consumer), messages };
    });
  }

  private secretsOf({ operatorId, id }: Attempt, { secret, previous_secret }: ConsumerRow): string[] {
    const place = { operatorId, table: 'webhook_consumer', rowId: id };
    const secrets = [this.vault.open(secret, { ...place, column: 'secret' })];
    if (previous_secret) secrets.unshift(this.vault.open(previous_secret, { ...place, column: 'previous_secret' }));
    return secrets;
  }

  /**
   * Stores how tries ended. Returns false when the consumer gets no more messages for now: one that answers nothing well
   * gives up its turn, and rests the longer the longer that has been so.
   */
  settle(held: Attempt, ends: readonly TryEnd[], { pause, gone: isGone }: Reaction): Promise<boolean> {
    const { operatorId, id } = held;
    const changes = `${renewed}, failing_since = ${failingSince},
      paused_until = clock_timestamp() + make_interval(secs => greatest($5, case when $4 then 0 else ${rest} end))`;
    const someSucceeded = ends.some(({ succeeded }) => succeeded);
    return this.leased.fenced(held, changes, [someSucceeded, pause], async (client) => {
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
      return !ended && pause === 0 && someSucceeded;
    });
  }

  /** Gives the consumer back. Returns whether something is due already. */
  release(held: Attempt): Promise<boolean> {
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
