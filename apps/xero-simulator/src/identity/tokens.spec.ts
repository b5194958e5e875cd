import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { call, callback, Person, readScopes, refresh, token, type TokenSet } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

const minutes = (count: number) => count * 60;
const days = (count: number) => count * 86_400;

describe('tokens', () => {
  let simulator: RunningSimulator;
  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.stop());

  const refreshed = async (refreshToken: string) => {
    const response = await refresh(simulator, refreshToken);
    return { status: response.status, body: (await response.json()) as TokenSet & { error?: string } };
  };

  test('a code is good once', async () => {
    const code = (await new Person(simulator).consent()).searchParams.get('code')!;
    const exchange = () => token(simulator, { grant_type: 'authorization_code', code, redirect_uri: callback });
    expect((await exchange()).status).toBe(200);
    const again = await exchange();
    expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });

  test('a code dies after five minutes', async () => {
    const exchangeAfter = async (seconds: number) => {
      const code = (await new Person(simulator).consent()).searchParams.get('code')!;
      simulator.clock.advance(seconds);
      return (await token(simulator, { grant_type: 'authorization_code', code, redirect_uri: callback })).status;
    };
    expect(await exchangeAfter(minutes(4))).toBe(200);
    expect(await exchangeAfter(minutes(5))).toBe(400);
  });

  test('a code is good only with the redirect address it was made for', async () => {
    const code = (await new Person(simulator).consent()).searchParams.get('code')!;
    const response = await token(simulator, { grant_type: 'authorization_code', code, redirect_uri: 'http://localhost:3000/other' });
    expect(response.status).toBe(400);
  });

  test('a code made with a challenge needs its verifier', async () => {
    // Verifier and challenge of RFC 7636, appendix B.
    const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
    const exchange = async (fields: Record<string, string>) => {
      const code = (await new Person(simulator).consent(undefined, challenge)).searchParams.get('code')!;
      return (await token(simulator, { grant_type: 'authorization_code', code, redirect_uri: callback, ...fields })).status;
    };
    expect(await exchange({ code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' })).toBe(200);
    expect(await exchange({ code_verifier: 'wrong' })).toBe(400);
    expect(await exchange({})).toBe(400);
  });

  test('codes and refresh tokens are of no use to another app', async () => {
    await simulator.control('POST', 'apps', { clientId: 'other', clientSecret: 'secret' });
    const other = { ...simulator, clientId: 'other', clientSecret: 'secret' };
    const set = await new Person(simulator).link();
    expect((await refresh(other, set.refresh_token)).status).toBe(400);
    const code = (await new Person(simulator).consent()).searchParams.get('code')!;
    expect((await token(other, { grant_type: 'authorization_code', code, redirect_uri: callback })).status).toBe(400);
  });

  test('wrong keys are invalid_client', async () => {
    const response = await token(simulator, { grant_type: 'refresh_token', refresh_token: 'x' }, 'wrong');
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_client' }]);
  });

  test('an access token is signed by the published key, lives 1,800 seconds and names the consent', async () => {
    const set = await new Person(simulator).link();
    const keys = (await (await fetch(`${simulator.url}/.well-known/openid-configuration/jwks`)).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload } = await jwtVerify(set.access_token, createLocalJWKSet(keys), { audience: `${simulator.url}/resources`, issuer: simulator.url });
    expect(set.expires_in).toBe(1800);
    expect(payload.exp! - payload.iat!).toBe(1800);
    expect(Object.keys(payload)).toEqual(
      expect.arrayContaining(['nbf', 'client_id', 'sub', 'auth_time', 'xero_userid', 'global_session_id', 'sid', 'jti', 'authentication_event_id', 'amr']),
    );
    expect(payload['scope']).toEqual(readScopes.split(' '));
  });

  test('an id token says who, not which consent', async () => {
    const claims = decodeJwt((await new Person(simulator).link()).id_token);
    expect(claims).toMatchObject({ email: 'demo@example.com', given_name: 'Dana', aud: simulator.clientId });
    expect(claims).not.toHaveProperty('authentication_event_id');
    expect(claims.exp! - claims.iat!).toBe(300);
  });

  test('an id token is no access token', async () => {
    const set = await new Person(simulator).link();
    expect((await call(simulator, set.id_token, '/connections')).status).toBe(401);
  });

  test('without offline_access there is no refresh token', async () => {
    const set = await new Person(simulator).link(undefined, { scope: 'openid accounting.settings.read' });
    expect(set).not.toHaveProperty('refresh_token');
  });

  test('a refresh rotates the token, and the predecessor is good for half an hour more', async () => {
    const first = await new Person(simulator).link();
    const second = await refreshed(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    simulator.clock.advance(minutes(30) - 5);
    expect((await refreshed(first.refresh_token)).status).toBe(200);
    simulator.clock.advance(5);
    expect(await refreshed(first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await refreshed(second.body.refresh_token)).status).toBe(200);
  });

  test('using the predecessor again leaves its first successor alone, or kills it, as the app is set', async () => {
    const twice = async () => {
      const { refresh_token: predecessor } = await new Person(simulator).link();
      const successor = (await refreshed(predecessor)).body.refresh_token;
      const second = (await refreshed(predecessor)).body.refresh_token;
      return [(await refreshed(successor)).status, (await refreshed(second)).status];
    };
    expect(await twice()).toEqual([200, 200]);
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { repeatKillsSuccessor: true });
    expect(await twice()).toEqual([400, 200]);
  });

  test('the half hour counts from the first use, however often the predecessor is used', async () => {
    const first = await new Person(simulator).link();
    await refreshed(first.refresh_token);
    simulator.clock.advance(minutes(20));
    expect((await refreshed(first.refresh_token)).status).toBe(200);
    simulator.clock.advance(minutes(20));
    expect((await refreshed(first.refresh_token)).status).toBe(400);
  });

  test('a refresh token lives sixty days from its own making', async () => {
    const first = await new Person(simulator).link();
    simulator.clock.advance(days(59));
    const second = await refreshed(first.refresh_token);
    expect(second.status).toBe(200);
    simulator.clock.advance(days(59));
    const third = await refreshed(second.body.refresh_token);
    expect(third.status).toBe(200);
    simulator.clock.advance(days(60));
    expect(await refreshed(third.body.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('a second consent leaves the first token set alone, or kills its refresh token, as the app is set', async () => {
    const person = new Person(simulator);
    const first = await person.link();
    await person.link();
    const kept = await refreshed(first.refresh_token);
    expect(kept.status).toBe(200);
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { newConsentInvalidates: true });
    const latest = await person.link();
    expect((await refreshed(kept.body.refresh_token)).body).toEqual({ error: 'invalid_grant' });
    expect((await refreshed(latest.refresh_token)).status).toBe(200);
  });

  test('scopes add up over the consents of one person', async () => {
    const person = new Person(simulator);
    await person.link(undefined, { scope: 'openid offline_access accounting.settings.read' });
    const second = await person.link(undefined, { scope: 'openid offline_access accounting.contacts.read' });
    expect(second.scope.split(' ')).toEqual(expect.arrayContaining(['accounting.settings.read', 'accounting.contacts.read']));
    const other = await new Person(simulator, 'accountant@example.com').link(undefined, { scope: 'openid accounting.contacts.read' });
    expect(other.scope.split(' ')).not.toContain('accounting.settings.read');
  });

  test('an app gets its own token only for its own scopes', async () => {
    const good = await token(simulator, { grant_type: 'client_credentials', scope: 'app.connections' });
    expect(await good.json()).not.toHaveProperty('refresh_token');
    const bad = await token(simulator, { grant_type: 'client_credentials', scope: 'accounting.contacts.read' });
    expect([bad.status, await bad.json()]).toEqual([400, { error: 'invalid_scope' }]);
  });

  test('revocation ends the refresh token and every connection of that person, and nobody else’s', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { severalPerConsent: true });
    const accountant = new Person(simulator, 'accountant@example.com');
    const tenants = Object.keys(simulator.world.personByEmail('accountant@example.com')!.roles);
    const set = await accountant.link(tenants);
    await new Person(simulator).link();
    const authorization = `Basic ${Buffer.from(`${simulator.clientId}:${simulator.clientSecret}`).toString('base64')}`;
    const response = await fetch(`${simulator.url}/connect/revocation`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ token: set.refresh_token }) });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await refreshed(set.refresh_token)).body).toEqual({ error: 'invalid_grant' });
    expect(await (await call(simulator, set.access_token, '/connections')).json()).toEqual([]);
    expect(simulator.world.connections.size).toBe(1);
  });

  test('user info names the person of the token', async () => {
    const set = await new Person(simulator).link();
    expect(await (await call(simulator, set.access_token, '/connect/userinfo')).json()).toMatchObject({ email: 'demo@example.com' });
    expect((await call(simulator, 'nonsense', '/connect/userinfo')).status).toBe(401);
  });
});
