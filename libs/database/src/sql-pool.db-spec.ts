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

  it('send the first statement with the begin, and do not wait for it', async () => {
    const sent: string[] = [];
    await database.tenants.sql(newId(), async (client) => {
      const first = client.query('select 1').then(() => sent.push('answered'));
      const second = client.query('select 2');
      sent.push('asked twice');
      await Promise.all([first, second]);
    });
    expect(sent).toEqual(['asked twice', 'answered']);
  });

  it('tell why a transaction could not begin, and serve the next one', async () => {
    const work = database.tenants.sql(newId(), (client) => client.query('select 1'), ['no_such_setting = 1']);
    await expect(work).rejects.toThrow(/no_such_setting/);
    expect(await database.tenants.sql(newId(), (client) => client.query("select current_setting('app.operator', true) as operator").then(({ rows }) => rows.length))).toBe(1);
  });

  it('that read write nothing, and go back to the pool with nothing set', async () => {
    const one = newId();
    await expect(database.tenants.read(one, (client) => client.query('delete from record'))).rejects.toThrow(/read-only/);
    const { rows } = await database.tenants.read(one, (client) => client.query<{ operator: string }>('select current_operator()::text as operator'));
    expect(rows).toEqual([{ operator: one }]);
    await database.tenants.read(one, () => Promise.resolve());
    const after = await database.pool.query<{ operator: string | null; open: boolean }>('select current_operator() as operator, now() <> statement_timestamp() as open');
    expect(after.rows).toEqual([{ operator: null, open: false }]);
  });
});
