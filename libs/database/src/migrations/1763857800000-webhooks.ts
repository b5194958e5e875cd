import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/**
 * Events are written in the transaction of what they tell, and given to the webhook consumers that want them afterwards.
 * A consumer is work of its own: one worker at a time delivers to it.
 */
export class Webhooks1763857800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table event (
        operator_id uuid not null references operator (id) on delete cascade,
        id uuid not null,
        type text not null,
        -- What it is about, as it was then.
        subject jsonb not null,
        -- What is sent; null until the event was given to the consumers.
        body text,
        created_at timestamptz not null default now(),
        fanned_out_at timestamptz,
        primary key (operator_id, id)
      );
      create index event_open on event (operator_id, created_at) where fanned_out_at is null;
      create index event_age on event (created_at);

      create table webhook_consumer (
        operator_id uuid not null references operator (id) on delete cascade,
        id uuid not null,
        url text not null,
        event_types text[] not null,
        company_tags text[] not null default '{}',
        secret bytea not null,
        previous_secret bytea,
        previous_until timestamptz,
        disabled_at timestamptz,
        disabled_why text,
        -- Since when there have been failures only.
        failing_since timestamptz,
        paused_until timestamptz,
        created_at timestamptz not null default now(),
        status text not null default 'waiting' check (status in ('waiting', 'running')),
        attempt integer not null default 0,
        lease_owner uuid,
        lease_until timestamptz,
        next_at timestamptz not null default 'infinity',
        primary key (operator_id, id)
      );
      create index webhook_consumer_due on webhook_consumer (next_at) where disabled_at is null;

      create table webhook_delivery (
        operator_id uuid not null,
        consumer_id uuid not null,
        event_id uuid not null,
        status text not null default 'waiting' check (status in ('waiting', 'sending', 'succeeded', 'failed')),
        tries integer not null default 0,
        next_try_at timestamptz not null default now(),
        -- How each try ended, oldest first.
        log jsonb not null default '[]',
        created_at timestamptz not null default now(),
        primary key (operator_id, consumer_id, event_id),
        foreign key (operator_id, consumer_id) references webhook_consumer (operator_id, id) on delete cascade,
        foreign key (operator_id, event_id) references event (operator_id, id) on delete cascade
      );
      create index webhook_delivery_open on webhook_delivery (operator_id, consumer_id, next_try_at) where status in ('waiting', 'sending');
      create index webhook_delivery_event on webhook_delivery (operator_id, event_id);`);
    for (const table of ['event', 'webhook_consumer', 'webhook_delivery']) {
      await runner.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy tenant on ${table} using (operator_id = (select current_operator()));
        create policy directory on ${table} for select to current_user using (true);
        grant select, insert, update, delete on ${table} to ${applicationRole};`);
    }
    await runner.query(`
      create function directory.operators_with_events(most integer) returns table (operator_id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select distinct e.operator_id from event e where e.fanned_out_at is null limit most $$;
      create function directory.due_webhooks(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select c.operator_id, c.id from webhook_consumer c
              where c.disabled_at is null and c.next_at <= now() and (c.lease_until is null or c.lease_until < now()) order by c.next_at limit most $$;
      create function directory.old_events(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select e.operator_id, e.id from event e where e.created_at < now() - interval '30 days' order by e.created_at limit most $$;
      grant execute on function directory.operators_with_events, directory.due_webhooks, directory.old_events to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.operators_with_events, directory.due_webhooks, directory.old_events;
      drop table webhook_delivery; drop table webhook_consumer; drop table event;`);
  }
}
