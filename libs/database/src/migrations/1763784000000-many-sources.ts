import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/**
 * One data type may be served by several endpoints: a dataset then waits for several readings, and each record says which
 * endpoint brought it, so that it is missed only in a reading of that one.
 */
export class ManySources1763784000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(datasetReadings);
    await runner.query(`
      alter table dataset_reading enable row level security;
      create policy tenant on dataset_reading using (operator_id = (select current_operator()));
      create policy directory on dataset_reading for select to current_user using (true);
      grant select, insert, update, delete on dataset_reading to ${applicationRole};`);
    await runner.query(`
      insert into dataset_reading (operator_id, dataset_id, reading_id, progress, counts, status, error_message)
      select operator_id, id, reading_id, progress, counts, case when completed_at is not null then status end, error_message
      from dataset where reading_id is not null`);
    await runner.query('alter table dataset_reading force row level security; alter table dataset drop column reading_id');
    await runner.query(recordSources);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table record drop column source;
      alter table dataset add column reading_id uuid;
      alter table dataset no force row level security;
      update dataset d set reading_id = (
        select l.reading_id from dataset_reading l where l.operator_id = d.operator_id and l.dataset_id = d.id order by l.reading_id limit 1);
      alter table dataset force row level security;
      drop table dataset_reading;
      alter table dataset add foreign key (operator_id, reading_id) references reading (operator_id, id) on delete cascade;
      create index dataset_reading on dataset (operator_id, reading_id);`);
  }
}

const datasetReadings = `
  drop index dataset_reading;
  -- A dataset ends when all its readings have a status here.
  create table dataset_reading (
    operator_id uuid not null,
    dataset_id uuid not null,
    reading_id uuid not null,
    progress integer not null default 0,
    counts jsonb not null default '{}',
    status text,
    error_message text,
    primary key (operator_id, dataset_id, reading_id),
    foreign key (operator_id, dataset_id) references dataset (operator_id, id) on delete cascade,
    foreign key (operator_id, reading_id) references reading (operator_id, id) on delete cascade
  );
  create index dataset_reading_reading on dataset_reading (operator_id, reading_id);
`;

/** Up to now each data type of a connection had one endpoint. The empty default stands for one that is not known. */
const recordSources = `
  alter table record add column source text collate "C" not null default '';
  alter table record no force row level security;
  update record r set source = s.source
  from (select distinct on (d.operator_id, d.connection_id, d.data_type) d.operator_id, d.connection_id, d.data_type, g.source
        from dataset d
        join dataset_reading l on l.operator_id = d.operator_id and l.dataset_id = d.id
        join reading g on g.operator_id = l.operator_id and g.id = l.reading_id
        order by d.operator_id, d.connection_id, d.data_type, d.requested_at desc) s
  where r.operator_id = s.operator_id and r.connection_id = s.connection_id and r.data_type = s.data_type;
  alter table record force row level security;
`;
