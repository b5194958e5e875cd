import { call, Person } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

describe('the control API', () => {
  let simulator: RunningSimulator;
  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.stop());

  test('turns away a web page and a name that was made to point here', async () => {
    const page = await fetch(`${simulator.url}/simulator/state`, { headers: { origin: 'https://example.org' } });
    expect(page.status).toBe(403);
    const response = await fetch(`${simulator.url.replace('127.0.0.1', 'localhost')}/simulator/state`);
    expect(response.status).toBe(200);
  });

  test('names every fault of a bad command', async () => {
    const body = JSON.stringify({ kind: 'explode', path: '(', times: 0 });
    const response = await fetch(`${simulator.url}/simulator/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(400);
    const { faults } = (await response.json()) as { faults: { field: string }[] };
    expect(faults.map((fault) => fault.field)).toEqual(['kind', 'path', 'times']);
    const broken = await fetch(`${simulator.url}/simulator/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
    expect(broken.status).toBe(400);
  });

  test('moves the clock that every answer shows, and not backwards', async () => {
    const before = Date.parse((await fetch(`${simulator.url}/connectionLimit`)).headers.get('date')!);
    await simulator.control('POST', 'clock', { advanceSeconds: 86_400 });
    const after = Date.parse((await fetch(`${simulator.url}/connectionLimit`)).headers.get('date')!);
    expect(after - before).toBeGreaterThanOrEqual(86_400_000);
    await expect(simulator.control('POST', 'clock', { advanceSeconds: -1 })).rejects.toThrow('400');
  });

  test('tells the calls that were made and counts exchanges', async () => {
    const set = await new Person(simulator).link();
    await simulator.control('DELETE', 'calls');
    await call(simulator, set.access_token, '/connections?authEventId=x');
    const calls = await simulator.control<object[]>('GET', 'calls');
    expect(calls).toEqual([expect.objectContaining({ number: 1, method: 'GET', path: '/connections', query: 'authEventId=x', status: 200, bytes: 2 })]);
    expect(await simulator.control('GET', 'counters')).toEqual({ 'call GET /connections 200': 1 });
  });

  test('makes people and organisations that can be connected', async () => {
    await simulator.control('POST', 'people', { email: 'new@example.com' });
    const { tenantId } = await simulator.control<{ tenantId: string }>('POST', 'organisations', { name: 'New Ltd', email: 'new@example.com' });
    const set = await new Person(simulator, 'new@example.com').link();
    const listed = (await (await call(simulator, set.access_token, '/connections')).json()) as { tenantName: string }[];
    expect(listed).toEqual([expect.objectContaining({ tenantId, tenantName: 'New Ltd' })]);
  });

  test('gives a token set without the pages, within the cap', async () => {
    const [first, second] = Object.keys(simulator.world.personByEmail('accountant@example.com')!.roles);
    await simulator.control('PATCH', `apps/${simulator.clientId}`, { connectionCap: 1 });
    const consent = { email: 'accountant@example.com', scopes: 'offline_access accounting.settings.read' };
    const set = await simulator.control<{ access_token: string }>('POST', 'consents', { ...consent, tenantIds: [first] });
    expect((await call(simulator, set.access_token, '/api.xro/2.0/Organisation', first)).status).toBe(200);
    await expect(simulator.control('POST', 'consents', { ...consent, tenantIds: [second] })).rejects.toThrow('409');
  });

  test('keeps two apps apart', async () => {
    await simulator.control('POST', 'apps', { clientId: 'second', clientSecret: 'secret' });
    const [tenantId] = Object.keys(simulator.world.personByEmail('demo@example.com')!.roles) as [string];
    const consent = { email: 'demo@example.com', scopes: 'accounting.settings.read', tenantIds: [tenantId] };
    const second = await simulator.control<{ access_token: string }>('POST', 'consents', { ...consent, clientId: 'second' });
    const first = await simulator.control<{ access_token: string }>('POST', 'consents', consent);
    const list = async (accessToken: string) => (await (await call(simulator, accessToken, '/connections')).json()) as { id: string }[];
    expect(await list(second.access_token)).toHaveLength(1);
    expect((await list(first.access_token))[0].id).not.toBe((await list(second.access_token))[0].id);
  });

  test('answers 404 for what does not exist', async () => {
    await expect(simulator.control('POST', 'organisations/none/reset')).rejects.toThrow('404');
    await expect(simulator.control('DELETE', 'connections/none')).rejects.toThrow('404');
  });
});

