import { call, Person, refresh } from '../testing/person.js';
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

  test('keeps journals and manual journals from a person without the reporting role', async () => {
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { tier: 'advanced' });
    const { access_token: bearer } = await new Person(simulator).link(undefined, { scope: 'openid accounting.journals.read accounting.manualjournals.read' });
    await simulator.control('PUT', `people/demo@example.com/organisations/${tenantId}`, { reporting: false });
    for (const path of ['Journals', 'ManualJournals']) expect(await answer(path, tenantId, bearer)).toMatchObject({ status: 403, text: expect.stringContaining('without the reporting role') });
  });

  test('leaves bank details out, without an error, for a person who may not see them', async () => {
    const { access_token: bearer } = await new Person(simulator).link(undefined, { scope: 'openid accounting.settings.read accounting.contacts.read' });
    const numbers = async () => {
      const { Accounts } = JSON.parse((await answer('Accounts', tenantId, bearer)).text) as { Accounts: { BankAccountNumber?: string }[] };
      const { Contacts } = JSON.parse((await answer('Contacts?page=1', tenantId, bearer)).text) as { Contacts: { BankAccountDetails?: string }[] };
      return [Accounts.filter((row) => row.BankAccountNumber).length > 0, Contacts.filter((row) => row.BankAccountDetails).length > 0, Accounts.length > 0 && Contacts.length > 0];
    };
    expect(await numbers()).toEqual([true, true, true]);
    await simulator.control('PUT', `people/demo@example.com/organisations/${tenantId}`, { bankDetails: false });
    expect(await numbers()).toEqual([false, false, true]);
  });

  test('a person taken out of the organisation has neither connection nor access', async () => {
    await simulator.control('DELETE', `people/demo@example.com/organisations/${tenantId}`);
    expect((await answer('Organisation')).status).toBe(403);
    expect(await (await call(simulator, accessToken, '/connections')).json()).toEqual([]);
  });

  test.each([['forbidden', 'AuthenticationUnsuccessful', 1], ['named', 'trial or subscription has ended', 1], ['gone', 'AuthenticationUnsuccessful', 0]])('an ended subscription can show as %s', async (ended, text, listed) => {
    await simulator.control('PATCH', `organisations/${tenantId}`, { ended });
    expect(await answer('Organisation')).toMatchObject({ status: 403, text: expect.stringContaining(text) });
    expect(await (await call(simulator, accessToken, '/connections')).json()).toHaveLength(listed);
    await simulator.control('PATCH', `organisations/${tenantId}`, { ended: null });
    expect((await answer('Organisation')).status).toBe(200);
  });

  test('a grant that was cut down gives tokens of fewer scopes', async () => {
    const set = await new Person(simulator).link(undefined, { scope: 'openid offline_access accounting.settings.read' });
    await simulator.control('PUT', 'grants', { email: 'demo@example.com', scopes: 'offline_access accounting.contacts.read' });
    const fresh = (await (await refresh(simulator, set.refresh_token)).json()) as { access_token: string };
    expect((await answer('Organisation', tenantId, fresh.access_token)).status).toBe(401);
    expect((await answer('Contacts', tenantId, fresh.access_token)).status).toBe(200);
  });

  test('sessions that were ended kill refresh tokens and leave the connection', async () => {
    const set = await new Person(simulator).link();
    await simulator.control('DELETE', 'people/demo@example.com/tokens');
    expect(await (await refresh(simulator, set.refresh_token)).json()).toEqual({ error: 'invalid_grant' });
    expect((await answer('Organisation')).status).toBe(200);
  });

  test.each([['maintenance', 503, 'currently offline for maintenance'], ['maintenanceHtml', 503, '<html>'], ['unavailable', 503, 'temporarily unavailable'], ['organisationOffline', 503, 'The Organisation is offline'],
    ['forbidden', 403, 'AuthenticationUnsuccessful'], ['missingScope', 401, 'AuthorizationUnsuccessful'], ['missingRole', 403, 'without the reporting role']])('answers %s on order until it is taken back', async (kind, status, text) => {
    const { id } = await simulator.control<{ id: string }>('POST', 'faults', { kind, times: null });
    for (let times = 0; times < 3; times++) expect(await answer('Organisation')).toMatchObject({ status, text: expect.stringContaining(text) });
    await simulator.control('DELETE', `faults/${id}`);
    expect((await answer('Organisation')).status).toBe(200);
  });
});
