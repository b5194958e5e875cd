import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator says about itself. */
export class Profile1763853780000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table operator
        add column redirect_url text not null default '',
        add column logo_url text,
        add column icon_url text,
        add column white_list_urls text[] not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table operator drop column redirect_url, drop column logo_url, drop column icon_url, drop column white_list_urls`);
  }
}
