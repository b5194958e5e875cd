import { Inject, Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';

/** Events in one step. */
const batch = 500;

/** Removes events that are older than 30 days, with the log of their deliveries. */
@Injectable()
export class OldEvents {
  constructor(@Inject(Tenants) private readonly tenants: Tenants, private readonly directory: Directory) {}

  async clear(): Promise<void> {
    for (let found = batch; found === batch;) {
      const rows = await this.directory.oldEvents(batch);
      found = rows.length;
      for (const operatorId of new Set(rows.map((row) => row.operatorId))) {
        const ids = rows.filter((row) => row.operatorId === operatorId).map(({ id }) => id);
        await this.tenants.sql(operatorId, (client) => client.query('delete from event where operator_id = $1 and id = any($2)', [operatorId, ids]));
      }
    }
  }
}
