import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { xero } from '#connector-xero/xero';
import { claimsOf } from './claims.js';
import { appToken, authorizeUrl, exchangeCode, type OAuthClient, refreshTokens } from './oauth.js';

describe('OAuth', () => {
  let server: Server;
  let url: string;
  let respond: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: { authorization: string | undefined; body: URLSearchParams };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        asked = { authorization: request.headers.authorization, body: new URLSearchParams(Buffer.concat(chunks).toString()) };
        respond(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => void server.close());

  const json = (status: number, body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const client = (identityUrl = url): OAuthClient =>
    ({ platform: { connector: xero, hosts: { loginUrl: 'https://login.example', identityUrl, apiUrl: url } }, clientId: 'id', clientSecret: 'the-secret' });
  const tokens = { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 1800, scope: 'a b' };
  const redirect = 'http://localhost:3000/oauth/xero/app/callback';

  it('writes the authorisation address with spaces as %20 and the state as it is', () => {
    const address = authorizeUrl(client(), { redirectUri: redirect, scopes: ['offline_access', 'x.read'], state: 's+/=' });
    expect(address).toContain('scope=offline_access%20x.read&state=s%2B%2F%3D');
    expect(address).toMatch(/^https:\/\/login\.example\/identity\/connect\/authorize\?response_type=code&client_id=id&/);
  });

  it('exchanges a code under Basic credentials with the exact redirect address', async () => {
    respond = json(200, tokens);
    await expect(exchangeCode(client(), { code: 'c0de', redirectUri: redirect })).resolves.toMatchObject({ accessToken: 'access', refreshToken: 'refresh', scopes: ['a', 'b'], expiresInSeconds: 1800 });
    expect(asked.authorization).toBe(`Basic ${Buffer.from('id:the-secret').toString('base64')}`);
    expect(Object.fromEntries(asked.body)).toEqual({ grant_type: 'authorization_code', code: 'c0de', redirect_uri: redirect });
  });

  it('gets a token of the app itself under the same credentials', async () => {
    respond = json(200, { access_token: 'own', token_type: 'Bearer', expires_in: 1800, scope: 'app.connections' });
    await expect(appToken(client(), 'app.connections')).resolves.toBe('own');
    expect(asked.authorization).toBe(`Basic ${Buffer.from('id:the-secret').toString('base64')}`);
    expect(Object.fromEntries(asked.body)).toEqual({ grant_type: 'client_credentials', scope: 'app.connections' });
    respond = json(400, { error: 'invalid_scope' });
    await expect(appToken(client(), 'app.connections')).rejects.toMatchObject({ kind: 'rejected', reason: 'missingScope' });
  });

  it('does not depend on an ID token, however old or foreign', async () => {
    respond = json(200, { ...tokens, id_token: 'not.even.one' });
    await expect(exchangeCode(client(), { code: 'c', redirectUri: redirect })).resolves.toMatchObject({ accessToken: 'access' });
  });

  it.each([
    ['a dead refresh token', 400, { error: 'invalid_grant' }, { kind: 'reconnect', reason: 'grantDead' }],
    ['refused keys', 400, { error: 'invalid_client' }, { kind: 'rejected', reason: 'badCredentials' }],
    ['refused keys', 401, { error: 'invalid_client' }, { kind: 'rejected', reason: 'badCredentials' }],
    ['a fault of the platform', 500, { error: 'server_error' }, { kind: 'unavailable' }],
    ['an answer without tokens', 200, {}, { kind: 'unavailable', reason: 'unreadable' }],
    ['an answer without a refresh token', 200, { ...tokens, refresh_token: undefined }, { kind: 'rejected', reason: 'missingScope' }],
  ])('tells %s (%i) apart', async (_, status, body, expected) => {
    respond = json(status, body);
    await expect(refreshTokens(client(), 'r')).rejects.toMatchObject(expected);
  });

  it('takes HTML, a cut connection and a missing host for passing faults, and follows no redirect', async () => {
    respond = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    await expect(refreshTokens(client(), 'r')).rejects.toMatchObject({ kind: 'unavailable' });
    respond = (request) => request.socket.destroy();
    await expect(refreshTokens(client(), 'r')).rejects.toMatchObject({ kind: 'unavailable', reason: 'network' });
    respond = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(refreshTokens(client(), 'r')).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(refreshTokens(client('http://127.0.0.1:1'), 'r')).rejects.toMatchObject({ kind: 'unavailable', reason: 'network' });
  });

  it('sends keys over plain http to this machine only', async () => {
    await expect(refreshTokens(client('http://identity.example'), 'r')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('keeps secrets out of what it throws', async () => {
    respond = json(400, { error: 'invalid_grant', error_description: 'gone' });
    const error = await refreshTokens(client(), 'the-refresh-token').catch((thrown: unknown) => thrown) as Error;
    expect(`${JSON.stringify(error)}${error.stack}${String(error.cause)}`).not.toMatch(/the-secret|the-refresh-token|Basic /);
  });

  it('reads claims leniently', () => {
    expect(claimsOf(`h.${Buffer.from('{"xero_userid":"u"}').toString('base64url')}.s`)).toEqual({ xero_userid: 'u' });
    expect(claimsOf('opaque')).toEqual({});
    expect(claimsOf('a.W10.c')).toEqual({});
  });
});
