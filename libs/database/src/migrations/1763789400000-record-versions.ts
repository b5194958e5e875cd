import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Documents of records as they were served before, so that a list can be read as it was at an earlier instant. */
export class RecordVersions1763789400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table record_version (
        operator_id uuid not null,
        connection_id uuid not null,
        data_type text collate "C" not null,
        source_id text collate "C" not null,
        -- Served from valid_from on, until just before valid_to.
        valid_from timestamptz not null,
        valid_to timestamptz not null,
        document text not null,
        primary key (operator_id, connection_id, data_type, source_id, valid_from)
      );
      alter table record_version enable row level security;
      alter table record_version force row level security;
      create policy tenant on record_version using (operator_id = (select current_operator()));
      create policy directory on record_version for select to current_user using (true);
      grant select, insert, update, delete on record_version to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table record_version');
  }
}
