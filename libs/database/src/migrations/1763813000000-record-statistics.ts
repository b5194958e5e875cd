import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/**
 * Lets a worker have statistics made of the records that it has stored, one partition at a time. A function of the owner
 * works on every version of PostgreSQL and allows no more than this; `grant maintain`, from version 17 on, would allow
 * locking, reindexing and rewriting too.
 */
export class RecordStatistics1763813000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function analyze_records(_connection uuid) returns void
        language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        part regclass;
      begin
        select r.tableoid into part from record r where r.operator_id = current_operator() and r.connection_id = _connection limit 1;
        if part is null then
          return;
        end if;
        -- Each reads a sample of the whole partition: many at once would take the disk from the pulls themselves.
        perform pg_advisory_xact_lock(4711003);
        execute format('analyze %s', part);
      end $$;
      revoke execute on function analyze_records from public;
      grant execute on function analyze_records to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function analyze_records');
  }
}
