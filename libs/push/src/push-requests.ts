import { Injectable } from '@nestjs/common';
import type { DataType } from '#accounting/data-types';
import type { PushRequest, WriteKind } from '#connector-kit/writes';
import { Tenants } from '#database/tenant';
import { conflict, invalid, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { Queue } from '#queue/queue';
import { PlatformSources } from '#sync/platform-sources';
import { missingScopes, notCovered, writeOf } from './writes.js';

export interface NewPush extends PushRequest {
  readonly operatorId: string;
  readonly companyId: string;
  readonly connectionId: string;
  readonly dataType: DataType;
  readonly kind: WriteKind;
  readonly timeoutMinutes: number | null;
  /** Writes even if the record has changed since the consumer read it. */
  readonly forceUpdate: boolean;
  /** Reads again what the write made stale. */
  readonly syncAfter: boolean;
}

/** Takes pushes: what is committed here is written even if nobody is woken, since the sweep finds it. */
@Injectable()
export class PushRequests {
  constructor(private readonly tenants: Tenants, private readonly platforms: PlatformSources, private readonly queue: Queue) {}

  /**
   * Returns the push's id. Throws `notFound` for what the platform does not let anybody write, `conflict` for a connection
   * that is not linked, `invalid` where the consent does not cover it. Whether the body is good is found out later.
   */
  async add(push: NewPush): Promise<string> {
    const { operatorId } = push;
    const id = newId();
    await this.tenants.sql(operatorId, async (client) => {
      const { rows: [connection] } = await client.query<{ status: string; organisation_id: string | null; platform_key: string; scopes: string[] }>(`
        select k.status, k.organisation_id, k.platform_key, coalesce(g.scopes, '{}') as scopes
        from connection k left join token_grant g on g.operator_id = k.operator_id and g.id = k.grant_id
        where k.operator_id = $1 and k.company_id = $2 and k.id = $3 for key share of k`, [operatorId, push.companyId, push.connectionId]);
      if (!connection) throw notFound(`Data connection ${push.connectionId} not found`);
      const connector = this.platforms.of(connection.platform_key);
      const write = writeOf(connector, push.dataType, push.kind);
      if (!write) throw notFound(`${push.kind} of datatype [${push.dataType}] not supported by platform(s) [${connector.name}]`);
      if (connection.status !== 'Linked' || connection.organisation_id === null) {
        throw conflict(`The connection is ${connection.status}. Link the company again, then push again.`, 'ConnectionNotLinked');
      }
      const missing = missingScopes(write, connection.scopes);
      if (missing.length > 0) throw invalid(notCovered, [{ field: 'connectionId', message: `lacks ${missing.join(', ')}` }]);
      await client.query(`
        insert into push (operator_id, id, company_id, connection_id, organisation_id, data_type, kind, record_id, document, file, file_name, file_type,
          timeout_minutes, force_update, sync_after)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [operatorId, id, push.companyId, push.connectionId, connection.organisation_id, push.dataType, push.kind, push.recordId,
        push.document && JSON.stringify(push.document), push.file?.bytes ?? null, push.file?.name ?? null, push.file?.contentType ?? null,
        push.timeoutMinutes, push.forceUpdate, push.syncAfter]);
    });
    await this.queue.wake('push', { operatorId, id });
    return id;
  }
}
