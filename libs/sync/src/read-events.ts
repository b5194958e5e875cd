import type pg from 'pg';
import { appendConnectionEvent } from '#events/append';
import type { DatasetCounts } from './dataset-counts.js';

interface ReadDataset {
  readonly data_type: string;
  readonly status: string;
  readonly status_description: string | null;
  readonly counts: Partial<DatasetCounts>;
  readonly initial: boolean;
}

/**
 * Tells of the datasets whose last batch of readings has just ended, all of one connection together. A dataset of several
 * batches is told of when the last of them ends. The connection's row is locked: of two that end at once one sees the other.
 */
export async function tellOfReads(client: pg.ClientBase, { operatorId, connectionId }: { operatorId: string; connectionId: string }, ended: readonly string[]): Promise<void> {
  const { rows } = await client.query<ReadDataset>(readDatasets, [operatorId, connectionId, ended]);
  if (rows.length === 0) return;
  const dataTypes = rows.map(({ data_type, status, status_description, counts }) => ({
    connectionId, dataType: data_type, status, recordsModified: (counts.added ?? 0) + (counts.changed ?? 0) + (counts.deleted ?? 0),
    ...(status_description === null ? {} : { issues: [{ type: 'warning.validation', message: status_description }] }),
  }));
  await appendConnectionEvent(client, operatorId, connectionId, 'read.completed', { dataTypes });
  if (rows.some(({ initial }) => initial)) await appendConnectionEvent(client, operatorId, connectionId, 'read.completed.initial', { dataTypes });
}

/** The first pull after a link is ordered in the transaction that links, which is of the same instant. */
const readDatasets = `
  with open as (
    select distinct batch_id from reading where operator_id = $1 and connection_id = $2 and status in ('queued', 'running', 'waiting')),
  closed as (
    select distinct batch_id from reading where operator_id = $1 and id = any($3) and batch_id not in (select batch_id from open)),
  read as (
    select l.dataset_id, bool_or(r.requested_at = k.linked_at) as initial
    from reading r
    join connection k on k.operator_id = r.operator_id and k.id = r.connection_id
    join dataset_reading l on l.operator_id = r.operator_id and l.reading_id = r.id
    where r.operator_id = $1 and r.connection_id = $2 and r.batch_id in (select batch_id from closed)
    group by l.dataset_id)
  select d.data_type, d.status, d.status_description, d.counts, coalesce(read.initial, false) as initial
  from read join dataset d on d.operator_id = $1 and d.id = read.dataset_id
  where d.completed_at is not null and not exists (
    select from dataset_reading l join reading r on r.operator_id = l.operator_id and r.id = l.reading_id
    where l.operator_id = $1 and l.dataset_id = d.id and r.batch_id in (select batch_id from open))
  order by d.data_type`;
