import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Finds remappings that ended long ago, whoever's they are, for workers to clear away. */
export class FinishedRemappings1763813001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index remapping_finished on remapping (finished_at) where finished_at is not null;
      create function directory.finished_remappings(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select m.operator_id, m.id from remapping m where m.finished_at < now() - interval '7 days' order by m.finished_at limit most $$;
      grant execute on function directory.finished_remappings to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.finished_remappings;
      drop index remapping_finished;`);
  }
}
