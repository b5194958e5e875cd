import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One endpoint may be read twice at once: for a data type that was asked for while a reading for another of its types is
 * half way through. That no data type is read twice is what the unique index of open datasets guarantees.
 */
export class SecondReading1763780400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index reading_one_open');
    await runner.query(`
      create index reading_batch on reading (operator_id, connection_id, batch_id, position)
        where status in ('queued', 'running', 'waiting')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index reading_batch');
    await runner.query(`
      create unique index reading_one_open on reading (operator_id, connection_id, source)
        where status in ('queued', 'running', 'waiting')`);
  }
}
