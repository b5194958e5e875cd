import { Injectable } from '@nestjs/common';
import type { Organisation } from '#connector-kit/connector';
import { Tenants } from '#database/tenant';
import { Platforms } from '#grants/platforms';
import { notFound } from '#platform/errors';
import type { EntityManager } from 'typeorm';
import { type ConsentRow, endConsent, postponeConsent } from './consent-row.js';
import { DisconnectionWake } from './disconnection-wake.js';
import { Disconnections, dropUnusedGrant } from './disconnections.js';
import { type Attempt, endAttempt, readAttempt } from './link-attempt-row.js';
import { chooseOrganisation, consentedOf } from './link-choice.js';
import { linkConnection, type OrganisationLink, takenOrganisations } from './link-connection.js';
import { type LinkReason, refusal } from './link-reasons.js';
import { attemptMinutes } from './link-start.js';
import { OnLinked } from './on-linked.js';
import { lockApp, type LockedApp } from './slots.js';

const startedAnewSeconds = 30;

/** What runs once the transaction is committed. */
type After = () => Promise<void>;

/**
 * Ends attempts under the lock of the app's row, where all counts are true: links one organisation, asks which, or
 * refuses; and sees to it that no other organisation of the consent keeps a place at the platform.
 */
@Injectable()
export class LinkSettlement {
  constructor(
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly disconnections: Disconnections,
    private readonly queue: DisconnectionWake,
    private readonly onLinked: OnLinked,
  ) {}

  /**
   * Decides about a consent by what the platform lists for its user. Of one that comes too late nothing is kept, here or at
   * the platform. Returns in how many seconds to come again, or null when it is settled.
   */
  async settle(row: ConsentRow, listed: readonly Organisation[]): Promise<number | null> {
    let again: number | null = null;
    await this.underApp(row, async (manager, app, current) => {
      const late = current?.status !== 'started' || current.late;
      if (late && await isStartedAnew(manager, row)) {
        again = startedAnewSeconds;
        await postponeConsent(manager, row, again, 'The company is just being linked anew.');
        return none;
      }
      if (!(await endConsent(manager, row, 'done'))) return none;
      const { grantId } = row;
      const consent = { listed, consentId: row.consentId };
      const consented = consentedOf(consent);
      const release = (kept: readonly Organisation[] = []) =>
        this.release(manager, app, grantId, consented.filter((organisation) => !kept.includes(organisation)).map(({ connectionId }) => connectionId));
      if (late) return release();
      const taken = await takenOrganisations(manager, app, current.connectionId);
      const choice = chooseOrganisation(consent, await ownOrganisation(manager, current), taken);
      if ('choose' in choice) {
        await offer(manager, current, grantId, choice.choose);
        return release(choice.choose);
      }
      if ('refuse' in choice) return this.fail(manager, current, choice.refuse, () => release());
      const linked = await this.link(manager, app, current, { ...choice.link, grantId });
      return 'reason' in linked ? this.fail(manager, current, linked.reason, () => release()) : both(linked.after, await release([choice.link]));
    });
    return again;
  }

  /** Ends a consent of which the platform will not say what it covers. */
  giveUp(row: ConsentRow, why: string): Promise<void> {
    return this.underApp(row, async (manager, _app, current) => {
      if (!(await endConsent(manager, row, 'given-up', why))) return none;
      if (current?.status === 'started') await endAttempt(manager, current, 'failed', 'providerError');
      await dropUnusedGrant(manager, row.operatorId, row.grantId);
      return none;
    });
  }

  /** The person's choice among the offered organisations. Throws `conflict` where another choice may still succeed. */
  choose(attempt: Attempt, organisationId: string): Promise<void> {
    return this.underLock(attempt, async (manager, app, current) => {
      if (current.status !== 'choosing' || current.late || current.grantId === null) throw refusal(current.reason ?? 'expired', app.platform.connector.name);
      const { grantId, candidates } = current;
      const chosen = candidates.find((candidate) => candidate.organisationId === organisationId);
      if (!chosen) throw notFound('This organisation is not part of the consent.');
      const { externalId: connectionId, organisationName: name } = chosen;
      const linked = await this.link(manager, app, current, { connectionId, organisationId, name, grantId });
      const release = (kept?: string) => this.release(manager, app, grantId, candidates.map(({ externalId }) => externalId).filter((id) => id !== kept));
      if (!('reason' in linked)) return both(linked.after, await release(connectionId));
      if (linked.reason === 'alreadyLinked' || linked.reason === 'busy') throw refusal(linked.reason, app.platform.connector.name);
      return this.fail(manager, current, linked.reason, () => release());
    });
  }

