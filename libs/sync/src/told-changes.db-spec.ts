import { FanOut } from '#events/fan-out';
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

interface Change { readonly dataType: string; readonly records: { id: string; type: string; fields?: string[] }[] }

const subscribe = (types = ['data.changed'], tags: string[] = []) => bench.rowsOf(`
  insert into webhook_consumer (operator_id, id, url, event_types, company_tags, secret) values ($1, gen_random_uuid(), 'https://hooks.example.com', $2, $3, '')`, [types, tags]);
const changes = async () => (await bench.rowsOf<{ change: Change }>(`select subject -> 'change' as change from event where operator_id = $1 and type = 'data.changed' order by id`)).map(({ change }) => change);
const put = (id: string, fields: object) => bench.platform.put('Invoices', id, fields);

test('what was added, changed and deleted is told by record and field, once the data type was pulled', async () => {
  await subscribe();
  put('i1', { number: 'INV-1', total: 10 });
  put('i2', { number: 'INV-2', total: 10 });
  put('i3', { number: 'INV-3', total: 10 });
  await bench.pullAll();
  expect(await changes()).toEqual([]);
  put('i1', { number: 'INV-1', total: 12 });
  put('i4', { number: 'INV-4', total: 1 });
  bench.platform.remove('Invoices', 'i3');
  await bench.pullAll({ full: true });
  const records = (await changes()).flatMap((change) => change.records.map((record) => [change.dataType, record]));
  expect(records).toEqual(expect.arrayContaining([
    ['invoices', { id: 'i1', type: 'Modified', fields: expect.arrayContaining(['totalAmount']) }], ['invoices', { id: 'i4', type: 'Created' }], ['invoices', { id: 'i3', type: 'Deleted' }],
  ]));
  expect(records.length).toBe(3);
  await bench.pullAll({ full: true });
  expect((await changes()).flatMap((change) => change.records).length).toBe(3);
});

test.each([['wants other events', ['read.completed'], []], ['wants other companies', ['data.changed'], ['region:uk']]])('nothing is noted when every consumer %s', async (_, types, tags) => {
  await subscribe(types, tags);
  await bench.pullAll();
  put('i1', { number: 'INV-1' });
  await bench.pullAll();
  expect(await changes()).toEqual([]);
});

test('documents that a renamed contact changes are told of, and the body says what is meant', async () => {
  await subscribe(['data.changed'], ['region:uk']);
  await bench.rowsOf(`update company set tags = '{"region": "uk"}' where operator_id = $1`);
  bench.platform.put('Contacts', 'c1', { name: 'Old' });
  put('i1', { number: 'INV-1', contact: 'c1' });
  await bench.pullAll();
  bench.platform.put('Contacts', 'c1', { name: 'New' });
  await bench.pullAll();
  expect(await changes()).toContainEqual({ dataType: 'invoices', records: [{ id: 'i1', type: 'Modified', fields: ['customerRef'] }] });
  await new FanOut(database.directory, database.tenants, { wake: () => Promise.resolve() } as never, 'http://localhost:3000').run();
  const rows = await bench.rowsOf<{ body: string }>(`select body from event where operator_id = $1 and type = 'data.changed'`);
  expect(rows.map(({ body }) => (JSON.parse(body) as { payload: object }).payload)).toContainEqual({
    referenceCompany: expect.objectContaining({ id: bench.company.companyId, tags: { region: 'uk' } }), connectionId: bench.company.connectionId, dataType: 'invoices',
    records: [{ id: 'i1', type: 'Modified', fields: ['customerRef'] }],
  });
});

test('one event names 200 records at most', async () => {
  bench.platform.pageSize = 450;
  await subscribe();
  await bench.pullAll();
  for (let count = 0; count < 450; count += 1) put(`i${count}`, { number: `INV-${count}` });
  await bench.pullAll();
  const sizes = (await changes()).map(({ records }) => records.length);
  expect(sizes).toEqual([200, 200, 50]);
});
