import { type ApiWorld, apiWorld, bodyOf, foundStatus, pathOf, queryOf } from '#test/api-world';
import type { ApiOperator } from '#test/portal-api';
import pg from 'pg';
import type { Operation } from './operation.js';
import { operations } from './operations.js';

jest.setTimeout(60_000);

/** The operator is a parameter, or written out in a copy, which takes none. */
const filter = /(?:\w+\.|"\w+"\.)?"?operator_id"? = (\$\d+(?!\d)|'[0-9a-f-]{36}')/g;

type QueryConfig = { text: string; submit?: unknown };

/** The application with a defect in every statement: none asks for its own operator's rows. */
class Unfiltered {
  statements = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the client that it belongs to
  private readonly usual = pg.Client.prototype.query;

  begin(): void {
    const { usual } = this;
    const unfiltered = (text: string) => text.replace(filter, (_, value: string) => {
      this.statements += 1;
      return `(${value}::uuid is not null)`;
    });
    const changed = (first: unknown): unknown => {
      if (typeof first === 'string') return unfiltered(first);
      const config = first as QueryConfig;
      if (typeof config.text !== 'string') return first;
      // Whoever submits a query of its own class waits for that very object.
      return config.submit ? Object.assign(config, { text: unfiltered(config.text) }) : { ...config, text: unfiltered(config.text), name: undefined };
    };
    pg.Client.prototype.query = function query(this: pg.Client, first: unknown, ...rest: unknown[]) {
      return (usual as (...all: unknown[]) => unknown).call(this, changed(first), ...rest);
    } as typeof usual;
  }

  end(): void {
    pg.Client.prototype.query = this.usual;
  }
}

/** What row level security is there for: a filter that somebody forgets. */
describe("another operator's ids, without a filter of the application's own", () => {
  let world: ApiWorld;
  let other: ApiOperator;
  const application = new Unfiltered();

  beforeAll(async () => {
    world = await apiWorld();
    other = await world.api.addOperator();
    application.begin();
  });

  afterAll(async () => {
    application.end();
    await world?.close();
  });

  const named = operations.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]);
  const ask = (operator: ApiOperator, operation: Operation) => operator.call(operation.method, `${pathOf(operation, world.ids)}?${queryOf(operation)}`, bodyOf(operation));

  it.each(named.filter(([, { path }]) => /\{(companyId|apiKeyId)\}/.test(path)))('find nothing: %s', async (_, operation) => {
    expect((await ask(other, operation)).status).toBe(404);
  });

  it('are in no list', async () => {
    expect((await other.call('GET', '/companies')).body).toMatchObject({ totalResults: 0, results: [] });
    expect((await other.call('GET', '/integrations/gbol')).body).toMatchObject({ linkedConnectionsCount: 0 });
  });

  it('are still there for their own operator', async () => {
    for (const [name, operation] of named.filter(([, { method, path }]) => method === 'GET' && path.includes('{companyId}'))) {
      expect({ name, status: (await ask(world.operator, operation)).status }).toEqual({ name, status: foundStatus(operation) });
    }
    expect(application.statements).toBeGreaterThan(100);
  });
});
