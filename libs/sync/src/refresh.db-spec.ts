import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '#platform/errors';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { FirstPull } from './first-pull.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PullBench.open(database); });

const company = () => [bench.company.operatorId, bench.company.companyId] as const;

describe('refreshing everything', () => {
  it('makes one reading per endpoint and one dataset per data type', async () => {
    await bench.refresh.all(...company());
    expect(await bench.rowsOf('select source, position from reading where operator_id = $1 order by position, source')).toEqual([
      { source: 'Accounts', position: 0 }, { source: 'Contacts', position: 0 }, { source: 'Payments', position: 1 }, { source: 'Invoices', position: 2 },
    ]);
    expect(await bench.rowsOf('select data_type, status from dataset where operator_id = $1 order by data_type')).toEqual(
      ['bills', 'chartOfAccounts', 'customers', 'invoices', 'payments', 'suppliers'].map((data_type) => ({ data_type, status: 'Queued' })));
  });

  it('wakes only what needs nothing; the rest is woken by what it waits for', async () => {
    await bench.refresh.all(...company());
    expect(bench.woken).toHaveLength(2);
    await bench.drain();
    expect(await bench.rowsOf(`select 1 from dataset where operator_id = $1 and status <> 'Complete'`)).toEqual([]);
  });

  it('leaves alone what is being pulled already', async () => {
    await bench.refresh.all(...company());
    await bench.refresh.all(...company());
    expect(await bench.rowsOf('select count(*)::int as count from dataset where operator_id = $1')).toEqual([{ count: 6 }]);
    expect(await bench.rowsOf('select count(*)::int as count from reading where operator_id = $1')).toEqual([{ count: 4 }]);
  });

  it('queues each data type once when many ask at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => bench.refresh.all(...company())));
    expect(await bench.rowsOf('select count(*)::int as count from dataset where operator_id = $1')).toEqual([{ count: 6 }]);
  });

  it('does not know companies of other operators', async () => {
    const other = await PullBench.open(database);
    await expect(bench.refresh.all(bench.company.operatorId, other.company.companyId)).rejects.toMatchObject({ kind: 'notFound', message: `No company was found with ID ${other.company.companyId}` });
  });
});

describe('refreshing one data type', () => {
  it('is refused while it is in progress, and says by which pull', async () => {
    const first = await bench.refresh.byType(...company(), 'invoices');
    const second: unknown = await bench.refresh.byType(...company(), 'invoices').catch((error: unknown) => error);
    expect(second).toBeInstanceOf(DomainError);
    expect(second).toMatchObject({
      kind: 'conflict',
      message: `DatasetAlreadyInProgressException: Cannot queue invoices sync for ${bench.company.companyId} as previous sync ${first.id} is still in progress`,
    });
  });

  it('joins a reading of the same endpoint that has not begun', async () => {
    const invoices = await bench.refresh.byType(...company(), 'invoices');
    const bills = await bench.refresh.byType(...company(), 'bills');
    expect(await bench.readingsOf(bills.id)).toEqual(await bench.readingsOf(invoices.id));
    await bench.drain();
    expect(bench.platform.reads.filter(({ modifiedSince }) => modifiedSince === null)).toHaveLength(1);
    expect(await bench.dataset('bills')).toMatchObject({ status: 'Complete' });
  });

  it('gets a reading of its own when the other one has begun', async () => {
    const invoices = await bench.refresh.byType(...company(), 'invoices');
    const [id] = await bench.readingsOf(invoices.id);
    await bench.worker().readings.claim({ operatorId: bench.company.operatorId, id });
    const bills = await bench.refresh.byType(...company(), 'bills');
    expect(await bench.readingsOf(bills.id)).not.toContain(id);
  });

  it('ends at once as NotSupported when the platform lacks it', async () => {
    expect(await bench.refresh.byType(...company(), 'journals')).toMatchObject({ status: 'NotSupported', completedAt: expect.any(Date) });
    expect(bench.woken).toEqual([]);
    await expect(bench.refresh.byType(...company(), 'journals')).resolves.toMatchObject({ status: 'NotSupported' });
  });

  it('needs a linked connection', async () => {
    await bench.rowsOf(`update connection set status = 'Unlinked' where operator_id = $1`);
    await expect(bench.refresh.byType(...company(), 'invoices')).rejects.toMatchObject({ kind: 'notFound' });
    await expect(bench.refresh.byType(...company(), 'invoices', { connectionId: bench.company.connectionId })).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('a connection that is just being deleted', () => {
  it.each(['everything', 'one data type'])('has nothing to refresh: %s', async (what) => {
    const [operatorId, companyId] = company();
    let refreshing: Promise<unknown> = Promise.resolve();
    await database.tenants.sql(operatorId, async (client) => {
      await client.query('delete from connection where operator_id = $1', [operatorId]);
      refreshing = (what === 'everything' ? bench.refresh.all(operatorId, companyId) : bench.refresh.byType(operatorId, companyId, 'invoices')).catch((error: unknown) => error);
      await pause(300);
    });
    expect(await refreshing).toMatchObject({ kind: 'notFound' });
  });
});

describe('the first pull', () => {
  const linked = () => ({ ...bench.company, platformKey: 'fake' });
  const firstPull = () => new FirstPull(bench.rows, { of: () => bench.platform.connector });

  it('is committed with the link and woken after it', async () => {
    const wake = await database.tenants.run(bench.company.operatorId, (manager) => firstPull().linked(manager, linked()));
    expect(bench.woken).toEqual([]);
    await wake();
    await bench.drain();
    expect(await bench.rowsOf(`select count(*)::int as count from dataset where operator_id = $1 and status = 'Complete'`)).toEqual([{ count: 6 }]);
  });

  it('leaves nothing when the link does not come about', async () => {
    await expect(database.tenants.run(bench.company.operatorId, async (manager) => {
      await firstPull().linked(manager, linked());
      throw new Error('the link failed');
    })).rejects.toThrow('the link failed');
    expect(await bench.rowsOf('select 1 from dataset where operator_id = $1')).toEqual([]);
  });
});
