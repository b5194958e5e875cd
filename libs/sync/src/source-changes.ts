import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SupportedDataType } from '#accounting/data-types';
import { Tenants } from '#database/tenant';
import { PlatformSources } from './platform-sources.js';
import { ReadingRows, type StartableReading } from './reading-rows.js';

/**
 * Part of a day's calls in which one source may be read for what it told, each hour anew; beyond it the readings keep a
 * distance. An organisation in which somebody works all day has calls left for everything else.
 */
const shareOfCalls = 1 / 4;

interface Told {
  readonly source: string;
  /** Those that were read from the source before: what was never read has no delta, and its first reading will bring it. */
  readonly data_types: SupportedDataType[];
  /** Readings of the source in the last hour, and seconds since the last of them. */
  readonly readings: number;
  readonly seconds: number;
}

/**
 * Starts a delta for each source of which the platform told that something changed. Which records changed, and how, is
 * what the delta finds: whether a change was told once, twice, late, out of order or not at all, the store ends the same.
 */
@Injectable()
export class SourceChanges {
  constructor(private readonly tenants: Tenants, private readonly rows: ReadingRows, private readonly platforms: PlatformSources) {}

  /** Until nothing is left that could be read now. What is being read already stays noted: the end of that reading asks again. */
  async fetch(operatorId: string, connectionId: string): Promise<void> {
    for (let left = true; left;) {
      const due = await this.tenants.run(operatorId, (manager) => this.start(manager, operatorId, connectionId));
      left = due.length > 0;
      await this.rows.wake(operatorId, due, 'told');
    }
  }

  private async start(manager: EntityManager, operatorId: string, connectionId: string): Promise<StartableReading[]> {
    const by = [operatorId, connectionId];
    const [connection] = await manager.query<{ company_id: string; platform_key: string; status: string; tier: string }[]>(`
      select k.company_id, k.platform_key, k.status, a.tier from connection k join app a on a.operator_id = k.operator_id and a.id = k.app_id
      where k.operator_id = $1 and k.id = $2 for update of k`, by);
    if (connection?.status !== 'Linked') {
      await manager.query('delete from source_change where operator_id = $1 and connection_id = $2', by);
      return [];
    }
    const platform = this.platforms.of(connection.platform_key);
    const due: StartableReading[] = [];
    for (const { source, data_types: dataTypes, readings, seconds } of await readable(manager, by)) {
      const perHour = Math.max(1, platform.limits(connection.tier).perDay * shareOfCalls / 24);
      const wait = readings < perHour ? 0 : Math.ceil(3600 / perHour - seconds);
      if (wait > 0) {
        await manager.query(`
          update source_change set next_at = now() + make_interval(secs => $4) where operator_id = $1 and connection_id = $2 and source = $3`, [...by, source, wait]);
        continue;
      }
      await manager.query('delete from source_change where operator_id = $1 and connection_id = $2 and source = $3', [...by, source]);
      const added = await this.rows.add(manager, platform, { operatorId, connectionId, companyId: connection.company_id }, dataTypes, { source });
      due.push(...added.due);
    }
    return due;
  }
}

/** What was told and is not being read: neither the source itself nor, from another source, any of its data types. */
function readable(manager: EntityManager, by: readonly string[]): Promise<Told[]> {
  return manager.query<Told[]>(`
    select c.source, t.data_types, r.readings, r.seconds
    from source_change c
    cross join lateral (
      select coalesce(array_agg(s.data_type order by s.data_type), '{}') as data_types from source_state s
      where s.operator_id = $1 and s.connection_id = $2 and s.source = c.source) t
    cross join lateral (
      select count(*)::int as readings, coalesce(extract(epoch from now() - max(r.requested_at)), 0)::float as seconds from reading r
      where r.operator_id = $1 and r.connection_id = $2 and r.source = c.source and r.requested_at > now() - interval '1 hour') r
    where c.operator_id = $1 and c.connection_id = $2 and c.next_at <= now()
      and not exists (
        select from reading o where o.operator_id = $1 and o.connection_id = $2 and o.source = c.source and o.status in ('queued', 'running', 'waiting'))
      and not exists (
        select from dataset d where d.operator_id = $1 and d.connection_id = $2 and d.data_type = any(t.data_types) and d.completed_at is null)`, [...by]);
}
