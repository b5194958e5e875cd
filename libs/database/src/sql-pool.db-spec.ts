import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import pg from 'pg';

describe('connections of the raw pool', () => {
  let database: TestDatabase;

  beforeAll(async () => { database = await testDatabase(); });
  afterAll(() => database?.drop());

  it('that break while they are in use fail their work and nothing else', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const work = database.tenants.sql(newId(), async (client) => {
      const { rows: [{ pid }] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      // The test's runner would survive an error that nobody listens to; a process of ours would not.
      expect(client.listenerCount('error')).toBeGreaterThan(0);
      await owner.query('select pg_terminate_backend($1)', [pid]);
      await new Promise((resolve) => client.once('end', resolve));
      await client.query('select 1');
    });
    await expect(work).rejects.toThrow(/terminat|connection/i);
    await owner.end();
    expect(await database.tenants.sql(newId(), (client) => client.query('select 1 as one').then(({ rows }) => rows))).toEqual([{ one: 1 }]);
  });
});
