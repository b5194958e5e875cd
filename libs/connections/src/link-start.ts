import { Inject, Injectable } from '@nestjs/common';
import { authorizeUrl } from '#grants/oauth';
import { Platforms } from '#grants/platforms';
import { Tenants } from '#database/tenant';
import { redirectUri } from '#operators/redirect-uri';
import { notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import type { EntityManager } from 'typeorm';
import { insertConnection, requireCompany } from './connections.service.js';
import { DisconnectionWake } from './disconnection-wake.js';
import { Disconnections } from './disconnections.js';
import { refusal } from './link-reasons.js';
import { newState } from './link-state.js';
import { endLiveAttempts } from './live-attempts.js';
import { type FoundApp, lockApp, type LockedApp, reservedSlots, usedSlots } from './slots.js';

/** Token of the address that browsers know us by. */
export const PublicUrl = Symbol('PublicUrl');

/** Xero's code lives for five minutes; the rest is for signing in and choosing. */
export const attemptMinutes = 10;

export interface LinkStartRequest {
  readonly operatorId: string;
  /** Links the company's connection to this platform, or a new one. */
  readonly company?: { readonly companyId: string; readonly platformKey: string };
  /** Links or repairs this connection. */
  readonly connectionId?: string;
  /** SHA-256 of the secret in the starting browser's cookie. */
  readonly browserHash: Buffer;
}

interface Target {
  readonly connectionId: string;
  readonly companyId: string;
  readonly linked: boolean;
}

/** Starts an attempt: reserves a place among the app's connections and sends the browser to the platform. */
@Injectable()
export class LinkStart {
  constructor(
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly disconnections: Disconnections,
    private readonly queue: DisconnectionWake,
    @Inject(PublicUrl) private readonly publicUrl: string,
  ) {}

  /** Throws `notFound`, or `conflict` whose code is the reason. */
  async start(request: LinkStartRequest): Promise<{ attemptId: string; authorizeUrl: string }> {
    const { operatorId, browserHash } = request;
    const { released, ...started } = await this.tenants.run(operatorId, async (manager) => {
      const app = await lockApp(manager, this.platforms, operatorId, await appOf(manager, request));
      const platformKey = app?.platform.connector.key ?? request.company?.platformKey ?? '';
      if (!app?.offered || app.refused || app.clientId === null) throw refusal('integrationDisabled', this.nameOf(platformKey));
      const target = await findTarget(manager, request, app);
      await refuseSecondLink(manager, operatorId, target, app);
      // One company holds one place at most, however many of its connections somebody starts to link.
      const released = await endLiveAttempts(manager, this.disconnections, { operatorId, appId: app.id, of: { companyId: target.companyId } });
      if (!target.linked) await requireSlot(manager, app, target);
      const { state, hash } = newState();
      const attemptId = newId();
      await manager.query(`
        insert into link_attempt (operator_id, id, company_id, connection_id, app_id, state_hash, browser_hash, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 minute')`,
        [operatorId, attemptId, target.companyId, target.connectionId, app.id, hash, browserHash, attemptMinutes]);
      return { attemptId, authorizeUrl: this.addressOf(app, app.clientId, state), released };
    });
    await this.queue.wake(operatorId, released);
    return started;
  }

  private addressOf({ id, platform, tier: tierKey, journals, writes }: LockedApp, clientId: string, state: string): string {
    const { auth, sources } = platform.connector;
    const scopes = auth.scopes([...new Set(sources.flatMap(({ dataTypes }) => dataTypes))], { tierKey, journals, writes });
    return authorizeUrl({ platform, clientId }, { redirectUri: redirectUri(this.publicUrl, id), scopes, state });
  }

  private nameOf(platformKey: string): string {
    return this.platforms.has(platformKey) ? this.platforms.of(platformKey).connector.name : 'this platform';
  }
}

async function appOf(manager: EntityManager, { operatorId, company, connectionId }: LinkStartRequest): Promise<{ appId: string } | { platformKey: string }> {
  if (company) return { platformKey: company.platformKey };
  const [connection] = await manager.query<{ app_id: string }[]>('select app_id from connection where operator_id = $1 and id = $2', [operatorId, connectionId]);
  if (!connection) throw notFound('There is no such connection.');
  return { appId: connection.app_id };
}

async function findTarget(manager: EntityManager, { operatorId, company, connectionId }: LinkStartRequest, app: LockedApp): Promise<Target> {
  if (company) await requireCompany(manager, operatorId, company.companyId);
  const [found] = await manager.query<{ id: string; company_id: string; status: string }[]>(`
    select id, company_id, status from connection
    where operator_id = $1 and app_id = $2 and ($3::uuid is null or id = $3) and ($4::uuid is null or company_id = $4)
    order by status = 'Linked' desc, created_at desc limit 1 for update`,
    [operatorId, app.id, connectionId ?? null, company?.companyId ?? null]);
  if (found) {
    // A company's own link page offers a first connection; a linked one is repaired through its own address.
    if (company && found.status === 'Linked') throw refusal('companyLinked', app.platform.connector.name);
    return { connectionId: found.id, companyId: found.company_id, linked: found.status === 'Linked' };
  }
  if (!company) throw notFound('There is no such connection.');
  return { connectionId: await insertConnection(manager, operatorId, company.companyId, app), companyId: company.companyId, linked: false };
}

async function refuseSecondLink(manager: EntityManager, operatorId: string, { companyId, connectionId }: Target, app: LockedApp): Promise<void> {
  const [other] = await manager.query<unknown[]>(
    `select 1 from connection where operator_id = $1 and company_id = $2 and status = 'Linked' and id <> $3`, [operatorId, companyId, connectionId]);
  if (other) throw refusal('companyLinked', app.platform.connector.name);
}

async function requireSlot(manager: EntityManager, app: LockedApp, target: Target): Promise<void> {
  const state = await slotState(manager, app, target);
  if (state !== 'free') throw refusal(state, app.platform.connector.name);
}

/** Whether this connection of the company fits, and if not, whether waiting may help. Null: one that is yet to be made. */
export async function slotState(manager: EntityManager, app: FoundApp, { companyId, connectionId }: { companyId: string; connectionId: string | null }): Promise<'free' | 'limitReached' | 'busy'> {
  if (app.limit === null) return 'free';
  const used = await usedSlots(manager, app.operatorId, app.id, connectionId);
  if (used >= app.limit) return 'limitReached';
  return used + await reservedSlots(manager, app.operatorId, app.id, companyId) >= app.limit ? 'busy' : 'free';
}
