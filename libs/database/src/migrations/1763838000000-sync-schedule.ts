import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** When each data type of a linked connection is to be pulled next. What is pulled already goes on daily, spread over the first day. */
export class SyncSchedule1763838000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sync_schedule (
        operator_id uuid not null,
        connection_id uuid not null,
        data_type text not null,
        -- The settings as they apply to the company: this row follows them.
        every_hours integer not null,
        next_at timestamptz not null,
        primary key (operator_id, connection_id, data_type),
        foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
      );
      create index sync_schedule_due on sync_schedule (next_at);
      insert into sync_schedule (operator_id, connection_id, data_type, every_hours, next_at)
      select k.operator_id, k.id, t.data_type, 24, now() + k.delay
      from (select operator_id, id, random() * interval '1 day' as delay from connection where status = 'Linked') k
      join (select distinct operator_id, connection_id, data_type from dataset where status = 'Complete') t
        on t.operator_id = k.operator_id and t.connection_id = k.id;
      alter table sync_schedule enable row level security;
      alter table sync_schedule force row level security;
      create policy tenant on sync_schedule using (operator_id = (select current_operator()));
      create policy directory on sync_schedule for select to current_user using (true);
      grant select, insert, update, delete on sync_schedule to ${applicationRole};

      -- Connections of which something is due, the longest first; none while as many readings wait already.
      create function directory.due_pulls(most integer) returns table (operator_id uuid, connection_id uuid)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select due.operator_id, due.connection_id
              from (select s.operator_id, s.connection_id, s.next_at from sync_schedule s
                    where s.next_at <= now() order by s.next_at limit 40 * most) due
              group by 1, 2 order by min(due.next_at)
              limit greatest(0, most - (select count(*) from (
                select from reading r where r.status in ('queued', 'waiting') and r.next_at <= now() limit most) waiting)) $$;
      grant execute on function directory.due_pulls to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function directory.due_pulls; drop table sync_schedule');
  }
}
