import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which edition of the mappings all documents of a source are mapped: those that come again as they were need not be mapped again. */
export class MappingEditions1763899200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table source_state add column mapped_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table source_state drop column mapped_by');
  }
}
