import { Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { appendConnectionEvent } from '#events/append';
import { Platforms } from '#grants/platforms';
import { conflict, invalid, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import type { EntityManager } from 'typeorm';
import { DisconnectionWake } from './disconnection-wake.js';
import { Disconnections } from './disconnections.js';
import { endLiveAttempts } from './live-attempts.js';
import { lastOfPulled, removePulled } from './pulled-data.js';
import { lockApp, usedSlots } from './slots.js';

interface ConnectionRow {
  readonly id: string;
  readonly app_id: string;
  readonly grant_id: string | null;
  readonly external_id: string | null;
  readonly status: 'PendingAuth' | 'Linked' | 'Unlinked' | 'Deauthorized';
}

/** The life of a connection but for linking: made, unlinked, deleted, released with its company. */
@Injectable()
export class Connections {
  constructor(
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly disconnections: Disconnections,
    private readonly queue: DisconnectionWake,
  ) {}

  /** A connection that waits for its person. Throws `notFound`, `invalid` (no such platform) or `conflict` (not set up). */
  async create(operatorId: string, companyId: string, platformKey: string): Promise<{ connectionId: string }> {
    if (!this.platforms.has(platformKey)) {
      throw invalid(`There is no platform with the key ${platformKey}.`, [{ field: 'platformKey', message: 'is not the key of a supported platform' }]);
    }
    return this.tenants.run(operatorId, async (manager) => {
      const app = await lockApp(manager, this.platforms, operatorId, { platformKey });
      await requireCompany(manager, operatorId, companyId);
      if (!app?.offered) throw conflict('This integration is not enabled.', 'integrationDisabled');
      return { connectionId: await insertConnection(manager, operatorId, companyId, app) };
    });
  }

  /** Ends the connection here and, by a disconnection that follows, at the platform. Ended already counts as done. */
  async unlink(operatorId: string, companyId: string, connectionId: string, reason: 'unlinked' | 'deleted' = 'unlinked'): Promise<void> {
    const ids = await this.tenants.run(operatorId, async (manager) => {
      const connection = await this.lock(manager, operatorId, companyId, connectionId);
      return this.end(manager, operatorId, connection, reason);
    });
    await this.queue.wake(operatorId, ids);
  }

  /** Unlinks, then removes the connection with everything that was pulled through it. */
  async delete(operatorId: string, companyId: string, connectionId: string): Promise<void> {
    // Its person may link it again while its records are being removed.
    do {
      await this.unlink(operatorId, companyId, connectionId, 'deleted');
      await removePulled(this.tenants, { operatorId, connectionId });
    } while (!(await this.removeEnded(operatorId, connectionId)));
  }

  /** False when the connection is linked again. */
  private removeEnded(operatorId: string, connectionId: string): Promise<boolean> {
    return this.tenants.run(operatorId, async (manager) => {
      const by = [operatorId, connectionId];
      const [connection] = await manager.query<{ status: string }[]>('select status from connection where operator_id = $1 and id = $2 for update', by);
      if (connection?.status === 'Linked') return false;
      await appendConnectionEvent(manager, operatorId, connectionId, 'connection.deleted');
      for (const statement of lastOfPulled) await manager.query(statement, by);
      await manager.query('delete from connection where operator_id = $1 and id = $2', by);
      return true;
    });
  }

  /** Deletes all connections of a company that is about to be deleted itself. */
  async releaseCompany(operatorId: string, companyId: string): Promise<void> {
    const rows = await this.tenants.run(operatorId, (manager) =>
      manager.query<{ id: string }[]>('select id from connection where operator_id = $1 and company_id = $2', [operatorId, companyId]));
    for (const { id } of rows) await this.delete(operatorId, companyId, id);
  }

  /** Notes that a pull has ended well. */
  async markSynced(operatorId: string, connectionId: string): Promise<void> {
    await this.tenants.sql(operatorId, (client) => client.query(
      'update connection set last_sync_at = now() where operator_id = $1 and id = $2', [operatorId, connectionId]));
  }

  /** How many of the app's connections are linked. */
  usedSlots(manager: EntityManager, operatorId: string, appId: string): Promise<number> {
    return usedSlots(manager, operatorId, appId);
  }

  /** Locks the app before the connection, as everybody does who changes both. */
  private async lock(manager: EntityManager, operatorId: string, companyId: string, connectionId: string): Promise<ConnectionRow> {
    const by = [operatorId, companyId, connectionId];
    const [found] = await manager.query<{ app_id: string }[]>('select app_id from connection where operator_id = $1 and company_id = $2 and id = $3', by);
    if (found) await lockApp(manager, this.platforms, operatorId, { appId: found.app_id });
    const [connection] = await manager.query<ConnectionRow[]>(`
      select id, app_id, grant_id, external_id, status from connection
      where operator_id = $1 and company_id = $2 and id = $3 for update`, by);
    if (!connection) throw notFound('There is no such connection.');
    return connection;
  }

  /** Returns disconnections to wake. */
  private async end(manager: EntityManager, operatorId: string, connection: ConnectionRow, reason: 'unlinked' | 'deleted'): Promise<string[]> {
    const { app_id: appId, grant_id: grantId, external_id: externalId } = connection;
    const ids = await endLiveAttempts(manager, this.disconnections, { operatorId, appId, of: { connectionId: connection.id } });
    if (connection.status === 'Unlinked') return ids;
    await manager.query(`
      update connection set status = 'Unlinked', status_reason = null, ended_at = now(), grant_id = null
      where operator_id = $1 and id = $2`, [operatorId, connection.id]);
    // Nothing was told of one that waited for its person, and of a deauthorized one it was told already.
    if (connection.status === 'Linked') await appendConnectionEvent(manager, operatorId, connection.id, 'connection.disconnected');
    // A deauthorized connection has no tokens left, and may well be there at the platform still.
    if (externalId === null) return ids;
    return [...ids, ...await this.disconnections.add(manager, { operatorId, appId, grantId, externalId }, reason)];
  }
}

/** Keeps the company from being deleted until the transaction ends. */
export async function requireCompany(manager: EntityManager, operatorId: string, companyId: string): Promise<void> {
  const [company] = await manager.query<unknown[]>('select 1 from company where operator_id = $1 and id = $2 for key share', [operatorId, companyId]);
  if (!company) throw notFound('There is no such company.');
}

export async function insertConnection(
  manager: EntityManager, operatorId: string, companyId: string, app: { id: string; platform: { connector: { key: string } } },
): Promise<string> {
  const id = newId();
  await manager.query(
    'insert into connection (operator_id, id, company_id, platform_key, app_id) values ($1, $2, $3, $4, $5)',
    [operatorId, id, companyId, app.platform.connector.key, app.id]);
  await appendConnectionEvent(manager, operatorId, id, 'connection.created');
  return id;
}
