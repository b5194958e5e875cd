import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of readings that may start, the most urgent one first: a lost queue is filled again in that order. */
export class SyncOrder1763842200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table reading add column sync_order integer not null default 0; ${unfinishedWork('r.next_at, r.sync_order')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${unfinishedWork('r.next_at')} alter table reading drop column sync_order`);
  }
}

const unfinishedWork = (order: string) => `
  create or replace function directory.unfinished_work(most integer) returns table (operator_id uuid, kind text, id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      (select r.operator_id, 'reading', r.id from reading r
        where r.status in ('queued', 'running', 'waiting') and r.next_at <= now() and (r.lease_until is null or r.lease_until < now())
        order by ${order} limit most)
      union all
      (select d.operator_id, 'disconnection', d.id from disconnection d
        where d.status = 'started' and d.next_at <= now() order by d.next_at limit most)
      union all
      (select m.operator_id, 'remapping', m.id from remapping m
        where m.status in ('queued', 'running') and m.next_at <= now() and (m.lease_until is null or m.lease_until < now())
        order by m.next_at limit most)
      limit most
    $$;`;
