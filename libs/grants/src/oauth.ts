import { ConnectorError } from '#connector-kit/errors';
import * as client from 'openid-client';
import type { Platform } from './platforms.js';

/** One answer of a token endpoint. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
  readonly expiresInSeconds: number;
  /** `performance.now()` of our receipt: the life of a token counts from here, whatever the platform's clock says. */
  readonly receivedAt: number;
}

export interface OAuthClient {
  readonly platform: Platform;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Slow is better than twice: an answer that we stop waiting for may still have rotated the token. */
const tokenTimeoutSeconds = 60;

/** Where the person's browser goes to consent. */
export function authorizeUrl({ platform, clientId }: Pick<OAuthClient, 'platform' | 'clientId'>, ask: { redirectUri: string; scopes: readonly string[]; state: string }): string {
  const { connector, hosts } = platform;
  const url = new URL(connector.auth.authorizePath, hosts.loginUrl);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: ask.redirectUri,
    scope: ask.scopes.join(' '),
    state: ask.state,
    ...connector.auth.singleOrganisation,
  };
  // URLSearchParams writes a space as "+", which Xero was seen to refuse in a scope.
  url.search = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return url.toString();
}

/** Turns the code of a callback, whose state the caller has checked, into tokens. Throws ConnectorError. */
export function exchangeCode(app: OAuthClient, { code, redirectUri }: { code: string; redirectUri: string }): Promise<TokenSet> {
  const callback = new URL(redirectUri);
  callback.searchParams.set('code', code);
  return ask(app, (configuration) => client.authorizationCodeGrant(configuration, callback));
}

/** Throws ConnectorError: `grantDead`, `badCredentials`, or `unavailable` when nobody knows whether the token was rotated. */
export function refreshTokens(app: OAuthClient, refreshToken: string): Promise<TokenSet> {
  return ask(app, (configuration) => client.refreshTokenGrant(configuration, refreshToken));
}

/** An access token of the app itself, which speaks for no person. Throws ConnectorError. */
export async function appToken(app: OAuthClient, scope: string): Promise<string> {
  return (await answered(app, (configuration) => client.clientCredentialsGrant(configuration, { scope }))).access_token;
}

type Answer = Awaited<ReturnType<typeof client.refreshTokenGrant>>;
type Grant = (configuration: client.Configuration) => Promise<Answer>;

async function answered(app: OAuthClient, grant: Grant): Promise<Answer> {
  const { configuration, verdict } = configure(app);
  try {
    return await grant(configuration);
  } catch (error) {
    throw verdict() ?? withoutAnswer(error);
  }
}

async function ask(app: OAuthClient, grant: Grant): Promise<TokenSet> {
  const answer = await answered(app, grant);
  if (!answer.refresh_token) {
    throw new ConnectorError('rejected', 'missingScope', { detail: 'The platform gave no refresh token: the scope offline_access is missing.' });
  }
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    scopes: answer.scope?.split(' ').filter(Boolean) ?? [],
    expiresInSeconds: answer.expires_in ?? 0,
    receivedAt: performance.now(),
  };
}

/** Static metadata: calling the discovery document for each client got others blocked. */
function configure({ platform: { connector, hosts }, clientId, clientSecret }: OAuthClient) {
  const tokenUrl = new URL(connector.auth.tokenPath, hosts.identityUrl);
  const server = {
    issuer: hosts.identityUrl,
    authorization_endpoint: new URL(connector.auth.authorizePath, hosts.loginUrl).toString(),
    token_endpoint: tokenUrl.toString(),
  };
  const configuration = new client.Configuration(server, clientId, undefined, basic(clientSecret));
  configuration.timeout = tokenTimeoutSeconds;
  if (isLoopback(tokenUrl)) client.allowInsecureRequests(configuration);
  let refused: ConnectorError | null = null;
  configuration[client.customFetch] = async (url, options) => {
    const response = await fetch(url, { ...options, redirect: 'error' });
    const text = await response.text();
    const body = parsed(text);
    const headers = Object.fromEntries(response.headers);
    refused = connector.classifyToken({ status: response.status, headers, body, bytes: Buffer.byteLength(text) });
    return new Response(withoutIdToken(body) ?? text, { status: response.status, headers: { 'content-type': 'application/json' } });
  };
  return { configuration, verdict: () => refused };
}

/**
 * The library's own Basic also encodes "-" and "_", which Xero's secrets are full of: right by the letter of RFC 6749, but
 * it asks more of a server's decoding than other clients do.
 */
function basic(clientSecret: string): client.ClientAuth {
  return (_server, { client_id: clientId }, _body, headers) => {
    const pair = [clientId, clientSecret].map(encodeURIComponent).join(':');
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  };
}

/** Who signed in is read from the access token. The ID token's own times would make linking depend on two clocks. */
function withoutIdToken(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  return JSON.stringify({ ...body, id_token: undefined });
}

/** Neither our credentials nor the answer may travel in an error, so that only its name is kept. */
function withoutAnswer(error: unknown): ConnectorError {
  const code = error instanceof client.ClientError ? error.code : undefined;
  if (code === 'OAUTH_TIMEOUT') return new ConnectorError('unavailable', 'timeout', { detail: 'The token endpoint did not answer in time.' });
  if (error instanceof TypeError || code === undefined) {
    return new ConnectorError('unavailable', 'network', { detail: 'The token endpoint could not be reached.' });
  }
  return new ConnectorError('unavailable', 'unreadable', { detail: 'The token endpoint sent an answer that is not a token set.' });
}

function isLoopback({ hostname, protocol }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
