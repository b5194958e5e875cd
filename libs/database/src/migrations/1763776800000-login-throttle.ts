import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/**
 * Counts of failed sign-ins, shared by all portal processes. They are kept before anybody is known, so they belong to no
 * operator, and hold hashes only. Losing them with a crash of the database does no harm.
 */
export class LoginThrottle1763776800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table login_throttle (
        key text primary key,
        points integer not null default 0,
        expire bigint
      );
      create index login_throttle_expire on login_throttle (expire);
      grant select, insert, update, delete on login_throttle to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table login_throttle');
  }
}
