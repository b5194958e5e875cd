import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection, storeDataset, storeRecords } from '#test/stored-records';
import { newId } from '#platform/ids';

describe('companies', () => {
  const api = usePortalApi();
  let operator: ApiOperator;

  beforeEach(async () => {
    operator = await api.addOperator();
  });

  const create = async (fields: object) => (await operator.call('POST', '/companies', fields)).body;
  const find = async (parameters: Record<string, string>) => {
    const { status, body } = await operator.call('GET', `/companies?${new URLSearchParams(parameters).toString()}`);
    return status === 200 ? body.results.map(({ name }: { name: string }) => name) : body.error;
  };

  it('are created with a Link URL and without what was not given', async () => {
    const { status, body } = await operator.call('POST', '/companies', { name: 'Toft Ltd' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String), name: 'Toft Ltd', redirect: `${api.publicUrl}/link/company/${body.id}`,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), createdByUserName: null, dataConnections: [], products: [],
    });
    expect((await operator.call('GET', `/companies/${body.id}`)).body).toEqual(body);
  });

  it('have their names stripped of forbidden characters instead of being refused', async () => {
    expect((await create({ name: 'Company (Codat[1])' })).name).toBe('Company Codat1');
    const { status, body } = await operator.call('POST', '/companies', { name: '<>' });
    expect([status, body.validation.errors]).toEqual([400, [{ itemId: 'name', message: 'must have at least one letter or digit', validatorName: 'Invalid' }]]);
  });

  it('take nothing from a body that only the platform sets', async () => {
    const id = newId();
    const body = await create({ name: 'A', id, operatorId: id, clientId: id, created: '2000-01-01', redirect: 'https://evil.example.com', createdByUserName: 'Eve', dataConnections: [{ id }], lastSync: '2000-01-01' });
    expect(body).toMatchObject({ createdByUserName: null, dataConnections: [] });
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${id}|evil|2000-01-01`));
  });

  it('are replaced as a whole: what is left out is cleared', async () => {
    const { id } = await create({ name: 'A', description: 'old', tags: { region: 'uk' } });
    const { status, body } = await operator.call('PUT', `/companies/${id}`, { name: 'B' });
    expect([status, body.name, body.description, body.tags]).toEqual([200, 'B', undefined, undefined]);
    expect((await operator.call('PUT', `/companies/${id}`, { description: 'x' })).status).toBe(400);
  });

  it('are updated in part: what is left out or null stays', async () => {
    const { id } = await create({ name: 'A', description: 'old', tags: { region: 'uk' } });
    const { status, body } = await operator.call('PATCH', `/companies/${id}`, { name: null, description: 'new' });
    expect([status, body.name, body.description, body.tags]).toEqual([200, 'A', 'new', { region: 'uk' }]);
    expect((await operator.call('PATCH', `/companies/${id}`, { tags: {} })).body.tags).toBeUndefined();
    expect((await operator.call('PATCH', `/companies/${id}`, {})).status).toBe(200);
  });

  it('hold any text that JSON can, and give it back unchanged', async () => {
    const description = '株式会社 😀 \u202e =cmd|" \' <b>&amp; \t\n';
    const tags = { 'a.b c': '"\'\\', toString: 'x', '株': '😀' };
    const { id } = await create({ name: 'A', description, tags });
    expect((await operator.call('GET', `/companies/${id}`)).body).toMatchObject({ description, tags });
  });

  it('are paged without a gap, oldest first, with links that lead on', async () => {
    for (let i = 0; i < 7; i += 1) await create({ name: `C${i}` });
    const names: string[] = [];
    let href: string | undefined = '/api/companies?pageSize=3';
    let pages = 0;
    while (href) {
      const { body } = await operator.call('GET', href.slice('/api'.length));
      expect(body).toMatchObject({ pageNumber: pages + 1, pageSize: 3, totalResults: 7 });
      expect(body._links.self).toEqual({ href: '/api/companies' });
      names.push(...body.results.map(({ name }: { name: string }) => name));
      href = body._links.next?.href as string | undefined;
      pages += 1;
    }
    expect([pages, names]).toEqual([3, ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6']]);
    const { body: past } = await operator.call('GET', '/companies?page=9&pageSize=3');
    expect([past.results, past.totalResults, past._links.next, past._links.previous.href]).toEqual([[], 7, undefined, '/api/companies?page=3&pageSize=3']);
  });

  it('are filtered and ordered by their own properties', async () => {
    await create({ name: 'Alpha', description: 'x' });
    await create({ name: 'beta' });
    await create({ name: 'Gamma', description: 'X ray' });
    expect(await find({ query: 'name=BETA' })).toEqual(['beta']);
    expect(await find({ query: 'description~x', orderBy: '-name' })).toEqual(['Gamma', 'Alpha']);
    expect(await find({ query: 'description!=x' })).toEqual(['beta', 'Gamma']);
    expect(await find({ query: 'created>2000-01-01 && {name=alpha || name=gamma}' })).toEqual(['Alpha', 'Gamma']);
    expect(await find({ query: 'lastSync>2000-01-01' })).toEqual([]);
    expect(await find({ query: 'nope=1' })).toBe('Error parsing query - Could not resolve property nope on Company');
    expect(await find({ orderBy: 'dataConnections.status' })).toBe('Error parsing query - Could not resolve property dataConnections.status on Company');
  });

  it('are filtered by their connections: one must be equal, or none may be', async () => {
    const { tenants } = api.database;
    const [linked, pending] = [await create({ name: 'Linked' }), await create({ name: 'Pending' })];
    await create({ name: 'None' });
    await storeConnection(tenants, operator.operatorId, linked.id, 'Unlinked');
    await storeConnection(tenants, operator.operatorId, linked.id, 'Linked');
    await storeConnection(tenants, operator.operatorId, pending.id, 'PendingAuth', null);
    expect(await find({ query: 'dataConnections.status=linked' })).toEqual(['Linked']);
    expect(await find({ query: 'dataConnections.status!=Linked' })).toEqual(['Pending', 'None']);
    expect(await find({ query: 'dataConnections.platformName=xero && dataConnections.sourceType=accounting' })).toEqual(['Linked', 'Pending']);
    expect(await find({ query: 'dataConnections.status!=Linked && dataConnections.status!=PendingAuth && dataConnections.status!=Unlinked' })).toEqual(['None']);
  });

  it('are filtered by tags', async () => {
    await create({ name: 'A', tags: { region: 'UK', team: 'sales' } });
    await create({ name: 'B', tags: { region: 'fr' } });
    await create({ name: 'C' });
    expect(await find({ tags: 'region=uk' })).toEqual(['A']);
    expect(await find({ tags: 'region!=uk' })).toEqual(['B', 'C']);
    expect(await find({ tags: 'region~r' })).toEqual(['B']);
    expect(await find({ tags: 'region!=fr&&team=sales' })).toEqual(['A']);
    for (const tags of ['region', 'a=1||b=2', 'a>1', '{a=1']) expect(await find({ tags })).toBe('Error parsing query - Malformed query.');
  });

  it('show when they were last pulled, from any connection', async () => {
    const { id } = await create({ name: 'A' });
    for (const day of ['2026-11-02', '2026-11-03', '2026-11-01']) {
      const connectionId = await storeConnection(api.database.tenants, operator.operatorId, id, 'Unlinked');
      await api.database.tenants.run(operator.operatorId, (manager) => manager.query('update connection set last_sync_at = $1 where id = $2', [`${day}T10:00:00Z`, connectionId]));
    }
    expect((await operator.call('GET', `/companies/${id}`)).body.lastSync).toBe('2026-11-03T10:00:00.000Z');
    expect(await find({ query: 'lastSync>=2026-11-03' })).toEqual(['A']);
  });

  it('are deleted with everything that was pulled', async () => {
    const { id } = await create({ name: 'A' });
    const { tenants } = api.database;
    const connectionId = await storeConnection(tenants, operator.operatorId, id);
    await storeDataset(tenants, operator.operatorId, { companyId: id, connectionId, dataType: 'items' });
    await storeRecords(tenants, { operatorId: operator.operatorId, connectionId, dataType: 'items' }, [{ id: '1', document: { id: '1' } }]);
    const { status, body } = await operator.call('DELETE', `/companies/${id}`);
    expect([status, body]).toEqual([204, undefined]);
    for (const table of ['company', 'connection', 'dataset', 'record', 'record_total']) {
      expect([table, await tenants.run(operator.operatorId, (manager) => manager.query(`select 1 from ${table}`))]).toEqual([table, []]);
    }
    expect((await operator.call('GET', `/companies/${id}`)).body.error).toBe(`No company was found with ID ${id}`);
    expect((await operator.call('DELETE', `/companies/${id}`)).status).toBe(404);
  });
});
