import { absentIds, type ApiWorld, apiWorld, bodyOf, type OwnedIds, pathOf, pulledCompany, queryOf } from '#test/api-world';
import { CompanyTokens } from '#operators/company-tokens.service';
import type { Operation } from './operation.js';
import { operations } from './operations.js';

jest.setTimeout(60_000);

/** Made from the table of operations: one that is added is closed to company access tokens until it says otherwise. */
describe('a company access token', () => {
  let world: ApiWorld;
  let sibling: OwnedIds;
  let foreign: OwnedIds;
  let token: string;

  beforeAll(async () => {
    world = await apiWorld();
    const other = await world.api.addOperator();
    sibling = await pulledCompany(world.api, world.operator);
    foreign = await pulledCompany(world.api, other);
    token = world.api.app.get(CompanyTokens).issue(world.operator.operatorId, world.ids.companyId);
  }, 60_000);

  afterAll(() => world?.close());

  const named = operations.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]);
  const ask = (operation: Operation, ids: OwnedIds) =>
    world.operator.call(operation.method, `${pathOf(operation, ids)}?${queryOf(operation)}`, bodyOf(operation), { headers: { authorization: `Bearer ${token}` } });

  it('is taken by what pages for connections need, and by nothing else', () => {
    expect(named.filter(([, { forCompanies }]) => forCompanies).map(([name]) => name).sort()).toEqual([
      'GET /companies/{companyId}/connections', 'GET /companies/{companyId}/connections/{connectionId}', 'GET /integrations', 'GET /integrations/{platformKey}', 'GET /integrations/{platformKey}/branding',
      'PATCH /companies/{companyId}/connections/{connectionId}', 'POST /companies/{companyId}/connections',
    ]);
  });

  it.each(named.filter(([, { forCompanies }]) => !forCompanies))('is refused by %s', async (_, operation) => {
    for (const ids of [world.ids, sibling, foreign, absentIds()]) expect((await ask(operation, ids)).status).toBe(403);
  });

  it.each(named.filter(([, { forCompanies, path }]) => forCompanies && path.includes('{companyId}')))('finds no other company: %s', async (_, operation) => {
    for (const ids of [sibling, foreign, absentIds()]) {
      const { status, body } = await ask(operation, ids);
      expect([status, body.error]).toEqual([404, `No company was found with ID ${ids.companyId}`]);
      if (operation.path.includes('{connectionId}')) expect((await ask(operation, { ...ids, companyId: world.ids.companyId })).status).toBe(404);
    }
  });

  it('finds its own company, and counts its connections only', async () => {
    for (const [name, operation] of named.filter(([, { forCompanies, method }]) => forCompanies && method === 'GET')) {
      expect([name, (await ask(operation, world.ids)).status]).toEqual([name, 200]);
    }
    const get = named.find(([name]) => name === 'GET /integrations/{platformKey}')![1];
    expect((await ask(get, world.ids)).body).toMatchObject({ linkedConnectionsCount: 1, totalConnectionsCount: 1 });
    expect((await world.operator.call('GET', '/integrations/gbol')).body).toMatchObject({ linkedConnectionsCount: 2, totalConnectionsCount: 2 });
  });
});
