import { Injectable } from '@nestjs/common';
import { ConnectionLosses } from '#calls/connection-losses';
import { Tenants } from '#database/tenant';
import { appendConnectionEvent } from '#events/append';
import { createLogger } from '#platform/logger';
import { noteFault } from './connection-faults.js';

/** Marks connections that the platform no longer lets us use. Each loss changes a connection once, however often it is found. */
@Injectable()
export class Deauthorizations extends ConnectionLosses {
  private readonly log = createLogger('connections');

  constructor(private readonly tenants: Tenants) {
    super();
  }

  override async connectionLost(operatorId: string, connectionId: string, reason: string): Promise<void> {
    await this.deauthorize(operatorId, 'id', connectionId, reason);
  }

  override async grantLost(operatorId: string, grantId: string, reason: string): Promise<void> {
    await this.deauthorize(operatorId, 'grant_id', grantId, reason);
  }

  private async deauthorize(operatorId: string, column: 'id' | 'grant_id', value: string, reason: string): Promise<void> {
    const rows = await this.tenants.sql(operatorId, async (client) => {
      const lost = await client.query<{ id: string }>(`
        update connection set status = 'Deauthorized', status_reason = $3, ended_at = now(), grant_id = null
        where operator_id = $1 and ${column} = $2 and status = 'Linked' returning id`, [operatorId, value, reason]);
      for (const { id } of lost.rows) {
        await noteFault(client, { operatorId, connectionId: id }, faultOf(column, reason));
        await appendConnectionEvent(client, operatorId, id, 'connection.disconnected');
      }
      return lost.rows;
    });
    for (const { id } of rows) this.log.warn({ operatorId, connectionId: id, reason }, 'connection deauthorized');
  }
}

/** Xero answers 403 for an organisation that is gone and 400 for a refresh with dead tokens. */
function faultOf(lost: 'id' | 'grant_id', reason: string) {
  const cause = lost === 'id'
    ? 'It was disconnected there, or the person who connected it has no access any more.'
    : 'The consent has run out or was withdrawn.';
  return { statusCode: lost === 'id' ? '403' : '400', statusText: 'deauthorized', errorMessage: `${reason} ${cause} Please link the company again.` };
}
