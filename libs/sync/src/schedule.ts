import type { EntityManager } from 'typeorm';
import type { SyncSetting } from './sync-setting.js';

/**
 * A pull after so many hours, a little earlier by an amount that every connection has for itself: what came together once does
 * not come together for ever, and the data types of a connection stay together.
 */
export const after = (hours: string, connection: string): string =>
  `${hours} * interval '1 hour' * (1 - 0.05 * (hashtext(${connection}::text) & 1023) / 1024.0)`;

/**
 * Brings the schedule of the operator's linked connections, or of one company's, in step with the settings. It counts from
 * the end of the last pull, or from now. `general`: the settings of all companies.
 */
export async function reschedule(manager: EntityManager, operatorId: string, companyId: string | null, general: readonly SyncSetting[]): Promise<void> {
  await manager.query(`
    with wanted as (
      select k.id as connection_id, g."dataType" as data_type, coalesce(own.sync_schedule, g."syncSchedule") as hours
      from connection k
      cross join jsonb_to_recordset($3::jsonb) as g("dataType" text, "syncSchedule" integer, "isLocked" boolean)
      left join sync_setting own on own.operator_id = $1 and own.company_id = k.company_id and own.data_type = g."dataType" and not g."isLocked"
      where k.operator_id = $1 and k.status = 'Linked' and ($2::uuid is null or k.company_id = $2)
    ), off as (
      delete from sync_schedule s using wanted w
      where s.operator_id = $1 and s.connection_id = w.connection_id and s.data_type = w.data_type and w.hours = 0
    )
    insert into sync_schedule as s (operator_id, connection_id, data_type, every_hours, next_at)
    select $1, w.connection_id, w.data_type, w.hours, coalesce(
      (select d.completed_at from dataset d where d.operator_id = $1 and d.connection_id = w.connection_id and d.data_type = w.data_type
       and d.completed_at is not null order by d.requested_at desc limit 1), now()) + ${after('w.hours', 'w.connection_id')}
    from wanted w where w.hours > 0
    on conflict (operator_id, connection_id, data_type) do update set every_hours = excluded.every_hours, next_at = excluded.next_at
      where s.every_hours <> excluded.every_hours`, [operatorId, companyId, JSON.stringify(general)]);
}
