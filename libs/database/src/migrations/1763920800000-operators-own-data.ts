import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** What an operator wants of native documents beside the data types' own properties: within their records, and as lists of its own. */
export class OperatorsOwnData1763920800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table supplemental_data (
        operator_id uuid not null references operator (id) on delete cascade,
        platform_key text not null,
        data_type text collate "C" not null,
        config jsonb not null,
        -- Another one with each change: pages that were mapped by an earlier one are mapped again before they are stored.
        edition uuid not null,
        primary key (operator_id, platform_key, data_type)
      );
      create table custom_data_type (
        operator_id uuid not null references operator (id) on delete cascade,
        platform_key text not null,
        name text not null,
        config jsonb not null,
        primary key (operator_id, platform_key, name)
      );`);
    for (const table of ['supplemental_data', 'custom_data_type']) {
      await runner.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy tenant on ${table} using (operator_id = (select current_operator()));
        create policy directory on ${table} for select to current_user using (true);
        grant select, insert, update, delete on ${table} to ${applicationRole};`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table supplemental_data, custom_data_type');
  }
}
