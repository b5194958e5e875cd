import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A connection can be ended in the name of the app, when the tokens of the person who consented are gone. */
export class AppTokens1763816400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table disconnection alter column grant_id drop not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from disconnection where grant_id is null;
      alter table disconnection alter column grant_id set not null;`);
  }
}
