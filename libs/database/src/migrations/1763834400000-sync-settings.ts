import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** What operators set about pulls, for all companies (company_id null) or for one. What nobody set has no row: the defaults are code. */
export class SyncSettings1763834400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sync_setting (
        operator_id uuid not null references operator (id) on delete cascade,
        company_id uuid,
        data_type text not null,
        fetch_on_first_link boolean not null,
        -- Hours from the end of one pull to the next; 0: none.
        sync_schedule integer not null,
        sync_order integer not null,
        months_to_sync integer,
        is_locked boolean not null default false,
        unique nulls not distinct (operator_id, company_id, data_type),
        foreign key (operator_id, company_id) references company (operator_id, id) on delete cascade
      );
      alter table sync_setting enable row level security;
      alter table sync_setting force row level security;
      create policy tenant on sync_setting using (operator_id = (select current_operator()));
      create policy directory on sync_setting for select to current_user using (true);
      grant select, insert, update, delete on sync_setting to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sync_setting');
  }
}