describe('control of the books', () => {
  let simulator: RunningSimulator;
  let tenantId: string;
  beforeEach(async () => {
    simulator = await startSimulator();
    tenantId = Object.keys(simulator.world.personByEmail('demo@example.com')!.roles)[0]!;
  });
  afterEach(() => simulator.stop());

  const invoicesOfApi = async () => {
    const set = await simulator.control<{ access_token: string }>('POST', 'consents', { email: 'demo@example.com', scopes: 'accounting.invoices.read', tenantIds: [tenantId] });
    const body = await (await call(simulator, set.access_token, '/api.xro/2.0/Invoices?page=1&pageSize=1000', tenantId)).json();
    return (body as { Invoices: { InvoiceID: string; Total: number }[] }).Invoices;
  };

  test('the truth is what the API serves, document by document', async () => {
    const rows = await simulator.control<{ id: string; total: string }[]>('GET', `organisations/${tenantId}/truth/invoices`);
    const served = (await invoicesOfApi()).map((invoice) => [invoice.InvoiceID, invoice.Total.toFixed(2)]);
    expect(served).toHaveLength(20);
    expect(served.sort()).toEqual(rows.map((row) => [row.id, row.total]).sort());
  });

  test('an edit shows in the API, one or a list of them', async () => {
    const before = (await invoicesOfApi()).length;
    await simulator.control('POST', `organisations/${tenantId}/edits`, { kind: 'invoice.create' });
    const results = await simulator.control<unknown[]>('POST', `organisations/${tenantId}/edits`, [{ kind: 'invoice.create' }, { kind: 'invoice.create' }]);
    expect(results).toHaveLength(2);
    expect(await invoicesOfApi()).toHaveLength(before + 3);
  });

  test('an edit that makes no sense is a 400 with a sentence', async () => {
    await expect(simulator.control('POST', `organisations/${tenantId}/edits`, { kind: 'burn' })).rejects.toThrow(/400 .*kind must be one of/);
  });

  test('books can move while they are paged', async () => {
    await simulator.control('PATCH', `organisations/${tenantId}/books`, { editsPerPage: 3 });
    const before = await simulator.control<{ id: string; updated: number }[]>('GET', `organisations/${tenantId}/truth/invoices`);
    await invoicesOfApi();
    const after = await simulator.control<{ id: string; updated: number }[]>('GET', `organisations/${tenantId}/truth/invoices`);
    expect(after).not.toEqual(before);
  });

  test('a planted cent makes reports differ from the documents for one account, until it is taken out', async () => {
    const set = await simulator.control<{ access_token: string }>('POST', 'consents', { email: 'demo@example.com', scopes: 'accounting.reports.trialbalance.read', tenantIds: [tenantId] });
    const report = async (): Promise<string> => {
      const body = await (await call(simulator, set.access_token, '/api.xro/2.0/Reports/TrialBalance', tenantId)).text();
      return body.slice(body.indexOf('"Rows"'));
    };
    const before = await report();
    const planted = await simulator.control('PUT', `organisations/${tenantId}/misstatement`, { account: '610' });
    expect(planted).toMatchObject({ code: '610', name: 'Accounts Receivable', cents: 1 });
    expect(await report()).not.toBe(before);
    await simulator.control('DELETE', `organisations/${tenantId}/misstatement`);
    expect(await report()).toBe(before);
    await expect(simulator.control('PUT', `organisations/${tenantId}/misstatement`, { account: 'none' })).rejects.toThrow('404');
  });
});
