import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Whose pages may call the API with a company access token. A browser asks before it knows for which operator. */
export class AllowedOrigins1763853720000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allowed_origin (
        operator_id uuid not null references operator (id) on delete cascade,
        origin text not null,
        primary key (operator_id, origin)
      );
      create index allowed_origin_of_anyone on allowed_origin (origin);
      alter table allowed_origin enable row level security;
      alter table allowed_origin force row level security;
      create policy tenant on allowed_origin using (operator_id = (select current_operator()));
      create policy directory on allowed_origin for select to current_user using (true);
      grant select, insert, update, delete on allowed_origin to ${applicationRole};
      create function directory.origin_is_allowed(page_origin text) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$ select exists (select from allowed_origin o where o.origin = page_origin) $$;
      grant execute on function directory.origin_is_allowed to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.origin_is_allowed;
      drop table allowed_origin;`);
  }
}
