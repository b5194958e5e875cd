import { authorizeUrl, call, callback, Person, token } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

interface Listed {
  id: string;
  authEventId: string;
  tenantId: string;
  createdDateUtc: string;
  updatedDateUtc: string;
}

describe('the authorise pages', () => {
  let simulator: RunningSimulator;
  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.stop());

  const connectionsOf = async (accessToken: string, query = '') => (await (await call(simulator, accessToken, `/connections${query}`)).json()) as Listed[];
  const tenantsOf = (email: string) => Object.keys(simulator.world.personByEmail(email)!.roles);

  test('lead from log-in and consent through the code to the books', async () => {
    const back = await new Person(simulator).consent();
    expect(`${back.origin}${back.pathname}`).toBe(callback);
    expect(back.searchParams.get('state')).toBe('state-1');
    const answer = await token(simulator, { grant_type: 'authorization_code', code: back.searchParams.get('code')!, redirect_uri: callback });
    const { access_token: accessToken } = (await answer.json()) as { access_token: string };
    const [connection] = await connectionsOf(accessToken);
    const books = await call(simulator, accessToken, '/api.xro/2.0/Organisation', connection.tenantId);
    expect(books.status).toBe(200);
    expect(await books.json()).toMatchObject({ Organisations: [{ OrganisationID: connection.tenantId, Name: 'Demo Company (UK)' }] });
  });

  test('refuse a wrong password without a session', async () => {
    const body = new URLSearchParams({ email: 'demo@example.com', password: 'no', returnUrl: '/identity/connect/authorize?x=1' });
    const response = await fetch(`${simulator.url}/identity/account/login`, { method: 'POST', body, redirect: 'manual' });
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('role="alert"');
  });

  test('send nobody to a foreign address after log-in', async () => {
    const body = new URLSearchParams({ email: 'demo@example.com', password: 'demo', returnUrl: 'https://example.org/' });
    const response = await fetch(`${simulator.url}/identity/account/login`, { method: 'POST', body, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  test('may not be framed and carry no script', async () => {
    const { headers, html } = await new Person(simulator).open();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(html).not.toContain('<script');
  });

  test('label every control in words', async () => {
    const login = await (await fetch(authorizeUrl(simulator))).text();
    expect(login).toContain('<label for="email">Email address</label>');
    expect(login).toContain('<label for="password">Password</label>');
    const { html } = await new Person(simulator).open();
    expect(html).toContain('<legend>Select an organisation</legend>');
    expect(html).toContain('>Allow access</button>');
    expect(html).toContain('>Cancel</button>');
    expect(html).toMatch(/<label class="beside" for="[^"]+">Demo Company \(UK\)<\/label>/);
  });

  test('call back with access_denied and the state when the person cancels, and connect nothing', async () => {
    const person = new Person(simulator);
    const { html } = await person.open();
    const back = new URL((await person.answer(html, 'cancel')).headers.get('location')!);
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'state-1' });
    expect(simulator.world.connections.size).toBe(0);
  });

  test('take one answer for each consent', async () => {
    const person = new Person(simulator);
    const { html } = await person.open();
    await person.answer(html, 'allow');
    expect((await person.answer(html, 'allow')).status).toBe(400);
  });

  test('do not take the answer of another log-in', async () => {
    const [tenantId] = tenantsOf('demo@example.com');
    await simulator.control('PUT', `people/accountant@example.com/organisations/${tenantId}`, {});
    const { html } = await new Person(simulator).open();
    const other = new Person(simulator, 'accountant@example.com');
    await other.open();
    expect((await other.answer(html, 'allow', [tenantId])).status).toBe(400);
    expect(simulator.world.connections.size).toBe(0);
  });

  test.each([
    ['an unregistered redirect', { redirect_uri: 'https://example.org/callback' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['an unknown scope', { scope: 'openid accounting.everything' }],
    ['a scope that new apps no longer get', { scope: 'openid accounting.transactions' }],
    ['journals below the Advanced tier', { scope: 'openid accounting.journals.read' }],
    ['no scope', { scope: '' }],
  ])('end on an error page without a callback for %s', async (_name, parameters) => {
    const response = await fetch(authorizeUrl(simulator, parameters), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  test('call back with invalid_scope when the app is set so, but never to a foreign address', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { refusedScopeCallsBack: true });
    const ask = (parameters: Record<string, string>) => fetch(authorizeUrl(simulator, { scope: 'nonsense', ...parameters }), { redirect: 'manual' });
    expect((await ask({})).headers.get('location')).toBe(`${callback}?error=invalid_scope&state=state-1`);
    expect((await ask({ redirect_uri: 'https://example.org/' })).headers.get('location')).toBeNull();
  });

  test('refuse scopes that are joined by a plus sign, until the app is set to accept them', async () => {
    const url = authorizeUrl(simulator, { scope: 'openid profile' }).replace('openid%20profile', 'openid+profile');
    expect((await fetch(url)).status).toBe(400);
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { plusInScope: true });
    expect((await fetch(url)).status).toBe(200);
  });

  test('match a registered redirect letter for letter', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { redirects: [callback] });
    expect((await fetch(authorizeUrl(simulator))).status).toBe(200);
    expect((await fetch(authorizeUrl(simulator, { redirect_uri: `${callback}/` }))).status).toBe(400);
  });

  test('let an Advanced app ask for journals', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { tier: 'advanced' });
    expect((await fetch(authorizeUrl(simulator, { scope: 'openid accounting.journals.read' }))).status).toBe(200);
  });

  test('connect one organisation for each consent unless the app may have several', async () => {
    const accountant = new Person(simulator, 'accountant@example.com');
    const [first, second] = tenantsOf('accountant@example.com') as [string, string];
    const { html } = await accountant.open();
    expect(html).toContain('type="radio"');
    expect((await accountant.answer(html, 'allow', [first, second])).status).toBe(400);

    await simulator.control('PATCH', `apps/${simulator.clientId}`, { severalPerConsent: true });
    const several = await accountant.link([first, second]);
    expect((await connectionsOf(several.access_token)).map((connection) => connection.tenantId)).toEqual([first, second]);
  });

  test('offer one organisation when the request switches several off', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { severalPerConsent: true });
    const { html } = await new Person(simulator, 'accountant@example.com').open({ acr_values: 'bulk_connect:false' });
    expect(html).toContain('type="radio"');
  });

  test('show a connected organisation as such, and keep its connection when it is chosen again', async () => {
    const person = new Person(simulator);
    const first = await person.link();
    const [before] = await connectionsOf(first.access_token);
    simulator.clock.advance(60);
    const { html } = await person.open();
    expect(html).toContain('(already connected)');
    const second = await person.link();
    const [after] = await connectionsOf(second.access_token);
    expect(after.id).toBe(before.id);
    expect(after.createdDateUtc).toBe(before.createdDateUtc);
    expect(after.updatedDateUtc > after.createdDateUtc).toBe(true);
    expect(after.authEventId).not.toBe(before.authEventId);
  });

  test('leave the old authentication event on a reconnection when the app is set so', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { reconnectMovesEvent: false });
    const person = new Person(simulator);
    await person.link();
    const again = await person.link();
    const event = JSON.parse(Buffer.from(again.access_token.split('.')[1], 'base64url').toString()) as { authentication_event_id: string };
    expect(await connectionsOf(again.access_token, `?authEventId=${event.authentication_event_id}`)).toEqual([]);
    expect(await connectionsOf(again.access_token)).toHaveLength(1);
  });

  test('grey out an organisation that has two uncertified apps, and do not connect it by force', async () => {
    const [tenantId] = tenantsOf('demo@example.com') as [string];
    await simulator.control('PATCH', `organisations/${tenantId}`, { otherUncertifiedApps: 2 });
    const person = new Person(simulator);
    const { html } = await person.open();
    expect(html).toMatch(/value="[^"]+" disabled>/);
    expect((await person.answer(html, 'allow', [tenantId])).status).toBe(400);
    expect(simulator.world.connections.size).toBe(0);
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { tier: 'plus' });
    await person.link([tenantId]);
    expect(simulator.world.connections.size).toBe(1);
  });

  test('send the browser to the limit page, not back, when the app is full', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { connectionCap: 1 });
    const accountant = new Person(simulator, 'accountant@example.com');
    const [first, second] = tenantsOf('accountant@example.com') as [string, string];
    const early = await accountant.open();
    await new Person(simulator).link();
    expect((await accountant.answer(early.html, 'allow', [first])).headers.get('location')).toMatch(/^\/connectionLimit/);
    expect((await accountant.open()).location).toMatch(/^\/connectionLimit/);
    expect((await (await fetch(`${simulator.url}/connectionLimit?clientId=${simulator.clientId}`)).text())).toContain('Connection limit reached');
    expect(simulator.world.connectionTo(simulator.clientId, simulator.world.personByEmail('accountant@example.com')!.userId, second)).toBeUndefined();
    expect(simulator.world.connections.size).toBe(1);
  });

  test('let a full app reconnect what it has', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { connectionCap: 1 });
    const person = new Person(simulator);
    await person.link();
    expect((await person.consent()).searchParams.get('code')).toBeTruthy();
  });
});
