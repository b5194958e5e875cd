import { Person, type TokenSet } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

const scope = 'openid profile email offline_access accounting.settings accounting.contacts accounting.invoices.read';

describe('writes through the gate', () => {
  let simulator: RunningSimulator;
  let tokens: TokenSet;
  let tenantId: string;
  beforeAll(async () => {
    simulator = await startSimulator();
    tokens = await new Person(simulator).link(undefined, { scope });
    tenantId = [...simulator.world.connections.values()][0].tenantId;
  });
  afterAll(() => simulator.stop());

  const put = (body: unknown, { key, path = 'Contacts', token = tokens.access_token }: { key?: string; path?: string; token?: string } = {}): Promise<Response> => fetch(`${simulator.url}/api.xro/2.0/${path}`, {
    method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json', 'xero-tenant-id': tenantId, ...(key === undefined ? {} : { 'idempotency-key': key }) },
  });
  const order = (fault: object) => simulator.control('POST', 'faults', { method: 'PUT', ...fault });
  const written = async (name: string): Promise<unknown[]> =>
    (await simulator.control<{ sent: { Name: string }; record: { Name: string } }[]>('GET', `organisations/${tenantId}/writes?list=Contacts`)).filter((entry) => entry.sent.Name === name);

  test('the same request under one key has one effect and one answer for six minutes, and is forgotten then', async () => {
    const first = await put({ Name: 'Once' }, { key: 'a' });
    const again = await put({ Name: 'Once' }, { key: 'a' });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await again.text()).toBe(await first.text());
    expect(await written('Once')).toEqual([expect.objectContaining({ idempotencyKey: 'a', list: 'Contacts', created: true, record: expect.objectContaining({ Name: 'Once' }) })]);
    await simulator.control('POST', 'clock', { advanceSeconds: 361 });
    const later = await put({ Name: 'Once' }, { key: 'a' });
    expect([later.status, await later.text()]).toEqual([400, expect.stringContaining('already assigned to another contact')]);
  });

  test('a key under another request is refused, and errors are kept like answers', async () => {
    expect((await put({ FirstName: 'x' }, { key: 'b' })).status).toBe(400);
    const other = await put({ Name: 'Another' }, { key: 'b' });
    expect([other.status, await other.json()]).toEqual([400, expect.objectContaining({ Detail: 'Idempotency Key: b is used with a different request.' })]);
    expect((await put({ Name: 'Long' }, { key: 'k'.repeat(129) })).status).toBe(400);
    expect(await written('Another')).toEqual([]);
  });

  test.each([[{ kind: 'loseAnswer' }, null, 1], [{ kind: 'serverErrorAfter' }, 500, 1], [{ kind: 'truncate' }, null, 1], [{ kind: 'reset' }, null, 0], [{ kind: 'serverError' }, 500, 0]])('%j: the client sees %s, and %i effects; the key brings the true answer', async (fault, seen, effects) => {
    const Name = `Struck by ${fault.kind}`;
    await order(fault);
    const status = await put({ Name }, { key: fault.kind }).then(async (response) => (await response.text(), response.status)).catch(() => null);
    expect([status, (await written(Name)).length]).toEqual([seen, effects]);
    expect((await put({ Name }, { key: fault.kind })).status).toBe(200);
    expect(await written(Name)).toHaveLength(1);
  });

  test('an answer that never comes leaves its effect', async () => {
    await order({ kind: 'hangAfter' });
    const controller = new AbortController();
    const hanging = fetch(`${simulator.url}/api.xro/2.0/Contacts`, {
      method: 'PUT', body: JSON.stringify({ Name: 'Hangs' }), signal: controller.signal,
      headers: { authorization: `Bearer ${tokens.access_token}`, 'xero-tenant-id': tenantId },
    }).catch(() => 'gave up');
    while ((await written('Hangs')).length === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    controller.abort();
    expect(await hanging).toBe('gave up');
  });

  test('scopes that only read do not write, and calls are counted', async () => {
    expect((await put({ Type: 'ACCREC' }, { path: 'Invoices' })).status).toBe(401);
    const answered = await put({ Name: 'Counted' });
    expect(answered.headers.get('x-daylimit-remaining')).toMatch(/^\d+$/);
    expect(answered.headers.get('content-type')).toMatch('application/json');
  });

  test('more than ten megabytes are refused', async () => {
    const answered = await put(' '.repeat(10 * 1024 * 1024 + 1)).then(({ status }) => status, () => 413);
    expect(answered).toBe(413);
  });
});
