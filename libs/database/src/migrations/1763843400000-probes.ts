import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** When each grant's connections are to be looked for at the platform, should nothing else have shown that they are there. */
export class Probes1763843400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table token_grant
        add column probe_at timestamptz not null default now(),
        add column probe_attempt integer not null default 0,
        add column probe_lease_until timestamptz;
      create index token_grant_probe on token_grant (probe_at) where status = 'active';

      create function directory.due_probes(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select g.operator_id, g.id from token_grant g
              where g.status = 'active' and g.probe_at <= now() and (g.probe_lease_until is null or g.probe_lease_until < now())
              order by g.probe_at limit most $$;
      grant execute on function directory.due_probes to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.due_probes;
      alter table token_grant drop column probe_at, drop column probe_attempt, drop column probe_lease_until`);
  }
}
