import { Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { dataTypesOf, PlatformSources } from './platform-sources.js';
import { ReadingRows, type StartableReading } from './reading-rows.js';
import { after } from './schedule.js';

/** No more wait at once: what a person asks for meanwhile must not queue behind all that is due. */
const mostWaiting = 50;

/** Pulls what is due by the schedule. Every worker may look: whoever locks a connection first moves its times on. */
@Injectable()
export class ScheduledPulls {
  constructor(
    private readonly directory: Directory, private readonly tenants: Tenants, private readonly rows: ReadingRows, private readonly platforms: PlatformSources,
  ) {}

  async queueDue(): Promise<void> {
    for (const { operatorId, connectionId } of await this.directory.duePulls(mostWaiting)) {
      await this.rows.wake(operatorId, await this.queue(operatorId, connectionId), 'due');
    }
  }

  /** Returns the readings that may start. Should one of them be lost, its time comes again all the same. */
  private queue(operatorId: string, connectionId: string): Promise<readonly StartableReading[]> {
    return this.tenants.run(operatorId, async (manager) => {
      const by = [operatorId, connectionId];
      const [connection] = await manager.query<{ company_id: string; platform_key: string; status: string }[]>(
        'select company_id, platform_key, status from connection where operator_id = $1 and id = $2 for update', by);
      if (connection?.status !== 'Linked') {
        await manager.query('delete from sync_schedule where operator_id = $1 and connection_id = $2', by);
        return [];
      }
      // Data types that share endpoints are read together: what would follow shortly goes along, and all that is in an
      // endpoint of which everything is to be read.
      const [due] = await manager.query<[{ data_type: SupportedDataType }[], number]>(`
        update sync_schedule set next_at = now() + ${after('every_hours', 'connection_id')}
        where operator_id = $1 and connection_id = $2
          and exists (select from sync_schedule s where s.operator_id = $1 and s.connection_id = $2 and s.next_at <= now())
          and (next_at <= now() + every_hours * interval '3 minutes' or data_type in (
            select o.data_type from sync_schedule s
            join source_state c on c.operator_id = $1 and c.connection_id = $2 and c.data_type = s.data_type and c.compare_next_at <= now()
            join source_state o on o.operator_id = $1 and o.connection_id = $2 and o.source = c.source
            where s.operator_id = $1 and s.connection_id = $2 and s.next_at <= now()))
        returning data_type`, by);
      const platform = this.platforms.of(connection.platform_key);
      const wanted = dataTypesOf(platform).filter((dataType) => due.some((row) => row.data_type === dataType));
      return (await this.rows.add(manager, platform, { operatorId, connectionId, companyId: connection.company_id }, wanted)).due;
    });
  }
}
