import type { TestDatabase } from '#test/database';
import { noCall } from '#test/fake-platform';
import { PullBench } from '#test/pull-bench';
import { startOfRound } from './cursor.js';
import { PageMapping } from './page-mapping.js';
import { PageStore } from './page-store.js';
import { sourceOf } from './platform-sources.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => {
  bench = await PullBench.open(database);
  bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
  bench.platform.put('Contacts', 'c1', { name: 'Ann' });
  bench.platform.put('Contacts', 'c2', { name: 'Bob' });
  for (let i = 1; i <= 12; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, contact: i <= 6 ? 'c1' : 'c2', account: '200', payment: `p${i}` });
  await bench.pullAll();
  bench.platform.reads.length = 0;
});

async function pullOnly(dataType: 'chartOfAccounts' | 'customers' | 'payments'): Promise<void> {
  await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, dataType);
  await bench.drain();
}

async function names(reference: string): Promise<unknown[]> {
  return [...new Set([...(await bench.documents('invoices')).values()].map((document) => (document[reference] as { name?: string } | undefined)?.name))];
}

describe('when records change that others name', () => {
  it('an account’s new name reaches every document, without a call for them', async () => {
    bench.platform.put('Accounts', 'a1', { name: 'Sales of goods' });
    await pullOnly('chartOfAccounts');
    expect(await names('accountRef')).toEqual(['Sales of goods']);
    expect(bench.platform.reads.map(({ source }) => source)).toEqual(['Accounts']);
  });

  it('a contact’s new name reaches its own documents, and the others are not written', async () => {
    const before = await versions();
    bench.platform.put('Contacts', 'c1', { name: 'Anna' });
    await pullOnly('customers');
    expect((await names('customerRef')).sort()).toEqual(['Anna', 'Bob']);
    const after = await versions();
    expect([...after].filter(([id, version]) => before.get(id) !== version).map(([id]) => id).sort()).toEqual(['i1', 'i2', 'i3', 'i4', 'i5', 'i6']);
  });

  it('a payment that arrives reaches the document that it pays', async () => {
    bench.platform.put('Payments', 'p3', { account: '200', pays: 'i3' });
    await pullOnly('payments');
    const invoices = await bench.documents('invoices');
    expect(invoices.get('i3')).toMatchObject({ paidFrom: 'a1' });
    expect(invoices.get('i4')).not.toHaveProperty('paidFrom');
  });

  it('nothing is mapped again when nothing that is named changed', async () => {
    bench.platform.putUnstamped('Accounts', 'a1', { colour: 'green' });
    await pullOnly('chartOfAccounts');
    expect(await bench.rowsOf('select 1 from remapping where operator_id = $1')).toEqual([]);
  });

  it('an account’s new balance is stored, and nothing is mapped again for it', async () => {
    bench.platform.put('Accounts', 'a1', { balance: 100 });
    await pullOnly('chartOfAccounts');
    expect((await bench.documents('chartOfAccounts')).get('a1')).toMatchObject({ currentBalance: 100 });
    expect(await bench.rowsOf('select 1 from remapping where operator_id = $1')).toEqual([]);
  });

  it('an account that is gone and back again is named as what it is now', async () => {
    bench.platform.remove('Accounts', 'a1');
    bench.platform.put('Accounts', 'a2', { code: '200', name: 'Other sales' });
    await pullOnly('chartOfAccounts');
    expect(await names('accountRef')).toEqual(['Other sales']);
    bench.platform.remove('Accounts', 'a2');
    bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
    await pullOnly('chartOfAccounts');
    expect(await names('accountRef')).toEqual(['Sales']);
  });

  it('documents that a delta will not read are mapped again', async () => {
    bench.platform.now += 3_600_000;
    await bench.pullAll();
    bench.platform.put('Accounts', 'a1', { name: 'Sales of goods' });
    await bench.pullAll();
    expect(await names('accountRef')).toEqual(['Sales of goods']);
  });

  it('what a mapping could not read is read again', async () => {
    await bench.rowsOf(`update record set fault = '{"field": "x", "reason": "y"}' where operator_id = $1 and source_id = 'i5'`);
    await bench.rowsOf(`update record_total set faulty = 1 where operator_id = $1 and data_type = 'invoices'`);
    bench.platform.put('Accounts', 'a1', { name: 'Sales of goods' });
    await pullOnly('chartOfAccounts');
    expect(await bench.rowsOf('select 1 from record where operator_id = $1 and fault is not null')).toEqual([]);
  });

  it('a page that was mapped before the change and is stored after it has the new name', async () => {
    const { operatorId, companyId } = bench.company;
    for (const invoice of bench.platform.list('Invoices').keys()) bench.platform.put('Invoices', invoice, { number: 'CHANGED' });
    const [id] = await bench.readingsOf((await bench.refresh.byType(operatorId, companyId, 'invoices')).id);
    const { readings } = bench.worker();
    const held = (await readings.claim({ operatorId, id }))!;
    const source = sourceOf(bench.platform.connector, 'Invoices');
    const mapping = new PageMapping(database.tenants, held, bench.platform.connector, source);
    const store = new PageStore(database.tenants, readings, held, bench.platform.connector, source, mapping);
    const page = await mapping.prepare(await source.read(noCall, { page: 1, modifiedSince: null, after: null, months: 24, today: '2026-11-22' }));
    bench.woken.length = 0;
    bench.platform.put('Accounts', 'a1', { name: 'Sales of goods' });
    await pullOnly('chartOfAccounts');
    await store.commit(startOfRound(1), { ...startOfRound(1), page: 2 }, page);
    expect(await names('accountRef')).toEqual(['Sales of goods']);
  });

  it('a job that was cut off goes on where it stopped, and an old attempt changes nothing', async () => {
    bench.platform.put('Accounts', 'a1', { name: 'Sales of goods' });
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'chartOfAccounts');
    const reading = bench.woken.shift()!;
    await bench.worker().pull.run(reading, { stopping: new AbortController().signal });
    const remapping = bench.woken.shift()!;
    expect(remapping.name).toBe('remapping');
    const stopped = new AbortController();
    stopped.abort();
    expect(await bench.worker().remapper.run({ operatorId: remapping.operatorId, id: remapping.id }, { stopping: stopped.signal })).toEqual({ againInMs: 0 });
    expect(await names('accountRef')).toEqual(['Sales']);
    await bench.worker().remapper.run({ operatorId: remapping.operatorId, id: remapping.id }, { stopping: new AbortController().signal });
    expect(await names('accountRef')).toEqual(['Sales of goods']);
    expect(await bench.rowsOf('select status, attempt from remapping where operator_id = $1')).toEqual([{ status: 'complete', attempt: 2 }]);
  });
});

async function versions(): Promise<Map<string, string>> {
  const rows = await bench.rowsOf<{ source_id: string; version: string }>(`select source_id, xmin::text as version from record where operator_id = $1 and data_type = 'invoices'`);
  return new Map(rows.map((row) => [row.source_id, row.version]));
}
