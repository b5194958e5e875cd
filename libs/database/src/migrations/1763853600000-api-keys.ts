import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of API keys tell them apart by their first characters: of the key itself only a hash is kept. */
export class ApiKeys1763853600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table api_key add column begins_with text not null default ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table api_key drop column begins_with');
  }
}
