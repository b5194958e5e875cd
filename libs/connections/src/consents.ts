import { Inject, Injectable } from '@nestjs/common';
import { OrganisationCalls } from '#calls/organisation-calls';
import { Tenants } from '#database/tenant';
import { claimsOf } from '#grants/claims';
import { Grants } from '#grants/grants.service';
import { Platforms } from '#grants/platforms';
import { TokenEndpoint } from '#grants/token-endpoint';
import { redirectUri } from '#operators/redirect-uri';
import type { Attempt } from './link-attempt-row.js';
import type { Consent } from './link-choice.js';
import { PublicUrl } from './link-start.js';
import { lockApp } from './slots.js';

/** Turns the code of a consent into a stored grant and the organisations that it covers. */
@Injectable()
export class Consents {
  constructor(
    private readonly tenants: Tenants,
    private readonly platforms: Platforms,
    private readonly endpoint: TokenEndpoint,
    private readonly grants: Grants,
    private readonly calls: OrganisationCalls,
    @Inject(PublicUrl) private readonly publicUrl: string,
  ) {}

  /** Throws ConnectorError, or ReadingError when the token does not say who consented. */
  async receive({ operatorId, appId, id }: Attempt, code: string): Promise<{ grantId: string; consent: Consent }> {
    const tokens = await this.endpoint.exchange(operatorId, appId, { code, redirectUri: redirectUri(this.publicUrl, appId) });
    const { grantId, connector, consentId } = await this.tenants.run(operatorId, async (manager) => {
      // With the app locked nobody drops the user's grant as unused while this attempt takes it up.
      const app = await lockApp(manager, this.platforms, operatorId, { appId });
      const { connector } = app!.platform;
      const { userKey, consentId } = connector.auth.identity(claimsOf(tokens.accessToken));
      const grantId = await this.grants.store(manager, { operatorId, appId, userKey, tokens });
      await manager.query('update link_attempt set grant_id = $3 where operator_id = $1 and id = $2', [operatorId, id, grantId]);
      return { grantId, connector, consentId };
    });
    const listed = await connector.organisations(await this.calls.callForGrant(operatorId, grantId));
    return { grantId, consent: { listed, consentId } };
  }
}
