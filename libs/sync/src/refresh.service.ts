import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DataType } from '#accounting/data-types';
import { Dataset } from '#database/entities/dataset.entity';
import { Tenants } from '#database/tenant';
import { conflict, notFound } from '#platform/errors';
import { PlatformSources } from './platform-sources.js';
import { type Mode, type ReadableConnection, ReadingRows, type StartableReading } from './reading-rows.js';

export interface RefreshOptions {
  /** Also finds what the source changed without a date of change, and what vanished from it. */
  readonly full?: boolean;
}

interface LinkedConnection extends ReadableConnection {
  readonly platformKey: string;
}

/** Starts pulls. What is committed here is pulled even if nobody is woken: the sweep finds it. */
@Injectable()
export class RefreshService {
  constructor(private readonly tenants: Tenants, private readonly rows: ReadingRows, private readonly platforms: PlatformSources) {}

  /**
   * Queues every linked connection of the company: every data type that its settings would pull on the first link. What is being pulled already is left alone. `full`:
   * everything is read and compared, not only what changed.
   */
  async all(operatorId: string, companyId: string, { full = false }: RefreshOptions = {}): Promise<void> {
    const due = await this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      const added: StartableReading[] = [];
      for (const connection of await linkedConnections(manager, operatorId, companyId)) {
        added.push(...(await this.rows.addAll(manager, this.platforms.of(connection.platformKey), connection, modeOf(full))).due);
      }
      return added;
    });
    await this.rows.wake(operatorId, due);
  }

  /**
   * Queues one data type of one connection: the named one, or the company's only linked one. Throws `conflict` while it is
   * being pulled, `notFound` without a linked connection. A data type that the platform lacks gives a finished dataset.
   */
  async byType(operatorId: string, companyId: string, dataType: DataType, { connectionId, full = false }: RefreshOptions & { connectionId?: string | undefined } = {}): Promise<Dataset> {
    const { due, dataset } = await this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      const [connection] = await linkedConnections(manager, operatorId, companyId, connectionId);
      if (!connection) throw notFound(connectionId ? `Data connection ${connectionId} not found` : `Company ${companyId} has no linked data connection`);
      const added = await this.rows.add(manager, this.platforms.of(connection.platformKey), connection, [dataType], { mode: modeOf(full) });
      const id = added.datasetIds.get(dataType) ?? await refuseSecond(manager, connection, dataType);
      return { due: added.due, dataset: await manager.findOneByOrFail(Dataset, { operatorId, id }) };
    });
    await this.rows.wake(operatorId, due);
    return dataset;
  }
}

const modeOf = (full: boolean): Mode => (full ? 'full' : 'delta');

async function requireCompany(manager: EntityManager, operatorId: string, companyId: string): Promise<void> {
  const [company]: unknown[] = await manager.query('select 1 from company where operator_id = $1 and id = $2', [operatorId, companyId]);
  if (!company) throw notFound(`No company was found with ID ${companyId}`);
}

async function linkedConnections(
  manager: EntityManager, operatorId: string, companyId: string, connectionId: string | null = null,
): Promise<LinkedConnection[]> {
  const rows: { id: string; platform_key: string }[] = await manager.query(`
    select id, platform_key from connection
    where operator_id = $1 and company_id = $2 and status = 'Linked' and ($3::uuid is null or id = $3) order by linked_at`,
  [operatorId, companyId, connectionId]);
  return rows.map((row) => ({ operatorId, companyId, connectionId: row.id, platformKey: row.platform_key }));
}

async function refuseSecond(manager: EntityManager, { operatorId, companyId, connectionId }: LinkedConnection, dataType: DataType): Promise<never> {
  const [open]: { id: string }[] = await manager.query(`
    select id from dataset where operator_id = $1 and connection_id = $2 and data_type = $3 and completed_at is null`,
  [operatorId, connectionId, dataType]);
  throw conflict(
    `DatasetAlreadyInProgressException: Cannot queue ${dataType} sync for ${companyId} as previous sync ${open?.id ?? ''} is still in progress`,
    'DatasetAlreadyInProgress');
}
