import { Injectable } from '@nestjs/common';
import { App } from '#database/entities/app.entity';
import { Tenants } from '#database/tenant';
import { ConnectorError } from '#connector-kit/errors';
import { Vault } from '#vault/vault';
import { appToken, exchangeCode, type OAuthClient, refreshTokens, type TokenSet } from './oauth.js';
import { Platforms } from './platforms.js';

/** Refused keys are tried once in this time, in case that it was the platform's fault. */
const triedAgainMinutes = 10;

/**
 * Talks to the token endpoint in the name of one operator's app. Keys that the platform refuses are noted at the app, and
 * until the operator saves others nobody goes on asking with them: `badCredentials` is then thrown without a call.
 */
@Injectable()
export class TokenEndpoint {
  constructor(private readonly tenants: Tenants, private readonly vault: Vault, private readonly platforms: Platforms) {}

  async exchange(operatorId: string, appId: string, callback: { code: string; redirectUri: string }): Promise<TokenSet> {
    return this.ask(operatorId, appId, (client) => exchangeCode(client, callback));
  }

  async refresh(operatorId: string, appId: string, refreshToken: string): Promise<TokenSet> {
    return this.ask(operatorId, appId, (client) => refreshTokens(client, refreshToken));
  }

  /** A token with which the app speaks for itself. Throws ConnectorError `missingScope` where the platform has no such thing. */
  async appToken(operatorId: string, appId: string): Promise<string> {
    // Not noted when refused: an app that may not have such tokens is told so in the words that also refuse its keys.
    const client = this.clientOf(await this.usableApp(operatorId, appId));
    const { appScope } = client.platform.connector.auth;
    if (appScope === null) throw new ConnectorError('rejected', 'missingScope', { detail: 'The platform gives apps no tokens of their own.' });
    return appToken(client, appScope);
  }

  private async ask(operatorId: string, appId: string, request: (client: OAuthClient) => Promise<TokenSet>): Promise<TokenSet> {
    const app = await this.usableApp(operatorId, appId);
    try {
      const tokens = await request(this.clientOf(app));
      if (app.refusedAt !== null) await this.note(app, 'null');
      return tokens;
    } catch (error) {
      if (error instanceof ConnectorError && error.reason === 'badCredentials') await this.note(app, 'now()');
      throw error;
    }
  }

  /** Says nothing about keys that were saved since: they have not been tried. */
  private async note({ operatorId, id, clientId, clientSecret }: App, refusedAt: 'now()' | 'null'): Promise<void> {
    await this.tenants.sql(operatorId, (client) => client.query(
      `update app set refused_at = ${refusedAt} where operator_id = $1 and id = $2 and client_id = $3 and client_secret = $4`,
      [operatorId, id, clientId, clientSecret]));
  }

  /** Throws ConnectorError `badCredentials` when the operator has set no keys, or only such as the platform refuses. */
  private async usableApp(operatorId: string, appId: string): Promise<App> {
    const app = await this.tenants.run(operatorId, (manager) => manager.findOneBy(App, { operatorId, id: appId }));
    if (!app?.clientId || !app.clientSecret) throw new ConnectorError('rejected', 'badCredentials', { detail: 'The integration has no keys.' });
    if (app.refusedAt !== null && !(await this.isTurnToTry(app))) {
      throw new ConnectorError('rejected', 'badCredentials', { detail: 'The platform refuses the client secret of the integration.' });
    }
    return app;
  }

  /** One caller of all workers gets it. */
  private async isTurnToTry({ operatorId, id }: App): Promise<boolean> {
    const { rowCount } = await this.tenants.sql(operatorId, (client) => client.query(`
      update app set refused_at = now() where operator_id = $1 and id = $2 and refused_at < now() - $3 * interval '1 minute'`,
      [operatorId, id, triedAgainMinutes]));
    return rowCount === 1;
  }

  private clientOf({ operatorId, id, platformKey, clientId, clientSecret }: App): OAuthClient {
    const place = { operatorId, table: 'app', column: 'client_secret', rowId: id };
    return { platform: this.platforms.of(platformKey), clientId: clientId!, clientSecret: this.vault.open(clientSecret!, place) };
  }
}
