import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Requests of an operator on a day (UTC), of all portals. A crash of the database empties it and begins the day anew. */
export class RequestCounts1763853840000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table request_count (
        operator_id uuid not null,
        day date not null,
        used integer not null,
        primary key (operator_id, day)
      );
      alter table request_count enable row level security;
      alter table request_count force row level security;
      create policy tenant on request_count using (operator_id = (select current_operator()));
      create policy directory on request_count for select to current_user using (true);
      grant select, insert, update, delete on request_count to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table request_count');
  }
}
