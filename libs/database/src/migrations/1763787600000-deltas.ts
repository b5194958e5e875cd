import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Later readings ask only for what changed: how far each source was read, and when it is to be compared as a whole again. */
export class Deltas1763787600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row per data type: a source that was read for some of its types only is behind for the others.
      create table source_state (
        operator_id uuid not null,
        connection_id uuid not null,
        source text not null,
        data_type text not null,
        -- By the source's own clock: everything that changed before it is stored.
        watermark timestamptz,
        bookmark text,
        -- Organisation and scopes that it was read with.
        read_as text not null,
        compared_at timestamptz not null,
        compare_pages integer not null,
        compare_next_at timestamptz not null,
        primary key (operator_id, connection_id, source, data_type),
        foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
      );
      alter table source_state enable row level security;
      alter table source_state force row level security;
      create policy tenant on source_state using (operator_id = (select current_operator()));
      create policy directory on source_state for select to current_user using (true);
      grant select, insert, update, delete on source_state to ${applicationRole};
      alter table reading add column mode text not null default 'delta' check (mode in ('full', 'delta'));`);
    // Cursors have another form now: what is under way begins again.
    await runner.query(`
      alter table reading no force row level security;
      update reading set mode = 'full', cursor = case when status in ('queued', 'running', 'waiting') then null else cursor end;
      alter table reading force row level security;
      alter table reading_page no force row level security;
      delete from reading_page;
      alter table reading_page force row level security;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table source_state; alter table reading drop column mode');
  }
}
