import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';

/** The origins of pages that may call the API from a browser with a company access token. */
@Injectable()
export class AllowedOrigins {
  constructor(private readonly tenants: Tenants, private readonly directory: Directory) {}

  list(operatorId: string): Promise<string[]> {
    return this.tenants.sql(operatorId, async (client) => {
      const { rows } = await client.query<{ origin: string }>('select origin from allowed_origin where operator_id = $1 order by origin', [operatorId]);
      return rows.map(({ origin }) => origin);
    });
  }

  /** Takes the place of whatever was allowed before. Origins are as a browser writes them. */
  async replace(operatorId: string, origins: readonly string[]): Promise<void> {
    await this.tenants.sql(operatorId, async (client) => {
      await client.query('delete from allowed_origin where operator_id = $1 and origin <> all ($2)', [operatorId, origins]);
      await client.query('insert into allowed_origin (operator_id, origin) select $1, unnest($2::text[]) on conflict do nothing', [operatorId, origins]);
    });
  }

  allows(operatorId: string, origin: string): Promise<boolean> {
    return this.tenants.sql(operatorId, async (client) =>
      (await client.query('select from allowed_origin where operator_id = $1 and origin = $2', [operatorId, origin])).rowCount === 1);
  }

  /** For what a browser asks before it names an operator: whether it is worth sending the request at all. */
  allowedByAnyone(origin: string): Promise<boolean> {
    return this.directory.originIsAllowed(origin);
  }
}
