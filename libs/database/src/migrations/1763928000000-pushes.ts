import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Writes to the platforms: each is a row before it is a call, and work until its outcome is known. */
export class Pushes1763928000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table push (
        operator_id uuid not null,
        id uuid not null,
        company_id uuid not null,
        connection_id uuid not null,
        -- The one that it was asked for: another one that is linked meanwhile is not written to.
        organisation_id text not null,
        data_type text not null,
        kind text not null check (kind in ('Create', 'Update', 'Delete', 'UploadAttachment')),
        record_id text,
        -- As the consumer sent it, JSON.
        document text,
        -- Only until the outcome is known.
        file bytea,
        file_name text,
        file_type text,
        force_update boolean not null default false,
        sync_after boolean not null default true,
        timeout_minutes integer,
        status text not null default 'queued' check (status in ('queued', 'running', 'waiting', 'complete')),
        stage text not null default 'queued' check (stage in ('queued', 'prepared', 'sent', 'done')),
        attempt integer not null default 0,
        -- Failures in a row since the last stage.
        failures integer not null default 0,
        lease_owner text,
        lease_until timestamptz,
        next_at timestamptz not null default now(),
        -- What is sent, JSON; kept before it is sent.
        request text,
        -- How many idempotency keys it took: one for each sending with its repetitions.
        keys integer not null default 0,
        -- How often it was found not to have arrived though it was sent.
        rounds integer not null default 0,
        -- When it was first sent under the last key, and under any.
        sent_at timestamptz,
        first_sent_at timestamptz,
        outcome text check (outcome in ('Success', 'Failed')),
        status_code integer,
        error text,
        issues jsonb,
        changes jsonb,
        -- The record that it made, so that none counts as made by two.
        claimed_id text,
        requested_at timestamptz not null default now(),
        completed_at timestamptz,
        primary key (operator_id, id),
        foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
      );
      create index push_open on push (next_at) where status in ('queued', 'running', 'waiting');
      create index push_company on push (operator_id, company_id, requested_at desc);
      create index push_connection on push (operator_id, connection_id);
      create unique index push_claim on push (operator_id, connection_id, data_type, claimed_id) where claimed_id is not null;
      alter table push enable row level security;
      alter table push force row level security;
      create policy tenant on push using (operator_id = (select current_operator()));
      create policy directory on push for select to current_user using (true);
      grant select, insert, update, delete on push to ${applicationRole};

      create function directory.due_pushes(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.operator_id, p.id from push p
              where p.status in ('queued', 'running', 'waiting') and p.next_at <= now() and (p.lease_until is null or p.lease_until < now())
              order by p.next_at limit most $$;
      grant execute on function directory.due_pushes to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function directory.due_pushes; drop table push;');
  }
}
