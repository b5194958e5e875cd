import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { JobIds } from '#queue/jobs';
import { type DatasetCounts, noCounts } from './dataset-counts.js';
import { type DatasetPart, endOf, type EndStatus, type StoredTotals } from './outcomes.js';
import { after, nextCompare } from './schedule.js';

export interface DatasetProgress {
  readonly id: string;
  readonly dataType: SupportedDataType;
  /** What this reading did to it. */
  counts: DatasetCounts;
}

/** In one order, so that two readings for the same datasets never wait for each other. */
const lockedDatasets = `
  select l.dataset_id, l.counts from dataset_reading l
  join dataset o on o.operator_id = l.operator_id and o.id = l.dataset_id
  where l.operator_id = $1 and l.reading_id = $2 and l.status is null order by l.dataset_id for no key update of o`;

/** The datasets that a reading still has to fill; they show that it is under way. */
export async function startDatasets(client: pg.ClientBase, reading: JobIds): Promise<DatasetProgress[]> {
  const { rows } = await client.query<{ id: string; data_type: SupportedDataType; counts: Partial<DatasetCounts> }>(`
    update dataset d set status = 'Fetching', status_description = null from (${lockedDatasets}) m
    where d.operator_id = $1 and d.id = m.dataset_id returning d.id, d.data_type, m.counts`, [reading.operatorId, reading.id]);
  return rows
    .map(({ id, data_type, counts }) => ({ id, dataType: data_type, counts: { ...noCounts, ...counts } }))
    .sort((a, b) => (a.dataType < b.dataType ? -1 : 1));
}

/** A dataset of several readings is as far as they are on average. */
export async function showProgress(
  client: pg.ClientBase, reading: JobIds & { readonly datasets: readonly DatasetProgress[] }, { progress, status }: { progress: number; status: string },
): Promise<void> {
  await client.query(`
    with mine as (
      update dataset_reading l set progress = $3, counts = r.counts from jsonb_to_recordset($5::jsonb) as r(id uuid, counts jsonb)
      where l.operator_id = $1 and l.reading_id = $2 and l.dataset_id = r.id and l.status is null)
    update dataset d set status = $4, progress = (
      select ($3 + coalesce(sum(o.progress), 0)) / (1 + count(*)) from dataset_reading o
      where o.operator_id = $1 and o.dataset_id = d.id and o.reading_id <> $2)
    from (${lockedDatasets}) m where d.operator_id = $1 and d.id = m.dataset_id`,
  [reading.operatorId, reading.id, progress, status, JSON.stringify(reading.datasets)]);
}

/** The wire has no word for a pause: the datasets stay as they are and say why. */
export async function showPause(client: pg.ClientBase, reading: JobIds, seconds: number, why: string): Promise<void> {
  await client.query(`
    update dataset d set status_description = 'Paused until '
      || to_char((now() + make_interval(secs => $3)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ': ' || $4
    from (${lockedDatasets}) m where d.operator_id = $1 and d.id = m.dataset_id`, [reading.operatorId, reading.id, seconds, why]);
}

export async function endParts(client: pg.ClientBase, reading: JobIds, parts: readonly (DatasetPart & { id: string })[]): Promise<void> {
  await client.query(`
    update dataset_reading l set status = r.status, error_message = r.error, counts = r.counts, progress = 100
    from jsonb_to_recordset($3::jsonb) as r(id uuid, status text, error text, counts jsonb)
    where l.operator_id = $1 and l.reading_id = $2 and l.dataset_id = r.id`, [reading.operatorId, reading.id, JSON.stringify(parts)]);
  await endDatasets(client, reading.operatorId, [reading.id]);
}

export async function failParts(
  client: pg.ClientBase, operatorId: string, readingIds: readonly string[], failure: { status: EndStatus; message: string },
): Promise<void> {
  await client.query(`
    update dataset_reading set status = $3, error_message = $4
    where operator_id = $1 and reading_id = any($2) and status is null`, [operatorId, readingIds, failure.status, failure.message]);
  await endDatasets(client, operatorId, readingIds);
}

/**
 * Ends the datasets of these readings that wait for no other. The connection's row is locked: each reading sees how the
 * others ended. Datasets and totals are looked up one by one (`offset 0`, `limit 1`): PostgreSQL, which knows nothing of
 * tables that have just been filled, would go through those of all connections of the operator.
 */
async function endDatasets(client: pg.ClientBase, operatorId: string, readingIds: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string; parts: DatasetPart[] } & Record<keyof StoredTotals, string>>(`
    select d.id, l.parts, coalesce(t.served, 0) as served, coalesce(t.unserved, 0) as unserved, coalesce(t.faulty, 0) as faulty
    from (select distinct dataset_id from dataset_reading where operator_id = $1 and reading_id = any($2)) m
    cross join lateral (
      select d.id, d.connection_id, d.data_type, d.completed_at from dataset d where d.operator_id = $1 and d.id = m.dataset_id offset 0) d
    cross join lateral (
      select bool_and(l.status is not null) as ended,
        json_agg(json_build_object('status', l.status, 'error', l.error_message, 'counts', l.counts) order by l.reading_id) as parts
      from dataset_reading l where l.operator_id = $1 and l.dataset_id = d.id) l
    left join lateral (
      select t.served, t.unserved, t.faulty from record_total t
      where t.operator_id = $1 and t.connection_id = d.connection_id and t.data_type = d.data_type limit 1) t on true
    where d.completed_at is null and l.ended`, [operatorId, readingIds]);
  const ended = rows.map(({ id, parts, served, unserved, faulty }) => ({
    id, ...endOf(parts, { served: Number(served), unserved: Number(unserved), faulty: Number(faulty) }),
  }));
  await client.query(`
    update dataset d set status = r.status, status_description = r.description, error_message = r.error, counts = r.counts,
      progress = case when r.status in ('Complete', 'MapError') then 100 else d.progress end, completed_at = now()
    from jsonb_to_recordset($2::jsonb) as r(id uuid, status text, description text, error text, counts jsonb)
    where d.operator_id = $1 and d.id = r.id`, [operatorId, JSON.stringify(ended)]);
  await client.query(`
    update sync_schedule s set next_at = least(
      now() + ${after('s.every_hours', 's.connection_id')},
      case when d.status = 'Complete' then ${nextCompare({ hours: 's.every_hours', connection: 's.connection_id', dataType: 's.data_type' })} else 'infinity' end)
    from dataset d where d.operator_id = $1 and d.id = any($2) and not d.partial
      and s.operator_id = $1 and s.connection_id = d.connection_id and s.data_type = d.data_type`, [operatorId, ended.map(({ id }) => id)]);
}
