import type { EntityManager } from 'typeorm';
import type { SyncSetting } from './sync-setting.js';
import { windowText } from './window-rows.js';

/**
 * A pull after so many hours, a little earlier by an amount that every connection has for itself: what came together once does
 * not come together for ever, and the data types of a connection stay together.
 */
export const after = (hours: string, connection: string): string =>
  `${hours} * interval '1 hour' * (1 - 0.05 * (hashtext(${connection}::text) & 1023) / 1024.0)`;

/**
 * When a data type is to be compared as a whole: not more often than it is pulled. What could not be proved complete is
 * left to its next pull, which need not follow at once for that.
 */
export const nextCompare = ({ hours, connection, dataType }: { hours: string; connection: string; dataType: string }): string => `(
  select coalesce(min(greatest(c.compare_next_at, c.compared_at + ${hours} * interval '1 hour')), 'infinity') from source_state c
  where c.operator_id = $1 and c.connection_id = ${connection} and c.data_type = ${dataType} and c.compare_next_at > now())`;

const wanted = `
  wanted as (
    select k.id as connection_id, g."dataType" as data_type, coalesce(s.sync_schedule, g."syncSchedule") as hours,
      case when s.data_type is null then coalesce(g."syncFromUtc", '') || '/' || coalesce(g."syncFromWindow"::text, '') else ${windowText} end as read_window
    from connection k
    cross join jsonb_to_recordset($3::jsonb) as g("dataType" text, "syncSchedule" integer, "syncFromUtc" text, "syncFromWindow" integer, "isLocked" boolean)
    left join sync_setting s on s.operator_id = $1 and s.company_id = k.company_id and s.data_type = g."dataType" and not g."isLocked"
    where k.operator_id = $1 and k.status = 'Linked' and ($2::uuid is null or k.company_id = $2))`;

/**
 * Brings the schedule of the operator's linked connections, or of one company's, in step with the settings. It counts from
 * the end of the last pull, or from now. What was read with another window is due at once, and to be compared as a whole.
 * `general`: the settings of all companies.
 */
export async function reschedule(manager: EntityManager, operatorId: string, companyId: string | null, general: readonly SyncSetting[]): Promise<void> {
  const values = [operatorId, companyId, JSON.stringify(general)];
  await manager.query(`
    with ${wanted}, off as (
      delete from sync_schedule s using wanted w
      where s.operator_id = $1 and s.connection_id = w.connection_id and s.data_type = w.data_type and w.hours = 0
    )
    insert into sync_schedule as s (operator_id, connection_id, data_type, every_hours, next_at)
    select $1, w.connection_id, w.data_type, w.hours, least(${nextCompare({ hours: 'w.hours', connection: 'w.connection_id', dataType: 'w.data_type' })}, coalesce(
      (select d.completed_at from dataset d where d.operator_id = $1 and d.connection_id = w.connection_id and d.data_type = w.data_type
       and d.completed_at is not null order by d.requested_at desc limit 1), now()) + ${after('w.hours', 'w.connection_id')})
    from wanted w where w.hours > 0
    on conflict (operator_id, connection_id, data_type) do update set every_hours = excluded.every_hours, next_at = excluded.next_at
      where s.every_hours <> excluded.every_hours`, values);
  await manager.query(`
    with ${wanted}, behind as (
      update source_state s set compare_next_at = now() from wanted w
      where s.operator_id = $1 and s.connection_id = w.connection_id and s.data_type = w.data_type and s.read_window <> w.read_window
      returning s.connection_id, s.data_type)
    update sync_schedule s set next_at = now() from behind b
    where s.operator_id = $1 and s.connection_id = b.connection_id and s.data_type = b.data_type and s.next_at > now()`, values);
}
