import type { TestDatabase } from '#test/database';
import { noCall } from '#test/fake-platform';
import { PullBench } from '#test/pull-bench';
import { startOfRound } from './cursor.js';
import { PageMapping } from './page-mapping.js';
import { PageStore } from './page-store.js';
import { sourceOf } from './platform-sources.js';

describe('supplemental data', () => {
  let database: TestDatabase;
  let bench: PullBench;

  beforeAll(async () => { database = await PullBench.database(); });
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await PullBench.open(database);
    for (let i = 1; i <= 12; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, reference: `R${i}`, theme: { name: 'Plain' } });
    await bench.pullAll();
    bench.platform.reads.length = 0;
  });

  const list = () => ({ operatorId: bench.company.operatorId, platformKey: 'fake', dataType: 'invoices' as const });
  const wanted = { extra: { dataSource: '/Invoices', pullData: { ref: 'reference', theme: 'theme.name', none: 'nothing' } } };
  const supplied = async () => new Map([...(await bench.documents('invoices'))].map(([id, document]) => [id, document['supplementalData']]));

  it('comes into stored records out of their native documents, and goes again, without a call', async () => {
    await bench.supplements.configure(list(), wanted);
    await bench.drain();
    expect((await supplied()).get('i3')).toEqual({ content: { extra: { ref: 'R3', theme: 'Plain', none: null } } });
    await bench.supplements.configure(list(), {});
    await bench.drain();
    expect(new Set((await supplied()).values())).toEqual(new Set([undefined]));
    expect(bench.platform.reads).toEqual([]);
  });

  it('is in records that come by a pull', async () => {
    await bench.supplements.configure(list(), wanted);
    await bench.drain();
    bench.platform.put('Invoices', 'i3', { reference: 'other' });
    bench.platform.put('Invoices', 'i13', { number: 'INV-13', reference: 'R13' });
    await bench.pullAll();
    const now = await supplied();
    expect([now.get('i3'), now.get('i13')]).toMatchObject([{ content: { extra: { ref: 'other' } } }, { content: { extra: { ref: 'R13', theme: null } } }]);
  });

  it('that is configured between the mapping of a page and its storing is in it', async () => {
    const { operatorId, companyId } = bench.company;
    for (let i = 1; i <= 12; i++) bench.platform.put('Invoices', `i${i}`, { reference: `S${i}` });
    const [id] = await bench.readingsOf((await bench.refresh.byType(operatorId, companyId, 'invoices')).id);
    const { readings } = bench.worker();
    const held = (await readings.claim({ operatorId, id }))!;
    const source = sourceOf(bench.platform.connector, 'Invoices');
    const mapping = new PageMapping(database.tenants, held, bench.platform.connector, source);
    const store = new PageStore(database.tenants, readings, held, bench.platform.connector, source, mapping);
    const page = await mapping.prepare(await source.read(noCall, { page: 1, modifiedSince: null, after: null, months: 24, today: '2026-11-22' }));
    bench.woken.length = 0;
    await bench.supplements.configure(list(), wanted);
    await bench.drain();
    await store.commit(startOfRound(1), { ...startOfRound(1), page: 2 }, page);
    expect((await supplied()).get('i12')).toMatchObject({ content: { extra: { ref: 'S12' } } });
  });

  it('that is configured as it was orders nothing', async () => {
    await bench.supplements.configure(list(), wanted);
    await bench.drain();
    await bench.supplements.configure(list(), { ...wanted });
    expect(await bench.rowsOf(`select 1 from remapping where operator_id = $1 and status = 'queued'`)).toEqual([]);
  });

  it('of other operators and data types changes nothing here', async () => {
    const other = await PullBench.open(database);
    await other.supplements.configure({ ...list(), operatorId: other.company.operatorId }, wanted);
    await bench.supplements.configure({ ...list(), dataType: 'bills' }, wanted);
    await bench.drain();
    expect(new Set((await supplied()).values())).toEqual(new Set([undefined]));
  });
});
