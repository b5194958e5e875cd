import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the platform last refused an app's keys: until others are saved it is hardly asked any more. */
export class RefusedKeys1763820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table app add column refused_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table app drop column refused_at');
  }
}
