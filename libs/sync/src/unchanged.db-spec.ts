import { noCall } from '#test/fake-platform';
import type { TestDatabase } from '#test/database';
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
  for (let i = 1; i <= 12; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, contact: 'c1', account: '200', bill: i > 8 });
  bench.platform.now += 3_600_000;
  await bench.pullAll();
  bench.platform.mapped.length = 0;
});

async function compare(): Promise<void> {
  bench.platform.mapped.length = 0;
  const { operatorId, companyId } = bench.company;
  await bench.refresh.all(operatorId, companyId, { full: true });
  await bench.drain();
}

const mappedAs = (dataType: string) => [...new Set(bench.platform.mapped)].filter((each) => each.startsWith(`${dataType} `)).map((each) => each.slice(dataType.length + 1)).sort();
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `i${from + i}`).sort();

describe('a native that comes as it is stored', () => {
  it('is not mapped as what it is, and counts as unchanged', async () => {
    const bare = { ...bench.platform.connector, edition: undefined };
    await compare();
    expect([mappedAs('invoices'), mappedAs('bills')]).toEqual([ids(9, 12), ids(1, 8)]);
    const quick = [await bench.dataset('invoices'), await bench.dataset('bills')].map(({ counts }) => counts);
    expect(quick).toMatchObject([
      { read: 12, sourceTotal: 12, added: 0, changed: 0, unchanged: 8, skipped: 4, deleted: 0, stored: 8 },
      { read: 12, sourceTotal: 12, added: 0, changed: 0, unchanged: 4, skipped: 8, deleted: 0, stored: 4 },
    ]);
    jest.spyOn(bench.platform, 'connector', 'get').mockReturnValue(bare);
    await compare();
    expect([mappedAs('invoices'), mappedAs('bills')]).toEqual([ids(1, 12), ids(1, 12)]);
    expect([await bench.dataset('invoices'), await bench.dataset('bills')].map(({ counts }) => counts)).toEqual(quick);
  });

  it('leaves those around it to be mapped: changed without a date, gone and new', async () => {
    bench.platform.putUnstamped('Invoices', 'i2', { number: 'OTHER' });
    bench.platform.putUnstamped('Invoices', 'i3', { bill: true });
    bench.platform.remove('Invoices', 'i4');
    bench.platform.put('Invoices', 'i13', { number: 'NEW' });
    await compare();
    expect([mappedAs('invoices'), mappedAs('bills')]).toEqual([['i10', 'i11', 'i12', 'i13', 'i2', 'i3', 'i9'], ['i1', 'i13', 'i2', 'i3', 'i5', 'i6', 'i7', 'i8']]);
    const documents = await bench.documents('invoices');
    expect(documents.get('i2')).toMatchObject({ invoiceNumber: 'OTHER', customerRef: { name: 'Ann' }, accountRef: { name: 'Sales' } });
    expect(['i1', 'i3', 'i4', 'i13'].map((id) => (documents.get(id)!['metadata'] as { isDeleted: boolean }).isDeleted)).toEqual([false, true, true, false]);
    expect((await bench.documents('bills')).get('i3')).toMatchObject({ invoiceNumber: 'INV-3' });
    expect(await bench.dataset('invoices')).toMatchObject({ counts: { added: 1, changed: 1, unchanged: 5, deleted: 2 } });
  });

  it('comes back when it was gone', async () => {
    const native = bench.platform.list('Invoices').get('i1')!;
    bench.platform.remove('Invoices', 'i1');
    await compare();
    bench.platform.list('Invoices').set('i1', native);
    await compare();
    expect((await bench.documents('invoices')).get('i1')).toMatchObject({ invoiceNumber: 'INV-1', metadata: { isDeleted: false } });
  });

  it('is mapped when it could not be until now', async () => {
    await bench.rowsOf(`update record set fault = '{"field": "x", "reason": "y"}' where operator_id = $1 and source_id = 'i5'`);
    await bench.rowsOf(`update record_total set faulty = 1 where operator_id = $1 and data_type = 'invoices'`);
    await compare();
    expect(await bench.rowsOf('select 1 from record where operator_id = $1 and fault is not null')).toEqual([]);
  });

  it('is mapped again from the store when what it names changes in the same pull', async () => {
    bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales of goods' });
    bench.platform.putUnstamped('Contacts', 'c1', { name: 'Anna' });
    await compare();
    for (const type of ['invoices', 'bills'] as const) {
      for (const document of (await bench.documents(type)).values()) expect(document).toMatchObject({ customerRef: { name: 'Anna' }, accountRef: { name: 'Sales of goods' } });
    }
  });

  it('is mapped as a data type that was never pulled, with all that it names', async () => {
    await bench.rowsOf(`delete from record where operator_id = $1 and data_type = 'bills'`);
    await bench.rowsOf(`delete from record_total where operator_id = $1 and data_type = 'bills'`);
    await compare();
    expect(mappedAs('invoices')).toEqual(ids(9, 12));
    expect((await bench.documents('bills')).get('i9')).toMatchObject({ invoiceNumber: 'INV-9', customerRef: { name: 'Ann' } });
  });

  it('is mapped when it is stored otherwise by the time that its page is', async () => {
    const { operatorId, companyId } = bench.company;
    const [id] = await bench.readingsOf((await bench.refresh.byType(operatorId, companyId, 'invoices', { full: true })).id);
    bench.woken.length = 0;
    const { readings } = bench.worker();
    const held = (await readings.claim({ operatorId, id }))!;
    const source = sourceOf(bench.platform.connector, 'Invoices');
    const mapping = new PageMapping(database.tenants, held, bench.platform.connector, source);
    const store = new PageStore(database.tenants, readings, held, bench.platform.connector, source, mapping);
    const page = await mapping.prepare(await source.read(noCall, { page: 2, modifiedSince: null, after: null, months: 24, today: '2026-11-22' }));
    await bench.rowsOf(`update record set native = '{}', native_hash = '\\x00', document = '{"id":"i1","invoiceNumber":"OTHER"}', document_hash = '\\x00' where operator_id = $1 and source_id = 'i1'`);
    await bench.rowsOf(`update record_total set version = version + 1 where operator_id = $1 and data_type = 'invoices'`);
    await store.commit(startOfRound(1), { ...startOfRound(1), page: 2 }, page);
    expect((await bench.documents('invoices')).get('i1')).toMatchObject({ invoiceNumber: 'INV-1', customerRef: { name: 'Ann' } });
  });
});

