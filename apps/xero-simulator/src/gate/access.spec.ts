import { call, Person } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

const problem = (title: string, status: number, detail: unknown) => ({
  Type: null,
  Title: title,
  Status: status,
  Detail: detail,
  Instance: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
  Extensions: {},
});

describe('the gate of the Accounting API', () => {
  let simulator: RunningSimulator;
  let accessToken: string;
  let tenantId: string;
  beforeEach(async () => {
    simulator = await startSimulator();
    accessToken = (await new Person(simulator).link(undefined, { scope: 'openid offline_access accounting.settings.read accounting.reports.trialbalance.read' })).access_token;
    tenantId = [...simulator.world.connections.values()][0].tenantId;
  });
  afterEach(() => simulator.stop());

  const answer = async (path: string, tenant: string | undefined = tenantId, bearer = accessToken) => {
    const response = await call(simulator, bearer, `/api.xro/2.0/${path}`, tenant);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test('answers a connected caller with the limits and a correlation id', async () => {
    const { status, headers } = await answer('Organisation');
    expect(status).toBe(200);
    expect([headers.get('x-daylimit-remaining'), headers.get('x-minlimit-remaining'), headers.get('x-appminlimit-remaining')]).toEqual(['4999', '59', '9999']);
    expect(headers.get('xero-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('tells an expired token by its moment', async () => {
    simulator.clock.advance(1800);
    const { status, text } = await answer('Organisation');
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual(problem('Unauthorized', 401, expect.stringMatching(/^TokenExpired: token expired at \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/)));
  });

  test('refuses a foreign, changed or missing token', async () => {
    const changed = `${accessToken.slice(0, -4)}AAAA`;
    for (const bearer of ['nonsense', changed]) expect((await answer('Organisation', tenantId, bearer)).status).toBe(401);
    expect((await fetch(`${simulator.url}/api.xro/2.0/Organisation`, { headers: { 'xero-tenant-id': tenantId } })).status).toBe(401);
  });

  test('says 401, not 403, for a scope that was not granted', async () => {
    const { status, text } = await answer('Contacts');
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual(problem('Unauthorized', 401, 'AuthorizationUnsuccessful'));
  });

  test('closes the journals to an app that left the Advanced tier', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { tier: 'advanced' });
    const { access_token: bearer } = await new Person(simulator).link(undefined, { scope: 'openid accounting.journals.read' });
    expect((await answer('Journals', tenantId, bearer)).status).not.toBe(401);
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { tier: 'plus' });
    expect((await answer('Journals', tenantId, bearer)).status).toBe(401);
  });

  test('says 403 for an organisation that is not connected or not named', async () => {
    const other = Object.keys(simulator.world.personByEmail('accountant@example.com')!.roles)[0];
    for (const tenant of [other, 'no-guid']) {
      const { status, text } = await answer('Organisation', tenant);
      expect(status).toBe(403);
      expect(JSON.parse(text)).toEqual(problem('Forbidden', 403, 'AuthenticationUnsuccessful'));
    }
    expect((await call(simulator, accessToken, '/api.xro/2.0/Organisation')).status).toBe(403);
  });

  test('a live token with no connections left gets an empty list and 403', async () => {
    const [connection] = [...simulator.world.connections.values()];
    await simulator.control('DELETE', `connections/${connection.id}`);
    expect(await (await call(simulator, accessToken, '/connections')).json()).toEqual([]);
    expect((await answer('Organisation')).status).toBe(403);
  });

  test('says 403 to a person who lost the role, though still connected', async () => {
    await simulator.control('PUT', `people/demo@example.com/organisations/${tenantId}`, { access: false });
    expect((await answer('Organisation')).status).toBe(403);
    expect(await (await call(simulator, accessToken, '/connections')).json()).toHaveLength(1);
  });

  test('keeps reports from a person without the reporting role', async () => {
    await simulator.control('PUT', `people/demo@example.com/organisations/${tenantId}`, { reporting: false });
    const { status, text } = await answer('Reports/TrialBalance');
    expect(status).toBe(403);
    expect(text).toContain('without the reporting role');
    expect((await answer('Organisation')).status).toBe(200);
  });

  test('forgets the old organisation when the demo company is reset', async () => {
    const fresh = await simulator.control<{ tenantId: string }>('POST', `organisations/${tenantId}/reset`);
    expect(fresh.tenantId).not.toBe(tenantId);
    expect((await answer('Organisation')).status).toBe(403);
    const again = await new Person(simulator).link();
    expect((await answer('Organisation', fresh.tenantId, again.access_token)).status).toBe(200);
  });

  test('says that an organisation is offline in plain text, until it is back', async () => {
    await simulator.control('PATCH', `organisations/${tenantId}`, { offline: true });
    const { status, headers, text } = await answer('Organisation');
    expect([status, headers.get('content-type'), text]).toEqual([503, 'text/plain; charset=utf-8', 'The Organisation is offline']);
    await simulator.control('PATCH', `organisations/${tenantId}`, { offline: false });
    expect((await answer('Organisation')).status).toBe(200);
  });
});
