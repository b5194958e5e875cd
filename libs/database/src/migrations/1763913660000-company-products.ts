import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which products of the operator each company uses. */
export class CompanyProducts1763913660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table company add column products text[] not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table company drop column products');
  }
}
