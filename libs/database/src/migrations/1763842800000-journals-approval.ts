import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an app asks for the journals of the ledger. One that was given them already goes on. */
export class JournalsApproval1763842800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table app add column journals boolean not null default false;
      alter table app no force row level security;
      alter table token_grant no force row level security;
      update app a set journals = true where exists (
        select from token_grant g where g.operator_id = a.operator_id and g.app_id = a.id and 'accounting.journals.read' = any(g.scopes));
      alter table app force row level security;
      alter table token_grant force row level security;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table app drop column journals');
  }
}
