import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each record says which version of its list wrote its document last, and which wrote one first: since writers of a list take turns,
 * versions are committed in their order, and whoever has read up to one has missed nothing before it. A page of records has one
 * version: without their ids the index keeps it once.
 */
export class ChangeFeed1763906400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record add column list_version bigint not null default 0, add column first_version bigint not null default 0;
      create index record_changed on record (operator_id, connection_id, data_type, list_version) where document is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index record_changed; alter table record drop column list_version, drop column first_version');
  }
}
