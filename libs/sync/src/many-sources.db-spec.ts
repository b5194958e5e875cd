import { ConnectorError } from '#connector-kit/errors';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => {
  bench = await PullBench.open(database);
  bench.platform.moreSources.add('Prepayments');
  bench.platform.put('Payments', 'p1', { pays: 'i1' });
  bench.platform.put('Payments', 'p2', { pays: 'i2' });
  bench.platform.put('Prepayments', 'q1', { pays: 'i3' });
});

const company = () => [bench.company.operatorId, bench.company.companyId] as const;
const sources = async () => (await bench.rowsOf<{ source: string }>('select source from reading where operator_id = $1 order by requested_at, source')).map(({ source }) => source);

async function deleted(): Promise<string[]> {
  const payments = await bench.documents('payments');
  return [...payments].filter(([, document]) => (document['metadata'] as { isDeleted: boolean }).isDeleted).map(([id]) => id);
}

describe('a data type of several sources', () => {
  it('is one dataset with the records of all, each with its own source', async () => {
    await bench.refresh.byType(...company(), 'payments');
    expect(await sources()).toEqual(['Payments', 'Prepayments']);
    await bench.drain();
    expect([...(await bench.documents('payments')).keys()].sort()).toEqual(['p1', 'p2', 'q1']);
    expect(await bench.dataset('payments')).toMatchObject({ status: 'Complete', progress: 100, counts: { read: 3, sourceTotal: 3, added: 3, stored: 3 } });
    expect(await bench.rowsOf(`select source_id, source from record where operator_id = $1 and data_type = 'payments' order by 1`)).toEqual([
      { source_id: 'p1', source: 'Payments' }, { source_id: 'p2', source: 'Payments' }, { source_id: 'q1', source: 'Prepayments' }]);
  });

  it('goes on until its last reading has ended', async () => {
    const { id } = await bench.refresh.byType(...company(), 'payments');
    const [first] = await bench.readingsOf(id);
    await bench.worker().pull.run({ operatorId: bench.company.operatorId, id: first }, { stopping: new AbortController().signal });
    expect(await bench.dataset('payments')).toMatchObject({ status: 'Processing', progress: 49, completed_at: null });
    await bench.drain();
    expect(await bench.dataset('payments')).toMatchObject({ status: 'Complete', progress: 100 });
  });

  it('misses what vanished from one source and nothing of the other', async () => {
    await bench.pullAll();
    bench.platform.remove('Prepayments', 'q1');
    bench.platform.put('Prepayments', 'q2', { pays: 'i4' });
    bench.platform.remove('Payments', 'p1');
    await bench.pullAll({ full: true });
    expect((await deleted()).sort()).toEqual(['p1', 'q1']);
    expect(await bench.dataset('payments')).toMatchObject({ counts: { deleted: 2, added: 1, unchanged: 1 } });
  });

  it('is not complete when one of its sources cannot be read', async () => {
    bench.platform.beforeRead = ({ source }) => { if (source === 'Prepayments') throw new ConnectorError('rejected', 'missingScope'); };
    await bench.pullAll();
    expect(await bench.dataset('payments')).toMatchObject({ status: 'PermissionsError', counts: { added: 2 } });
    expect((await bench.documents('payments')).size).toBe(2);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete' });
  });

  it('forgets what came from a source that the connector no longer has', async () => {
    await bench.pullAll();
    bench.platform.moreSources.clear();
    await bench.pullAll({ full: true });
    expect(await deleted()).toEqual(['q1']);
  });

  it('is mapped again by the mapping of each record’s own source', async () => {
    bench.platform.put('Payments', 'p1', { account: '200' });
    bench.platform.put('Prepayments', 'q1', { account: '200' });
    await bench.pullAll();
    bench.platform.put('Accounts', 'a1', { code: '200', name: 'Bank' });
    await bench.refresh.byType(...company(), 'chartOfAccounts');
    await bench.drain();
    const payments = await bench.documents('payments');
    expect([payments.get('p1'), payments.get('q1')]).toMatchObject([{ accountRef: { name: 'Bank' } }, { accountRef: { name: 'Bank' } }]);
    expect(await bench.rowsOf(`select source from record where operator_id = $1 and source_id = 'q1'`)).toEqual([{ source: 'Prepayments' }]);
  });

  it('never makes two readings wait for each other, however they share datasets', async () => {
    const { tenants } = database;
    await bench.refresh.byType(...company(), 'payments');
    const [first, second] = await bench.readingsOf((await bench.rowsOf<{ id: string }>('select id from dataset where operator_id = $1'))[0].id);
    const run = (id: string) => bench.worker().pull.run({ operatorId: bench.company.operatorId, id }, { stopping: new AbortController().signal });
    await tenants.sql(bench.company.operatorId, (client) => client.query(`update reading set next_at = now() where operator_id = $1`, [bench.company.operatorId]));
    await Promise.all([run(first), run(second)]);
    expect(await bench.dataset('payments')).toMatchObject({ status: 'Complete', counts: { added: 3 } });
  });
});
