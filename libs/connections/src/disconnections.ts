import { Injectable } from '@nestjs/common';
import { OrganisationCalls } from '#calls/organisation-calls';
import { ConnectorError } from '#connector-kit/errors';
import { Tenants } from '#database/tenant';
import { Platforms } from '#grants/platforms';
import { createLogger } from '#platform/logger';
import { newId } from '#platform/ids';
import type { EntityManager } from 'typeorm';
import { leaseSeconds, retryIn } from './platform-work.js';
import { lockApp } from './slots.js';

/** One connection at the platform that we no longer want. */
export interface Unwanted {
  readonly operatorId: string;
  readonly appId: string;
  /** The user whose consent reaches it; null when their tokens are gone. */
  readonly grantId: string | null;
  readonly externalId: string;
}

type Reason = 'unlinked' | 'deleted' | 'notChosen' | 'replaced';

interface Claimed extends Unwanted {
  readonly id: string;
  readonly platformKey: string;
  readonly attempts: number;
}

/**
 * Ends connections at the platform, where they take up a place until somebody does. The row is committed together with
 * what made the connection unwanted; the call follows, again and again if need be. The user's consent as a whole is never
 * revoked: it carries that user's other companies too.
 */
@Injectable()
export class Disconnections {
  private readonly log = createLogger('disconnections');

  constructor(private readonly tenants: Tenants, private readonly platforms: Platforms, private readonly calls: OrganisationCalls) {}

  /**
   * Under the app's lock: adds a row unless the connection is in use (linked here, or offered to somebody who is just
   * choosing) or has an open row already. Returns the row's id to wake, or nothing.
   */
  async add(manager: EntityManager, unwanted: Unwanted, reason: Reason): Promise<string[]> {
    const { operatorId, appId, grantId, externalId } = unwanted;
    const rows: { id: string }[] = await manager.query(`
      insert into disconnection (operator_id, id, app_id, grant_id, external_id, reason)
      select $1, $2, $3, $4, $5, $6
      where not exists (select 1 from connection where operator_id = $1 and app_id = $3 and external_id = $5 and status = 'Linked')
        and not exists (select 1 from disconnection where operator_id = $1 and app_id = $3 and external_id = $5 and status = 'started')
        and not exists (select 1 from link_attempt where operator_id = $1 and app_id = $3 and status = 'choosing' and expires_at > now()
          and candidates @> jsonb_build_array(jsonb_build_object('externalId', $5::text)))
      returning id`, [operatorId, newId(), appId, grantId, externalId, reason]);
    return rows.map(({ id }) => id);
  }

  /** Under the app's lock: takes back what is not under way. False when a worker is just ending this connection. */
  async takeBack(manager: EntityManager, { operatorId, appId, externalId }: Omit<Unwanted, 'grantId'>): Promise<boolean> {
    await manager.query(`
      update disconnection set status = 'done', done_at = now(), last_error = 'Linked again before the platform was told.'
      where operator_id = $1 and app_id = $2 and external_id = $3 and status = 'started' and coalesce(lease_until < now(), true)`,
      [operatorId, appId, externalId]);
    const [under] = await manager.query<unknown[]>(
      `select 1 from disconnection where operator_id = $1 and app_id = $2 and external_id = $3 and status = 'started'`, [operatorId, appId, externalId]);
    return under === undefined;
  }

  /** The worker's job. Returns in how many seconds to try again, or null when the row is settled or not due. */
  async disconnect(operatorId: string, disconnectionId: string): Promise<number | null> {
    const claimed = await this.claim(operatorId, disconnectionId);
    if (!claimed) return null;
    try {
      await this.end(claimed);
    } catch (error) {
      if (error instanceof ConnectorError) return this.failed(claimed, error);
      throw error;
    }
    await this.done(claimed);
    return null;
  }

  /** With the tokens of the person who consented; where those are dead, in the name of the app, which may end all its connections. */
  private async end({ operatorId, appId, grantId, platformKey, externalId }: Claimed): Promise<void> {
    const { connector } = this.platforms.of(platformKey);
    if (grantId !== null) {
      try {
        return await connector.disconnect(await this.calls.callForGrant(operatorId, grantId), externalId);
      } catch (error) {
        if (!(error instanceof ConnectorError && error.kind === 'reconnect')) throw error;
      }
    }
    await connector.disconnect(await this.calls.callForApp(operatorId, appId), externalId);
  }

  private claim(operatorId: string, id: string): Promise<Claimed | null> {
    return this.tenants.run(operatorId, async (manager) => {
      const [found] = await manager.query<{ app_id: string }[]>('select app_id from disconnection where operator_id = $1 and id = $2', [operatorId, id]);
      const app = found && await lockApp(manager, this.platforms, operatorId, { appId: found.app_id });
      if (!app) return null;
      const [[row]] = await manager.query<[{ grant_id: string | null; external_id: string; attempts: number }[], number]>(`
        update disconnection set attempts = attempts + 1, lease_until = now() + $3 * interval '1 second', next_at = now() + $3 * interval '1 second'
        where operator_id = $1 and id = $2 and status = 'started' and next_at <= now() and coalesce(lease_until < now(), true)
        returning grant_id, external_id, attempts`, [operatorId, id, leaseSeconds]);
      if (!row) return null;
      return {
        operatorId, id, appId: app.id, platformKey: app.platform.connector.key,
        grantId: row.grant_id, externalId: row.external_id, attempts: row.attempts,
      };
    });
  }

  private done(claimed: Claimed): Promise<void> {
    return this.write(claimed, `status = 'done', done_at = now(), last_error = null`);
  }

  private async failed(claimed: Claimed, error: ConnectorError): Promise<number | null> {
    const { operatorId, id, attempts } = claimed;
    const wait = retryIn(error, attempts);
    await this.write(claimed, `status = $4, last_error = $5, next_at = now() + $6 * interval '1 second'`, [wait === null ? 'given-up' : 'started', error.message, wait ?? 0]);
    if (wait === null) this.log.error({ operatorId, disconnectionId: id, error }, 'a connection could not be ended at the platform: it still takes up a place there');
    return wait;
  }

  /** Nothing when somebody else took the row over meanwhile: it is theirs to end. */
  private async write({ operatorId, id, appId, grantId, attempts }: Claimed, change: string, values: readonly unknown[] = []): Promise<void> {
    await this.tenants.run(operatorId, async (manager) => {
      await lockApp(manager, this.platforms, operatorId, { appId });
      await manager.query(`
        update disconnection set lease_until = null, ${change}
        where operator_id = $1 and id = $2 and attempts = $3 and status = 'started'`, [operatorId, id, attempts, ...values]);
      if (grantId !== null) await dropUnusedGrant(manager, operatorId, grantId);
    });
  }
}

/** Under the app's lock. The tokens of a user go with the last thing that needs them. */
export async function dropUnusedGrant(manager: EntityManager, operatorId: string, grantId: string): Promise<void> {
  await manager.query(`
    delete from token_grant g where g.operator_id = $1 and g.id = $2
      and not exists (select 1 from connection c where c.operator_id = $1 and c.grant_id = $2)
      and not exists (select 1 from consent n where n.operator_id = $1 and n.grant_id = $2 and n.status = 'started')
      and not exists (select 1 from disconnection d where d.operator_id = $1 and d.grant_id = $2 and d.status = 'started')
      and not exists (select 1 from link_attempt t where t.operator_id = $1 and t.grant_id = $2 and t.status in ('started', 'choosing') and t.expires_at > now())`,
    [operatorId, grantId]);
}
