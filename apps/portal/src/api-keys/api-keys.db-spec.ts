import { type ApiOperator, usePortalApi } from '#test/portal-api';

describe('API keys', () => {
  const api = usePortalApi();
  let operator: ApiOperator;

  beforeEach(async () => {
    operator = await api.addOperator();
  });

  const withKey = (key: string) => operator.call('GET', '/companies', undefined, { headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}` } });
  const list = async () => (await operator.call('GET', '/apiKeys')).body.results;

  it('are shown once, work at once, and are not stored', async () => {
    const { status, body } = await operator.call('POST', '/apiKeys', { name: 'CI' });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.any(String), name: 'CI', apiKey: expect.stringMatching(/^[\w-]{43}$/), createdDate: expect.stringMatching(/Z$/) });
    expect((await withKey(body.apiKey)).status).toBe(200);
    const [, listed] = await list();
    expect(listed).toEqual({ id: body.id, name: 'CI', apiKey: `${body.apiKey.slice(0, 4)}…`, createdDate: body.createdDate, lastUsedDate: expect.stringMatching(/Z$/) });
    const rows = await api.database.tenants.run(operator.operatorId, (manager) => manager.query<{ row: string }[]>('select k::text as row from api_key k'));
    expect(JSON.stringify(rows)).not.toContain(body.apiKey.slice(4));
  });

  it('need no name, and take one of at most 50 characters', async () => {
    for (const given of [undefined, {}, { name: null }]) expect((await operator.call('POST', '/apiKeys', given)).body).toMatchObject({ name: null });
    expect((await operator.call('POST', '/apiKeys', { name: 'x'.repeat(50) })).status).toBe(201);
    const { status, body } = await operator.call('POST', '/apiKeys', { name: 'x'.repeat(51) });
    expect([status, body.validation.errors[0]]).toEqual([400, { itemId: 'name', message: 'must have at most 50 characters', validatorName: 'Invalid' }]);
  });

  it('are at most ten, however many are asked for at once', async () => {
    const statuses = (await Promise.all(Array.from({ length: 15 }, () => operator.call('POST', '/apiKeys', {})))).map(({ status }) => status);
    expect([statuses.filter((status) => status === 201).length, statuses.filter((status) => status === 409).length]).toEqual([9, 6]);
    expect((await list()).length).toBe(10);
  });

  it('are refused from the moment that they are deleted', async () => {
    const { body } = await operator.call('POST', '/apiKeys', {});
    const gone = await operator.call('DELETE', `/apiKeys/${body.id}`);
    expect([gone.status, gone.body, gone.headers['content-type']]).toEqual([204, undefined, undefined]);
    expect((await withKey(body.apiKey)).status).toBe(401);
    expect((await operator.call('DELETE', `/apiKeys/${body.id}`)).body).toMatchObject({ statusCode: 404, error: `No API key was found with ID ${body.id}` });
  });

  it('are never all deleted, not even at once', async () => {
    for (let i = 0; i < 4; i += 1) await operator.call('POST', '/apiKeys', {});
    const ids = (await list()).map(({ id }: { id: string }) => id);
    await Promise.all(ids.map((id: string) => operator.call('DELETE', `/apiKeys/${id}`)));
    const left = await api.database.tenants.run(operator.operatorId, (manager) => manager.query<unknown[]>('select 1 from api_key'));
    expect(left.length).toBeGreaterThan(0);
  });
});
