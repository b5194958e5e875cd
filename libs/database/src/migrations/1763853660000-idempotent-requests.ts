import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Requests that were sent under a key of the caller's own, so that sending them again does nothing twice. */
export class IdempotentRequests1763853660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotent_request (
        operator_id uuid not null references operator (id) on delete cascade,
        -- The key that the caller chose.
        id uuid not null,
        request_hash bytea not null,
        begun_at timestamptz not null default now(),
        -- Both null while the request runs, and for ever when its process died.
        status integer,
        answer bytea,
        primary key (operator_id, id)
      );
      create index idempotent_request_begun on idempotent_request (operator_id, begun_at);
      alter table idempotent_request enable row level security;
      alter table idempotent_request force row level security;
      create policy tenant on idempotent_request using (operator_id = (select current_operator()));
      create policy directory on idempotent_request for select to current_user using (true);
      grant select, insert, update, delete on idempotent_request to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table idempotent_request');
  }
}
