import { Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';

export interface DataTypeProgress {
  dataType: string;
  status: string;
  progress: number;
}

/** How far the newest pull of each data type of a connection is. */
@Injectable()
export class PullProgress {
  constructor(private readonly tenants: Tenants) {}

  of(operatorId: string, connectionId: string): Promise<DataTypeProgress[]> {
    return this.tenants.sql(operatorId, async (client) => {
      const { rows } = await client.query<{ data_type: string; status: string; progress: number }>(
        `select distinct on (data_type) data_type, status, progress from dataset
         where operator_id = $1 and connection_id = $2 order by data_type, requested_at desc, id desc`,
        [operatorId, connectionId],
      );
      return rows.map(({ data_type: dataType, status, progress }) => ({ dataType, status, progress }));
    });
  }
}
