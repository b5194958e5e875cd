import { Inject, Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { claimsOf } from '#grants/claims';
import { Grants } from '#grants/grants.service';
import { Platforms } from '#grants/platforms';
import { TokenEndpoint } from '#grants/token-endpoint';
import { redirectUri } from '#operators/redirect-uri';
import { addConsent, type ConsentRow } from './consent-row.js';
import type { Attempt } from './link-attempt-row.js';
import { attemptMinutes, PublicUrl } from './link-start.js';
import { lockApp } from './slots.js';

/** Turns the code of a consent into a stored grant, with a row that says that the consent is to be settled. */
@Injectable()
export class Consents {
  constructor(
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly endpoint: TokenEndpoint,
    private readonly grants: Grants,
    @Inject(PublicUrl) private readonly publicUrl: string,
  ) {}

  /** Throws ConnectorError, or ReadingError when the token does not say who consented. The caller holds the row's lease. */
  async receive({ operatorId, appId, id, companyId }: Attempt, code: string): Promise<ConsentRow> {
    const tokens = await this.endpoint.exchange(operatorId, appId, { code, redirectUri: redirectUri(this.publicUrl, appId) });
    return this.tenants.run(operatorId, async (manager) => {
      // With the app locked nobody drops the user's grant as unused while this attempt takes it up.
      const app = await lockApp(manager, this.platforms, operatorId, { appId });
      const { userKey, consentId } = app!.platform.connector.auth.identity(claimsOf(tokens.accessToken));
      const grantId = await this.grants.store(manager, { operatorId, appId, userKey, tokens });
      // The person has done their part: what is left must not run out of time because the platform is slow to answer.
      await manager.query(`
        update link_attempt set grant_id = $3,
          expires_at = case when status = 'started' and expires_at > now() then now() + $4 * interval '1 minute' else expires_at end
        where operator_id = $1 and id = $2`, [operatorId, id, grantId, attemptMinutes]);
      return addConsent(manager, { operatorId, id, companyId, appId, grantId, consentId });
    });
  }
}
