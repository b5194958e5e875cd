import { absentIds, type ApiWorld, apiWorld, bodyOf, foundStatus, type OwnedIds, pathOf, pulledCompany, queryOf } from '#test/api-world';
import type { ApiOperator } from '#test/portal-api';
import type { Operation } from './operation.js';
import { operations } from './operations.js';

jest.setTimeout(60_000);

/** Made from the table of operations: one that is added is tested. */
describe("another operator's ids", () => {
  let world: ApiWorld;
  let other: ApiOperator;
  let own: OwnedIds;

  beforeAll(async () => {
    world = await apiWorld();
    other = await world.api.addOperator();
    own = await pulledCompany(world.api, other);
  }, 60_000);

  afterAll(() => world?.close());

  const named = operations.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]);
  const withIds = named.filter(([, { path }]) => /\{(companyId|apiKeyId|webhookId)\}/.test(path));
  const belowCompany = withIds.filter(([, { path }]) => /\{(connectionId|datasetId|pushOperationKey)\}/.test(path));

  const ask = (operator: ApiOperator, operation: Operation, ids: OwnedIds) => operator.call(operation.method, `${pathOf(operation, ids)}?${queryOf(operation)}`, bodyOf(operation));

  /** Everything that an operator has, as the database sees it. */
  async function belongings(operatorId: string): Promise<unknown> {
    return world.api.database.tenants.sql(operatorId, async (client) => {
      const rows: unknown[] = [];
      for (const table of ['company', 'connection', 'dataset', 'reading', 'record', 'record_total', 'disconnection', 'link_attempt', 'api_key', 'webhook_consumer', 'webhook_delivery', 'push']) {
        rows.push((await client.query(`select to_jsonb(t) as row from ${table} t where operator_id = $1 order by to_jsonb(t)::text`, [operatorId])).rows);
      }
      return rows;
    });
  }

  /** What an answer says when the asked ids and its own correlation id are taken out. */
  function bare(body: Record<string, unknown>, ids: OwnedIds): string {
    const { correlationId: _, ...rest } = body;
    return Object.values(ids).reduce<string>((text, id) => text.replaceAll(id, '…'), JSON.stringify(rest));
  }

  it.each(withIds)('are answered like ids that do not exist: %s', async (_, operation) => {
    const before = await belongings(world.operator.operatorId);
    const absent = absentIds();
    const [foreign, missing] = [await ask(other, operation, world.ids), await ask(other, operation, absent)];
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(bare(foreign.body, world.ids)).toBe(bare(missing.body, absent));
    expect(await belongings(world.operator.operatorId)).toEqual(before);
  });

  it.each(belowCompany)('do not work below a company of one\'s own either: %s', async (_, operation) => {
    const before = await belongings(world.operator.operatorId);
    expect((await ask(other, operation, { ...world.ids, companyId: own.companyId })).status).toBe(404);
    expect(await belongings(world.operator.operatorId)).toEqual(before);
  });

  it.each(withIds)('in a form that no id has are answered like absent ones: %s', async (_, operation) => {
    for (const id of ['1', 'x'.repeat(80), "' or true--", '00000000-0000-0000-0000-00000000000g', 'ünï', '..']) {
      const { status, body } = await ask(other, operation, { ...world.ids, companyId: id, apiKeyId: id, webhookId: id });
      expect({ id, status, is: typeof body.correlationId }).toEqual({ id, status: 404, is: 'string' });
    }
  });

  it('would be found by the operator that they belong to', async () => {
    for (const [name, operation] of withIds.filter(([, { method }]) => method === 'GET')) {
      expect({ name, status: (await ask(world.operator, operation, world.ids)).status }).toEqual({ name, status: foundStatus(operation) });
    }
  });

  it('are in no list', async () => {
    const { body } = await other.call('GET', '/companies?pageSize=5000');
    expect(body.results.map(({ id }: { id: string }) => id)).toEqual([own.companyId]);
    expect((await other.call('GET', '/apiKeys')).body.results.map(({ id }: { id: string }) => id)).not.toContain(world.ids.apiKeyId);
    const { body: integration } = await other.call('GET', '/integrations/gbol');
    expect(integration).toMatchObject({ linkedConnectionsCount: 1, totalConnectionsCount: 1 });
  });

  it('are refused without any key before anything is looked at', async () => {
    for (const [, operation] of named) {
      for (const ids of [world.ids, absentIds()]) {
        const { status } = await other.call(operation.method, pathOf(operation, ids), bodyOf(operation), { headers: { authorization: 'Basic bm9uZQ==' } });
        expect(status).toBe(401);
      }
    }
  });
});
