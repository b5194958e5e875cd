import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => {
  bench = await PullBench.open(database);
  bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
  for (let i = 1; i <= 3; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, account: '200' });
  await bench.pullAll();
  await bench.rowsOf(`update record set modified_at = '2026-01-01T00:00:00Z' where operator_id = $1`);
});

const versions = () => bench.rowsOf<{ source_id: string; number: string; account: string }>(`
  select source_id, document::jsonb ->> 'invoiceNumber' as number, document::jsonb #>> '{accountRef,name}' as account
  from record_version where operator_id = $1 and data_type = 'invoices' order by source_id`);
const touched = async () => (await bench.rowsOf<{ source_id: string }>(
  `select source_id from record where operator_id = $1 and data_type = 'invoices' and modified_at > '2026-01-01T00:00:00Z' order by 1`)).map((row) => row.source_id);

describe('what a pull overwrites', () => {
  it('is kept as it was, and what did not change keeps its modified date', async () => {
    bench.platform.put('Invoices', 'i2', { number: 'CHANGED' });
    await bench.pullAll({ full: true });
    expect(await versions()).toEqual([{ source_id: 'i2', number: 'INV-2', account: 'Sales' }]);
    expect(await touched()).toEqual(['i2']);
  });

  it('is kept when it vanishes, and when it is mapped again', async () => {
    bench.platform.remove('Invoices', 'i1');
    await bench.pullAll({ full: true });
    expect(await versions()).toMatchObject([{ source_id: 'i1' }]);
    bench.platform.put('Accounts', 'a1', { name: 'Sales of goods' });
    await bench.pullAll();
    expect(await versions()).toMatchObject(['i1', 'i2', 'i3'].map((source_id) => ({ source_id, account: 'Sales' })));
  });

  it('is not kept where no versions are wanted', async () => {
    bench.keptVersions = 0;
    bench.platform.put('Invoices', 'i2', { number: 'CHANGED' });
    await bench.pullAll();
    expect(await versions()).toEqual([]);
  });
});
