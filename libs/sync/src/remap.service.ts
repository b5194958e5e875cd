import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SupportedDataType } from '#accounting/data-types';
import { Remapping } from '#database/entities/remapping.entity';
import { Tenants } from '#database/tenant';
import { notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { Queue } from '#queue/queue';

export interface OwnedConnection {
  readonly operatorId: string;
  readonly companyId: string;
  readonly connectionId: string;
}

/** Orders that stored records are mapped again, for whoever corrected a mapping. The accounting software is not asked. */
@Injectable()
export class RemapService {
  constructor(private readonly tenants: Tenants, private readonly queue: Queue) {}

  /** One that has not begun yet serves a second order too. */
  async order(connection: OwnedConnection, dataType: SupportedDataType): Promise<Remapping> {
    const { operatorId, connectionId } = connection;
    const remapping = await this.tenants.run(operatorId, async (manager) => {
      await requireConnection(manager, connection);
      const scope = { dataTypes: [dataType] };
      const [waiting]: { id: string }[] = await manager.query(`
        select id from remapping where operator_id = $1 and connection_id = $2 and scope = $3::jsonb and status = 'queued' and attempt = 0`,
      [operatorId, connectionId, JSON.stringify(scope)]);
      const id = waiting?.id ?? newId();
      if (!waiting) await manager.insert(Remapping, { operatorId, id, connectionId, scope });
      return manager.findOneByOrFail(Remapping, { operatorId, id });
    });
    await this.queue.wake('remapping', { operatorId, id: remapping.id });
    return remapping;
  }

  /** Those that ended more than a week ago are forgotten. */
  find(connection: OwnedConnection, id: string): Promise<Remapping> {
    const { operatorId, connectionId } = connection;
    return this.tenants.run(operatorId, async (manager) => {
      await requireConnection(manager, connection);
      const remapping = await manager.findOneBy(Remapping, { operatorId, connectionId, id });
      if (!remapping) throw notFound(`No remapping was found with ID ${id}`);
      return remapping;
    });
  }
}

export async function requireConnection(manager: EntityManager, { operatorId, companyId, connectionId }: OwnedConnection): Promise<void> {
  const [company]: unknown[] = await manager.query('select 1 from company where operator_id = $1 and id = $2', [operatorId, companyId]);
  if (!company) throw notFound(`No company was found with ID ${companyId}`);
  const [connection]: unknown[] = await manager.query(
    'select 1 from connection where operator_id = $1 and company_id = $2 and id = $3', [operatorId, companyId, connectionId]);
  if (!connection) throw notFound(`Data connection ${connectionId} not found`);
}
