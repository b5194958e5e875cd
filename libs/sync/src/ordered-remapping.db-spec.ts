import type { NativeRecord, Source } from '#connector-kit/connector';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PullBench.open(database); });

/** A connector whose reading of invoices was corrected: what it could not read looks readable to it. */
function correct(readable: (native: NativeRecord) => NativeRecord): void {
  const { connector } = bench.platform;
  const sources = connector.sources.map((source): Source => source.key !== 'Invoices' ? source : {
    ...source,
    id: (native) => source.id(readable(native)),
    mappings: Object.fromEntries(Object.entries(source.mappings).map(([dataType, map]) =>
      [dataType, (native: NativeRecord, references: never) => (map as (native: NativeRecord, references: never) => unknown)(readable(native), references)])),
  });
  Object.defineProperty(bench.platform, 'connector', { get: () => ({ ...connector, sources }) });
}

async function remap(dataType: 'invoices' | 'bills'): Promise<void> {
  await bench.remaps.order(bench.company, dataType);
  await bench.drain();
}

describe('mapping stored records again after a correction', () => {
  it('serves what could not be read, without a call, and leaves the rest as it is', async () => {
    for (let i = 1; i <= 4; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, total: i === 3 ? 'broken' : i });
    await bench.pullAll();
    const written = () => bench.rowsOf<{ source_id: string }>(`select source_id, xmin::text from record where operator_id = $1 and data_type = 'invoices' and source_id <> 'i3' order by 1`);
    await remap('invoices');
    expect((await bench.documents('invoices')).get('i3')).toBeNull();
    const before = await written();
    const reads = bench.platform.reads.length;
    correct((native) => ({ ...native, total: native['total'] === 'broken' ? 3 : native['total'] }));
    await remap('invoices');
    expect((await bench.documents('invoices')).get('i3')).toMatchObject({ invoiceNumber: 'INV-3', totalAmount: 3 });
    expect(await bench.rowsOf('select 1 from record where operator_id = $1 and fault is not null')).toEqual([]);
    expect(await bench.rowsOf(`select served::int, unserved::int, faulty::int from record_total where operator_id = $1 and data_type = 'invoices'`)).toEqual([{ served: 4, unserved: 0, faulty: 0 }]);
    expect(bench.platform.reads.length).toBe(reads);
    expect(await written()).toEqual(before);
  });

  it('gives a record without a readable id its own', async () => {
    bench.platform.put('Invoices', 'b1', { number: 'B-1', bill: true });
    bench.platform.tamper = (page, { source }) => source === 'Invoices' ? { ...page, natives: page.natives.map((native) => ({ ...native, id: null })) } : page;
    await bench.pullAll();
    expect([...(await bench.documents('bills')).keys()]).toEqual([expect.stringMatching(/^unreadable-/)]);
    correct((native) => ({ ...native, id: 'b1' }));
    await remap('bills');
    expect([...await bench.documents('bills')]).toEqual([['b1', expect.objectContaining({ id: 'b1', invoiceNumber: 'B-1' })]]);
  });

  it('judges records by the rules as they are now', async () => {
    bench.platform.put('Invoices', 'i1', { number: 'INV-1' });
    await bench.pullAll();
    const findings = () => bench.rowsOf<{ findings: unknown }>(`select findings from record where operator_id = $1 and data_type = 'invoices'`);
    const found = await findings();
    await bench.rowsOf(`update record set findings = '[]' where operator_id = $1`);
    await remap('invoices');
    expect(await findings()).toEqual(found);
  });

  it('happens once for two orders, as long as none has begun', async () => {
    const [first, second] = [await bench.remaps.order(bench.company, 'invoices'), await bench.remaps.order(bench.company, 'invoices')];
    expect(second.id).toBe(first.id);
    await bench.drain();
    expect(await bench.remaps.find(bench.company, first.id)).toMatchObject({ status: 'complete', finishedAt: expect.any(Date) });
    expect((await bench.remaps.order(bench.company, 'invoices')).id).not.toBe(first.id);
  });
});