  /** Ends an attempt whose time ran out. */
  expire(attempt: Attempt): Promise<void> {
    return this.underLock(attempt, async (manager, app, current) => {
      if (!current.late || (current.status !== 'started' && current.status !== 'choosing')) return none;
      await endAttempt(manager, current, 'expired', current.reason ?? 'expired');
      return current.grantId === null ? none : this.release(manager, app, current.grantId, current.candidates.map(({ externalId }) => externalId));
    });
  }

  private underLock(attempt: Attempt, work: (manager: EntityManager, app: LockedApp, current: Attempt) => Promise<After>): Promise<void> {
    return this.underApp(attempt, async (manager, app, current) => current ? work(manager, app, current) : none);
  }

  /** Runs `work` with the app locked, and the attempt if it is still there, and what it returns after the commit. */
  private async underApp({ operatorId, appId, id }: Pick<Attempt, 'operatorId' | 'appId' | 'id'>, work: (manager: EntityManager, app: LockedApp, current: Attempt | null) => Promise<After>): Promise<void> {
    const after = await this.tenants.run(operatorId, async (manager) => {
      const app = await lockApp(manager, this.platforms, operatorId, { appId });
      return app ? work(manager, app, await readAttempt(manager, operatorId, id, { lock: true })) : none;
    });
    await after();
  }

  private async link(manager: EntityManager, app: LockedApp, attempt: Attempt, organisation: OrganisationLink): Promise<{ reason: LinkReason } | { after: After }> {
    const outcome = await linkConnection(manager, this.disconnections, app, attempt, organisation);
    if ('reason' in outcome) return outcome;
    await endAttempt(manager, attempt, 'linked', null);
    const replaced = outcome.replaced ? await this.disconnections.add(manager, outcome.replaced, 'replaced') : [];
    const { operatorId, companyId, connectionId } = attempt;
    const pull = outcome.repaired ? none : await this.onLinked.linked(manager, { operatorId, companyId, connectionId, platformKey: app.platform.connector.key });
    return { after: both(pull, () => this.queue.wake(operatorId, replaced)) };
  }

  private async fail(manager: EntityManager, attempt: Attempt, reason: LinkReason, release: () => Promise<After>): Promise<After> {
    await endAttempt(manager, attempt, 'failed', reason);
    return release();
  }

  /** The organisations that this consent connected and that nobody uses go back. */
  private async release(manager: EntityManager, { operatorId, id: appId }: LockedApp, grantId: string, externalIds: readonly string[]): Promise<After> {
    const ids: string[] = [];
    for (const externalId of externalIds) ids.push(...await this.disconnections.add(manager, { operatorId, appId, grantId, externalId }, 'notChosen'));
    await dropUnusedGrant(manager, operatorId, grantId);
    return () => this.queue.wake(operatorId, ids);
  }
}

const none: After = () => Promise.resolve();

const both = (one: After, other: After): After => async () => {
  await one();
  await other();
};

/**
 * Somebody is at the platform right now to link the same company: giving the former consent back could take from under them
 * the very connection that the platform lets them use again.
 */
async function isStartedAnew(manager: EntityManager, { operatorId, id, companyId }: ConsentRow): Promise<boolean> {
  const [found] = await manager.query<unknown[]>(`
    select 1 from link_attempt where operator_id = $1 and company_id = $2 and id <> $3 and status = 'started' and expires_at > now()`, [operatorId, companyId, id]);
  return found !== undefined;
}

async function ownOrganisation(manager: EntityManager, { operatorId, connectionId }: Attempt): Promise<string | null> {
  const [row] = await manager.query<{ organisation_id: string | null }[]>('select organisation_id from connection where operator_id = $1 and id = $2', [operatorId, connectionId]);
  return row?.organisation_id ?? null;
}

async function offer(manager: EntityManager, { operatorId, id }: Attempt, grantId: string, organisations: readonly Organisation[]): Promise<void> {
  const candidates = organisations.map(({ connectionId, organisationId, name }) => ({ externalId: connectionId, organisationId, organisationName: name }));
  await manager.query(`
    update link_attempt set status = 'choosing', grant_id = $3, candidates = $4, expires_at = now() + $5 * interval '1 minute'
    where operator_id = $1 and id = $2`, [operatorId, id, grantId, JSON.stringify(candidates), attemptMinutes]);
}