describe('another edition of the mappings', () => {
  it('maps everything once, in the next full reading', async () => {
    bench.platform.edition = 'second';
    await bench.pullAll();
    await compare();
    expect(mappedAs('invoices')).toEqual(ids(1, 12));
    await compare();
    expect(mappedAs('invoices')).toEqual(ids(9, 12));
  });

  it('leaves a mixture that the first one maps again too', async () => {
    bench.platform.edition = 'second';
    bench.platform.put('Invoices', 'i1', { number: 'CHANGED' });
    await bench.pullAll();
    bench.platform.edition = 'first';
    await compare();
    expect(mappedAs('invoices')).toEqual(ids(1, 12));
  });

  it('is what a remapping is done with, too', async () => {
    const { operatorId, companyId, connectionId } = bench.company;
    bench.platform.edition = 'second';
    await bench.remaps.order({ operatorId, companyId, connectionId }, 'invoices');
    await bench.drain();
    bench.platform.edition = 'first';
    await compare();
    expect(mappedAs('invoices')).toEqual(ids(1, 12));
  });

  it('that took over in the middle of a reading is not the edition of all of it', async () => {
    const stop = new AbortController();
    bench.platform.edition = 'second';
    bench.platform.beforeRead = ({ source, page }) => { if (source === 'Invoices' && page === 2) stop.abort(); };
    const { operatorId, companyId } = bench.company;
    await bench.refresh.byType(operatorId, companyId, 'invoices', { full: true });
    const reading = bench.woken[0];
    await bench.drain(stop.signal);
    bench.platform.edition = 'third';
    bench.woken.push(reading);
    await bench.drain();
    expect(await bench.rowsOf(`select mapped_by from source_state where operator_id = $1 and data_type = 'invoices'`)).toEqual([{ mapped_by: null }]);
    await compare();
    expect(mappedAs('invoices')).toEqual(ids(1, 12));
  });
});
