import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import pg from 'pg';

let database: TestDatabase;
let owner: pg.Client;
let bench: PullBench;

beforeAll(async () => {
  database = await PullBench.database();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});
beforeEach(async () => {
  bench = await PullBench.open(database);
  bench.platform.pageSize = 500;
  for (let i = 1; i <= 1100; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}` });
});

/** How often statistics of the records' partition were made on demand, and how many rows they know of. */
async function statistics(): Promise<{ made: number; rows: number }> {
  const [row] = await bench.rowsOf<{ made: number; rows: number }>(`
    select pg_stat_get_analyze_count(c.oid)::int as made, c.reltuples::int as rows from pg_class c
    where c.oid = (select tableoid from record where operator_id = $1 limit 1)`);
  return row;
}

async function pullInvoices(): Promise<void> {
  await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices');
  await bench.drain();
}

jest.setTimeout(60_000);

describe('statistics of records', () => {
  it('are there when a large first pull has ended', async () => {
    await pullInvoices();
    expect((await statistics()).rows).toBeGreaterThanOrEqual(1100);
  });

  it('are not made again for a few changes, but are when most has changed', async () => {
    await pullInvoices();
    const { made } = await statistics();
    for (let i = 1; i <= 50; i++) bench.platform.put('Invoices', `i${i}`, { total: 2 });
    await pullInvoices();
    expect((await statistics()).made).toBe(made);
    for (let i = 1; i <= 1000; i++) bench.platform.put('Invoices', `i${i}`, { total: 3 });
    await pullInvoices();
    expect((await statistics()).made).toBe(made + 1);
  });

  it('are made of one operator’s own connections only', async () => {
    await pullInvoices();
    const { made } = await statistics();
    const other = await PullBench.open(database);
    await other.rowsOf('select analyze_records($2), $1::text', [bench.company.connectionId]);
    expect((await statistics()).made).toBe(made);
    await bench.rowsOf('select analyze_records($2), $1::text', [bench.company.connectionId]);
    expect((await statistics()).made).toBe(made + 1);
  });

  it('do not fail a pull when they cannot be made', async () => {
    await owner.query('revoke execute on function analyze_records from ledgerbridge_app');
    try {
      await pullInvoices();
      expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete' });
      expect((await bench.documents('invoices')).size).toBe(1100);
    } finally {
      await owner.query('grant execute on function analyze_records to ledgerbridge_app');
    }
  });
});
