import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Proofs of what was pulled against the platform's own reports: work like a reading, and what came of it. */
export class LedgerProofs1763850600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_proof (
        operator_id uuid not null,
        id uuid not null,
        connection_id uuid not null,
        status text not null default 'queued' check (status in ('queued', 'running', 'waiting', 'complete')),
        attempt integer not null default 0,
        deaths integer not null default 0,
        failures integer not null default 0,
        lease_owner text,
        lease_until timestamptz,
        -- Infinity while readings of the connection are open: the last of them to end moves it.
        next_at timestamptz not null default now(),
        -- How often it was taken, since books may move meanwhile.
        tries integer not null default 0,
        calls integer not null default 0,
        verdict text check (verdict in ('Tied', 'Differs', 'Incomplete', 'NotProvable')),
        result jsonb,
        requested_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        primary key (operator_id, id),
        foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
      );
      create index ledger_proof_open on ledger_proof (next_at) where status in ('queued', 'running', 'waiting');
      create index ledger_proof_connection on ledger_proof (operator_id, connection_id, requested_at desc);
      create unique index ledger_proof_one_open on ledger_proof (operator_id, connection_id) where status in ('queued', 'running', 'waiting');
      alter table ledger_proof enable row level security;
      alter table ledger_proof force row level security;
      create policy tenant on ledger_proof using (operator_id = (select current_operator()));
      create policy directory on ledger_proof for select to current_user using (true);
      grant select, insert, update, delete on ledger_proof to ${applicationRole};

      -- What the newest ended proof came to, in short: shown with the connection wherever that is listed.
      alter table connection add column ledger_proof jsonb;

      create function directory.unfinished_proofs(most integer) returns table (operator_id uuid, id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.operator_id, p.id from ledger_proof p
              where p.status in ('queued', 'running', 'waiting') and p.next_at <= now() and (p.lease_until is null or p.lease_until < now())
              order by p.next_at limit most $$;
      grant execute on function directory.unfinished_proofs to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.unfinished_proofs;
      alter table connection drop column ledger_proof;
      drop table ledger_proof;`);
  }
}
