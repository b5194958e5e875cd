import { Inject, Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';

/** Rows found at a time. */
const batch = 500;

/** Clears away remappings that ended a week ago: by then nobody asks any more what became of them. */
@Injectable()
export class FinishedRemappings {
  constructor(@Inject(Tenants) private readonly tenants: Tenants, private readonly directory: Directory) {}

  async clear(): Promise<void> {
    for (let found = batch; found === batch;) {
      const rows = await this.directory.finishedRemappings(batch);
      found = rows.length;
      for (const operatorId of new Set(rows.map((row) => row.operatorId))) {
        const ids = rows.filter((row) => row.operatorId === operatorId).map(({ id }) => id);
        await this.tenants.sql(operatorId, (client) => client.query('delete from remapping where operator_id = $1 and id = any($2)', [operatorId, ids]));
      }
    }
  }
}
