import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/**
 * A consent whose tokens are stored is work until it is known what it covers and all that nobody chose is given back. It has
 * the id of its attempt, and stays when that goes with its connection.
 */
export class Consents1763809200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consent (
        operator_id uuid not null,
        id uuid not null,
        company_id uuid not null,
        app_id uuid not null,
        grant_id uuid not null,
        external_id text,
        status text not null default 'started' check (status in ('started', 'done', 'given-up')),
        attempts integer not null default 0,
        next_at timestamptz not null default now(),
        lease_until timestamptz,
        last_error text,
        created_at timestamptz not null default now(),
        done_at timestamptz,
        primary key (operator_id, id),
        foreign key (operator_id, app_id) references app (operator_id, id) on delete cascade
      );
      create index consent_open on consent (next_at) where status = 'started';
      alter table consent enable row level security;
      alter table consent force row level security;
      create policy tenant on consent using (operator_id = (select current_operator()));
      create policy directory on consent for select to current_user using (true);
      grant select, insert, update, delete on consent to ${applicationRole};

      create function directory.unsettled_consents(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select c.operator_id, c.id from consent c
              where c.status = 'started' and c.next_at <= now() order by c.next_at limit most $$;
      grant execute on function directory.unsettled_consents to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function directory.unsettled_consents; drop table consent;');
  }
}
