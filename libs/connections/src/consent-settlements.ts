import { Injectable } from '@nestjs/common';
import { OrganisationCalls } from '#calls/organisation-calls';
import { ConnectorError } from '#connector-kit/errors';
import type { Organisation } from '#connector-kit/connector';
import { Tenants } from '#database/tenant';
import { Platforms } from '#grants/platforms';
import { createLogger } from '#platform/logger';
import { claimConsent, type ConsentRow, postponeConsent } from './consent-row.js';
import { LinkSettlement } from './link-settlement.js';
import { retryIn } from './platform-work.js';
import { findApp } from './slots.js';

/**
 * Asks the platform what a consent covers and has it settled: linked, offered for a choice, or given back. Whoever receives
 * the consent tries at once, a worker again and again if need be, so that no place at the platform depends on one call.
 */
@Injectable()
export class ConsentSettlements {
  private readonly log = createLogger('link');

  constructor(
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly calls: OrganisationCalls,
    private readonly settlement: LinkSettlement,
  ) {}

  /** The worker's job. Returns in how many seconds to try again, or null when the row is settled or not due. */
  async settleDue(operatorId: string, id: string): Promise<number | null> {
    const consent = await this.tenants.run(operatorId, (manager) => claimConsent(manager, operatorId, id));
    return consent && this.settle(consent);
  }

  /** For whoever holds the consent's lease. Returns as `settleDue` does. */
  async settle(consent: ConsentRow): Promise<number | null> {
    let listed: Organisation[];
    try {
      listed = await this.list(consent);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return this.failed(consent, error);
    }
    return this.settlement.settle(consent, listed);
  }

  private async list({ operatorId, appId, grantId }: ConsentRow): Promise<Organisation[]> {
    const app = await this.tenants.run(operatorId, (manager) => findApp(manager, this.platforms, operatorId, { appId }));
    return app!.platform.connector.organisations(await this.calls.callForGrant(operatorId, grantId));
  }

  private async failed(consent: ConsentRow, error: ConnectorError): Promise<number | null> {
    const { operatorId, id, attempts } = consent;
    const seconds = retryIn(error, attempts);
    this.log.error({ operatorId, attemptId: id, error }, 'the platform did not say what a consent covers');
    if (seconds === null) await this.settlement.giveUp(consent, error.message);
    else await this.tenants.run(operatorId, (manager) => postponeConsent(manager, consent, seconds, error.message));
    return seconds;
  }
}
