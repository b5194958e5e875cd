import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether consumers may write through an app, so that it asks companies for more than reading. */
export class AppWrites1763924400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table app add column writes boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table app drop column writes');
  }
}
