import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a served record says against itself is kept with it, and flawed records are found without a walk through all. */
export class Findings1763830800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record add column findings jsonb;
      create index record_flawed on record (operator_id, connection_id, data_type, source_id) where fault is not null or findings is not null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index record_flawed; alter table record drop column findings');
  }
}
