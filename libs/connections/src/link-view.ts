import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import type { LinkAttemptStatus } from '#database/entities/link-attempt.entity';
import { Tenants } from '#database/tenant';
import { Platforms } from '#grants/platforms';
import { DomainError, notFound } from '#platform/errors';
import type { EntityManager } from 'typeorm';
import { type Attempt, readAttempt } from './link-attempt-row.js';
import { takenOrganisations } from './link-connection.js';
import { type LinkReason, reasonMessage } from './link-reasons.js';
import { slotState } from './link-start.js';
import { findApp } from './slots.js';

/** What the person's page shows of an attempt. */
export interface LinkAttemptView {
  readonly operatorId: string;
  readonly attemptId: string;
  readonly connectionId: string;
  /** `settling`: the consent is there, and the platform has not said yet what it covers. */
  readonly status: LinkAttemptStatus | 'settling';
  readonly reason: LinkReason | null;
  readonly message: string | null;
  readonly platformName: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly operator: { readonly name: string };
  /** While choosing. */
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly linkedElsewhere: boolean }[] | null;
  /** Once linked. */
  readonly organisationName: string | null;
}

/** What a link address names: a company, or one connection of it. */
export interface LinkTarget {
  readonly companyId: string;
  readonly connectionId?: string;
}

/** A platform that a company may connect, or why not now. */
export interface LinkOffer {
  readonly platformKey: string;
  readonly name: string;
  readonly logoPath: string;
  readonly available: boolean;
  readonly reason: 'limitReached' | 'busy' | null;
  readonly message: string | null;
}

interface ShownRow {
  readonly operator_name: string;
  readonly company_name: string;
  readonly platform_key: string;
  readonly organisation_name: string | null;
}

/** Reads for the link pages. Whoever holds the browser's secret sees an attempt; whoever holds the link sees the offers. */
@Injectable()
export class LinkView {
  constructor(private readonly tenants: Tenants, private readonly directory: Directory, private readonly platforms: Platforms) {}

  /** Throws `notFound`, or `forbidden` with the code `wrongBrowser`. */
  async attempt(attemptId: string, browserHash: Buffer | undefined): Promise<Attempt> {
    const operatorId = await this.directory.operatorOfLinkAttempt(attemptId);
    const attempt = operatorId === null ? null : await this.tenants.run(operatorId, (manager) => readAttempt(manager, operatorId, attemptId));
    if (!attempt) throw notFound('There is no such link attempt.');
    if (!browserHash?.equals(attempt.browserHash)) {
      throw new DomainError('forbidden', 'This link was started in another browser. Please continue there, or start again here.', { code: 'wrongBrowser' });
    }
    return attempt;
  }

  async find(attemptId: string, browserHash: Buffer | undefined): Promise<LinkAttemptView> {
    const attempt = await this.attempt(attemptId, browserHash);
    const { operatorId, connectionId, companyId } = attempt;
    return this.tenants.run(operatorId, async (manager) => {
      const [row] = await manager.query<ShownRow[]>(`
        select o.name as operator_name, c.name as company_name, l.platform_key, l.organisation_name from operator o
        join company c on c.operator_id = o.id and c.id = $2 join connection l on l.operator_id = o.id and l.id = $3
        where o.id = $1`, [operatorId, companyId, connectionId]);
      if (!row) throw notFound('There is no such link attempt.');
      const platformName = this.platforms.of(row.platform_key).connector.name;
      // The sweep may come later than the end of the attempt's time.
      const expired = attempt.late && (attempt.status === 'started' || attempt.status === 'choosing');
      const settling = attempt.status === 'started' && attempt.grantId !== null;
      const status = expired ? 'expired' : settling ? 'settling' : attempt.status;
      const reason = expired ? attempt.reason ?? 'expired' : attempt.reason;
      return {
        operatorId, attemptId, connectionId, status, reason, platformName,
        message: reason && reasonMessage(reason, platformName),
        company: { id: companyId, name: row.company_name },
        operator: { name: row.operator_name },
        organisations: status === 'choosing' ? await this.organisations(manager, attempt) : null,
        organisationName: status === 'linked' ? row.organisation_name : null,
      };
    });
  }

  /** The operator's enabled platforms for one company, or that of one connection. */
  offers(operatorId: string, { companyId, connectionId }: LinkTarget): Promise<LinkOffer[]> {
    return this.tenants.run(operatorId, async (manager) => {
      const rows: { platform_key: string; connection_id: string | null }[] = await manager.query(`
        select i.platform_key, (select c.id from connection c where c.operator_id = $1 and c.company_id = $2 and c.platform_key = i.platform_key
          and ($3::uuid is null or c.id = $3) order by c.status = 'Linked' desc, c.created_at desc limit 1) as connection_id
        from integration i where i.operator_id = $1 and i.enabled order by i.platform_key`, [operatorId, companyId, connectionId ?? null]);
      const offers: LinkOffer[] = [];
      for (const row of rows) {
        if (!this.platforms.has(row.platform_key) || (connectionId !== undefined && row.connection_id === null)) continue;
        const app = await findApp(manager, this.platforms, operatorId, { platformKey: row.platform_key });
        if (!app?.offered || app.refused) continue;
        const { connector } = app.platform;
        const slot = await slotState(manager, app, { companyId, connectionId: row.connection_id });
        const reason = slot === 'free' ? null : slot;
        offers.push({
          platformKey: row.platform_key, name: connector.name, logoPath: connector.logoPath,
          available: reason === null, reason, message: reason && reasonMessage(reason, connector.name),
        });
      }
      return offers;
    });
  }

  private async organisations(manager: EntityManager, { operatorId, appId, connectionId, candidates }: Attempt) {
    const taken = await takenOrganisations(manager, { operatorId, id: appId }, connectionId);
    return candidates.map(({ organisationId, organisationName }) => ({ id: organisationId, name: organisationName, linkedElsewhere: taken.has(organisationId) }));
  }
}
