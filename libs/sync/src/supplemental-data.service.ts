import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import { Queue } from '#queue/queue';
import type { SupplementConfigs } from './supplements.js';

/** One list of an operator: a data type of all connections to a platform. */
export interface SuppliedList {
  readonly operatorId: string;
  readonly platformKey: string;
  readonly dataType: SupportedDataType;
}

/** What operators want of native documents within the records of a data type. */
@Injectable()
export class SupplementalData {
  constructor(private readonly tenants: Tenants, private readonly queue: Queue) {}

  read({ operatorId, platformKey, dataType }: SuppliedList): Promise<SupplementConfigs> {
    return this.tenants.sql(operatorId, async (client) => {
      const { rows: [row] } = await client.query<{ config: SupplementConfigs }>(
        'select config from supplemental_data where operator_id = $1 and platform_key = $2 and data_type = $3', [operatorId, platformKey, dataType]);
      return row?.config ?? {};
    });
  }

  /**
   * Replaces what was wanted; nothing at all for an empty one. Stored records are mapped again from their native documents:
   * the order for it commits with the change, so that no record stays as it was.
   */
  async configure(list: SuppliedList, config: SupplementConfigs): Promise<void> {
    const { operatorId, platformKey, dataType } = list;
    if (isDeepStrictEqual(await this.read(list), config)) return;
    const key = [operatorId, platformKey, dataType];
    const ids = await this.tenants.sql(operatorId, async (client) => {
      await (Object.keys(config).length === 0
        ? client.query('delete from supplemental_data where operator_id = $1 and platform_key = $2 and data_type = $3', key)
        : client.query(`
          insert into supplemental_data (operator_id, platform_key, data_type, config, edition) values ($1, $2, $3, $4, $5)
          on conflict (operator_id, platform_key, data_type) do update set config = excluded.config, edition = excluded.edition`,
        [...key, JSON.stringify(config), newId()]));
      const { rows } = await client.query<{ id: string }>(`
        insert into remapping (operator_id, id, connection_id, scope)
        select $1, gen_random_uuid(), k.id, jsonb_build_object('dataTypes', jsonb_build_array($3::text)) from connection k
        join record_total t on t.operator_id = $1 and t.connection_id = k.id and t.data_type = $3
        where k.operator_id = $1 and k.platform_key = $2 returning id`, key);
      return rows.map(({ id }) => id);
    });
    await Promise.all(ids.map((id) => this.queue.wake('remapping', { operatorId, id })));
  }
}
