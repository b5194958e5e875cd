import { Injectable } from '@nestjs/common';
import { App } from '#database/entities/app.entity';
import { Tenants } from '#database/tenant';
import { ConnectorError } from '#connector-kit/errors';
import { Vault } from '#vault/vault';
import { appToken, exchangeCode, type OAuthClient, refreshTokens, type TokenSet } from './oauth.js';
import { Platforms } from './platforms.js';

/** Talks to the token endpoint in the name of one operator's app. */
@Injectable()
export class TokenEndpoint {
  constructor(private readonly tenants: Tenants, private readonly vault: Vault, private readonly platforms: Platforms) {}

  async exchange(operatorId: string, appId: string, callback: { code: string; redirectUri: string }): Promise<TokenSet> {
    return exchangeCode(await this.client(operatorId, appId), callback);
  }

  async refresh(operatorId: string, appId: string, refreshToken: string): Promise<TokenSet> {
    return refreshTokens(await this.client(operatorId, appId), refreshToken);
  }

  /** A token with which the app speaks for itself. Throws ConnectorError `missingScope` where the platform has no such thing. */
  async appToken(operatorId: string, appId: string): Promise<string> {
    const client = await this.client(operatorId, appId);
    const { appScope } = client.platform.connector.auth;
    if (appScope === null) throw new ConnectorError('rejected', 'missingScope', { detail: 'The platform gives apps no tokens of their own.' });
    return appToken(client, appScope);
  }

  /** The app with its secret in clear. Throws ConnectorError `badCredentials` when the operator has not set any. */
  private async client(operatorId: string, appId: string): Promise<OAuthClient> {
    const app = await this.tenants.run(operatorId, (manager) => manager.findOneBy(App, { operatorId, id: appId }));
    if (!app?.clientId || !app.clientSecret) throw new ConnectorError('rejected', 'badCredentials', { detail: 'The integration has no keys.' });
    const place = { operatorId, table: 'app', column: 'client_secret', rowId: appId };
    return { platform: this.platforms.of(app.platformKey), clientId: app.clientId, clientSecret: this.vault.open(app.clientSecret, place) };
  }
}
