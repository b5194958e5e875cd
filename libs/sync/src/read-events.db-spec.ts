import { FirstPull } from './first-pull.js';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeEach(async () => {
  database = await PullBench.database();
  bench = await PullBench.open(database);
});
afterEach(() => database.drop());

const events = () => bench.rowsOf<{ type: string; subject: { dataTypes: { dataType: string; recordsModified: number; status: string }[]; company: { id: string } } }>(`
  select type, subject from event where operator_id = $1 and type like 'read.%' order by id`);

test('a pull is told of once, when all of it has ended, with what each data type came to', async () => {
  bench.platform.put('Invoices', 'i1', { number: 'INV-1' });
  bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
  await bench.pullAll();
  const all = await events();
  expect(all.map(({ type }) => type)).toEqual(['read.completed']);
  const datasets = await bench.rowsOf<{ data_type: string }>('select data_type from dataset where operator_id = $1 order by 1');
  expect(all[0].subject.dataTypes.map(({ dataType }) => dataType)).toEqual(datasets.map(({ data_type }) => data_type));
  expect(all[0].subject.dataTypes).toContainEqual({ connectionId: bench.company.connectionId, dataType: 'invoices', recordsModified: 1, status: 'Complete' });
  expect(all[0].subject.company.id).toBe(bench.company.companyId);
});

test('each pull is told of, and nothing of one that changed nothing but itself', async () => {
  bench.platform.put('Invoices', 'i1', { number: 'INV-1' });
  await bench.pullAll();
  await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices');
  await bench.drain();
  const [, second] = await events();
  expect(second.subject.dataTypes).toEqual([{ connectionId: bench.company.connectionId, dataType: 'invoices', recordsModified: 0, status: 'Complete' }]);
});

test('the first pull after a link is told of as such', async () => {
  const { operatorId, connectionId } = bench.company;
  const wake = await database.tenants.run(operatorId, async (manager) => {
    await manager.query('update connection set linked_at = now() where operator_id = $1 and id = $2', [operatorId, connectionId]);
    return new FirstPull(bench.rows, { of: () => bench.platform.connector }).linked(manager, { ...bench.company, platformKey: 'fake' });
  });
  await wake();
  await bench.drain();
  expect((await events()).map(({ type }) => type)).toEqual(['read.completed', 'read.completed.initial']);
  await bench.pullAll();
  expect((await events()).map(({ type }) => type)).toEqual(['read.completed', 'read.completed.initial', 'read.completed']);
});
