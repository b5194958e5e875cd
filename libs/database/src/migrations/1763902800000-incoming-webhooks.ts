import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/**
 * Platforms tell of changes, signed with a key of the app. What they told of is a row per endpoint of a connection until a
 * reading of that endpoint begins, however often it is told.
 */
export class IncomingWebhooks1763902800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Sealed, like the secret.
      alter table app add column webhook_key bytea;
      -- A dataset for which not every endpoint of its data type is read: it says nothing about when the next one is due.
      alter table dataset add column partial boolean not null default false;
      create table source_change (
        operator_id uuid not null,
        connection_id uuid not null,
        source text collate "C" not null,
        next_at timestamptz not null default now(),
        primary key (operator_id, connection_id, source)
      );
      alter table source_change enable row level security;
      alter table source_change force row level security;
      create policy tenant on source_change using (operator_id = (select current_operator()));
      create policy directory on source_change for select to current_user using (true);
      grant select, insert, update, delete on source_change to ${applicationRole};
      create function directory.apps_with_webhook_key() returns table (operator_id uuid, app_id uuid, client_id text)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select a.operator_id, a.id, a.client_id from app a where a.webhook_key is not null $$;
      -- While an endpoint is being read its change waits, and the end of that reading tells of it.
      create function directory.due_changes(most integer) returns table (operator_id uuid, connection_id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select distinct c.operator_id, c.connection_id from source_change c
              where c.next_at <= now() and not exists (
                select from reading r where r.operator_id = c.operator_id and r.connection_id = c.connection_id and r.source = c.source
                  and r.status in ('queued', 'running', 'waiting')) limit most $$;
      grant execute on function directory.apps_with_webhook_key, directory.due_changes to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.apps_with_webhook_key, directory.due_changes;
      drop table source_change;
      alter table dataset drop column partial;
      alter table app drop column webhook_key;`);
  }
}
