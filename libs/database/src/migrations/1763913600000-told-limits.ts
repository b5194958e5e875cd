import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The limit of a day that consumers were told is reached; and events that are told at a later time, as its end is. */
export class ToldLimits1763913600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table request_count add column told_limit integer;
      create or replace function directory.operators_with_events(most integer) returns table (operator_id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select distinct e.operator_id from event e where e.fanned_out_at is null and e.created_at <= now() limit most $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table request_count drop column told_limit;
      create or replace function directory.operators_with_events(most integer) returns table (operator_id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select distinct e.operator_id from event e where e.fanned_out_at is null limit most $$;`);
  }
}
