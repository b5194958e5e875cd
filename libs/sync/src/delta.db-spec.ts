import { ConnectorError } from '#connector-kit/errors';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';

jest.setTimeout(60_000);

const hour = 3_600_000;

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PullBench.open(database); });

/** Books that were read a first time, an hour before now by the platform's clock. */
async function readBooks(invoices = 25): Promise<void> {
  bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
  bench.platform.put('Contacts', 'c1', { name: 'Ann' });
  for (let i = 1; i <= invoices; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, contact: 'c1', account: '200' });
  bench.platform.now += hour;
  await bench.pullAll();
  bench.platform.reads.length = 0;
  bench.platform.now += hour;
}

async function pullInvoices(full = false): Promise<void> {
  await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices', { full });
  await bench.drain();
}

const at = (milliseconds: number) => new Date(milliseconds).toISOString().replace('.000Z', 'Z');
const numberOf = async (id: string) => (await bench.documents('invoices')).get(id)?.['invoiceNumber'];
const isDeleted = async (id: string) => ((await bench.documents('invoices')).get(id)!['metadata'] as { isDeleted: boolean }).isDeleted;
const wholeReads = () => bench.platform.reads.filter(({ source, modifiedSince }) => source === 'Invoices' && modifiedSince === null);
const written = async () => bench.rowsOf(`
  select 'record' as what, source_id as id, xmin::text from record where operator_id = $1
  union all select 'total', data_type, xmin::text from record_total where operator_id = $1 order by 1, 2, 3`);

describe('a pull of books that were read before', () => {
  it('is one call per source, none of everything that is paged, and writes no record when nothing changed', async () => {
    await readBooks();
    const before = await written();
    await bench.pullAll();
    expect(bench.platform.reads.map(({ source, page }) => [source, page])).toEqual([['Accounts', 1], ['Contacts', 1], ['Payments', 1], ['Invoices', 1]]);
    expect(bench.platform.reads.filter(({ source }) => source !== 'Accounts').every(({ modifiedSince }) => modifiedSince !== null)).toBe(true);
    expect(await written()).toEqual(before);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', counts: { added: 0, changed: 0, deleted: 0 } });
  });

  it('asks from two minutes before the last reading began, by the platform’s clock, for what changed', async () => {
    await readBooks();
    bench.platform.put('Invoices', 'i3', { number: 'CHANGED' });
    bench.platform.put('Invoices', 'i26', { number: 'NEW', contact: 'c1' });
    const started = bench.platform.now - hour - 2000;
    await bench.pullAll();
    expect(bench.platform.reads.filter(({ source }) => source === 'Invoices')).toMatchObject([{ page: 1, modifiedSince: at(started - 120_000) }]);
    expect([await numberOf('i3'), await numberOf('i26')]).toEqual(['CHANGED', 'NEW']);
    expect(await bench.dataset('invoices')).toMatchObject({ counts: { read: 2, sourceTotal: 2, added: 1, changed: 1, deleted: 0, stored: 26 } });
    expect(await isDeleted('i1')).toBe(false);
  });

  it('reads several pages of changes newest first and closes with what changed meanwhile', async () => {
    await readBooks();
    for (let i = 1; i <= 15; i++) bench.platform.put('Invoices', `i${i}`, { number: `SECOND-${i}` });
    bench.platform.beforeRead = ({ source, page }) => {
      if (source === 'Invoices' && page === 2) bench.platform.put('Invoices', 'i1', { number: 'JUMPED' });
    };
    const began = bench.platform.now;
    await pullInvoices();
    expect(bench.platform.reads.map(({ page, modifiedSince }) => [page, modifiedSince])).toEqual([
      [1, at(began - hour - 135_000)], [2, at(began - hour - 135_000)], [1, at(began - 120_000)], [2, at(began - 120_000)],
    ]);
    expect(await numberOf('i1')).toBe('JUMPED');
    expect(await numberOf('i15')).toBe('SECOND-15');
  });

  it('asks again for what it may have missed when it failed', async () => {
    await readBooks();
    bench.platform.put('Invoices', 'i3', { number: 'CHANGED' });
    bench.platform.beforeRead = ({ source }) => { if (source === 'Invoices') throw new ConnectorError('rejected', 'missingRole'); };
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'PermissionsError' });
    bench.platform.now += 10 * hour;
    bench.platform.beforeRead = () => undefined;
    await bench.pullAll();
    expect(await numberOf('i3')).toBe('CHANGED');
  });

  it('goes on from its last page after a stop, and only its end moves the watermark', async () => {
    await readBooks();
    for (let i = 1; i <= 15; i++) bench.platform.put('Invoices', `i${i}`, { number: `SECOND-${i}` });
    const watermark = () => bench.rowsOf(`select watermark from source_state where operator_id = $1 and data_type = 'invoices'`);
    const before = await watermark();
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices');
    const { operatorId, id } = bench.woken.shift()!;
    const stop = new AbortController();
    bench.platform.beforeRead = ({ page }) => { if (page === 2) stop.abort(); };
    await bench.worker().pull.run({ operatorId, id }, { stopping: stop.signal });
    expect(await watermark()).toEqual(before);
    bench.platform.beforeRead = () => undefined;
    bench.platform.reads.length = 0;
    await bench.worker().pull.run({ operatorId, id }, { stopping: new AbortController().signal });
    expect(bench.platform.reads[0]).toMatchObject({ page: 2 });
    expect(await numberOf('i1')).toBe('SECOND-1');
    expect(await watermark()).not.toEqual(before);
  });

  it('reads everything for a data type that was not read before, also together with one that was', async () => {
    await readBooks();
    bench.platform.put('Invoices', 'i3', { number: 'CHANGED' });
    await bench.rowsOf(`delete from source_state where operator_id = $1 and data_type = 'bills'`);
    await pullInvoices();
    expect(wholeReads()).toEqual([]);
    await bench.pullAll();
    expect(wholeReads()).toHaveLength(3);
  });

  it('keeps the watermark where it was for what was not pulled', async () => {
    await readBooks();
    bench.platform.put('Invoices', 'i3', { bill: true });
    bench.platform.now += hour;
    await pullInvoices();
    bench.platform.now += hour;
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'bills');
    await bench.drain();
    expect((await bench.documents('bills')).get('i3')).toMatchObject({ invoiceNumber: 'INV-3' });
  });

  it('reads everything again after a consent with other scopes, or for another organisation', async () => {
    await readBooks();
    await bench.rowsOf(`update connection set organisation_id = 'another' where operator_id = $1`);
    await pullInvoices();
    expect(wholeReads()).toHaveLength(3);
    await bench.grant(['accounting.transactions']);
    await pullInvoices();
    expect(wholeReads()).toHaveLength(6);
    await pullInvoices();
    expect(wholeReads()).toHaveLength(6);
  });
});

describe('a comparison of everything', () => {
  it('finds what changed without a date of change, what vanished and what came back', async () => {
    await readBooks();
    bench.platform.putUnstamped('Invoices', 'i3', { number: 'UNSTAMPED' });
    const gone = bench.platform.list('Invoices').get('i4')!;
    bench.platform.remove('Invoices', 'i4');
    await pullInvoices();
    expect([await numberOf('i3'), await isDeleted('i4')]).toEqual(['INV-3', false]);
    await pullInvoices(true);
    expect([await numberOf('i3'), await isDeleted('i4')]).toEqual(['UNSTAMPED', true]);
    bench.platform.list('Invoices').set('i4', gone);
    await pullInvoices(true);
    expect(await isDeleted('i4')).toBe(false);
  });

  it('is due every day where it costs few calls, and every week where it costs many', async () => {
    await readBooks(65);
    const days = await bench.rowsOf<{ data_type: string; pages: number; days: number }>(`
      select data_type, compare_pages as pages, extract(epoch from compare_next_at - now()) / 86400.0 as days
      from source_state where operator_id = $1 and data_type in ('invoices', 'customers') order by 1`);
    expect(days.map(({ data_type, pages }) => [data_type, pages])).toEqual([['customers', 1], ['invoices', 8]]);
    expect([days[0].days > 0.8 && days[0].days < 1.2, days[1].days > 6 && days[1].days < 8]).toEqual([true, true]);
  });

  it('takes no more than a tenth of the calls of a day', async () => {
    bench.platform.callsPerDay = 50;
    await readBooks(65);
    const [{ days }] = await bench.rowsOf<{ days: number }>(`
      select extract(epoch from compare_next_at - now())::float / 86400 as days from source_state where operator_id = $1 and data_type = 'bills'`);
    // Eight pages of invoices, one of contacts, one of payments.
    expect(days).toBeGreaterThan(0.8);
    expect(days).toBeLessThan(9);
    bench.platform.callsPerDay = 4;
    await pullInvoices(true);
    const [{ longer }] = await bench.rowsOf<{ longer: number }>(`
      select extract(epoch from compare_next_at - now())::float / 86400 as longer from source_state where operator_id = $1 and data_type = 'invoices'`);
    expect(longer).toBeGreaterThan(0.9 * 25 - 0.1);
    expect(longer).toBeLessThan(1.1 * 25 + 0.1);
  });

  it('is due at one time for all data types of a source', async () => {
    await readBooks();
    expect(await bench.rowsOf(`select distinct compare_next_at from source_state where operator_id = $1 and source = 'Invoices'`)).toHaveLength(1);
  });

  it('is made by the next pull once it is due', async () => {
    await readBooks();
    bench.platform.remove('Invoices', 'i4');
    await bench.rowsOf(`update source_state set compare_next_at = now() where operator_id = $1`);
    await pullInvoices();
    expect(await isDeleted('i4')).toBe(true);
    expect(await bench.rowsOf(`select mode from reading where operator_id = $1 order by requested_at desc limit 1`)).toEqual([{ mode: 'full' }]);
    bench.platform.reads.length = 0;
    await pullInvoices();
    expect(wholeReads()).toEqual([]);
  });

  it('is made by the next pull when nothing could be proved', async () => {
    await readBooks();
    let next = 25;
    bench.platform.beforeRead = ({ source, page, modifiedSince }) => {
      if (source === 'Invoices' && page === 2 && modifiedSince === null) bench.platform.remove('Invoices', `i${next--}`);
    };
    await pullInvoices(true);
    bench.platform.beforeRead = () => undefined;
    expect(await isDeleted('i25')).toBe(false);
    await pullInvoices();
    expect(await isDeleted('i25')).toBe(true);
  });

  it('that is asked for turns a pull that waits into one', async () => {
    await readBooks();
    bench.platform.remove('Invoices', 'i4');
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'bills');
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices', { full: true });
    await bench.drain();
    expect(await isDeleted('i4')).toBe(true);
    expect(await bench.rowsOf(`select 1 from reading where operator_id = $1 and mode = 'full' and source = 'Invoices'`)).toHaveLength(2);
  });
});

describe('other kinds of sources', () => {
  it('keep what left the window of a whole list whose rows do not vanish', async () => {
    bench.platform.moreSources.add('Months');
    bench.platform.put('Months', '2026-10', { name: 'October' });
    await bench.pullAll();
    bench.platform.remove('Months', '2026-10');
    bench.platform.put('Months', '2026-11', { name: 'November' });
    await bench.pullAll({ full: true });
    expect([...(await bench.documents('items')).values()]).toMatchObject([{ metadata: { isDeleted: false } }, { metadata: { isDeleted: false } }]);
  });

  it('read appended rows from the bookmark on, and never call one gone', async () => {
    bench.platform.moreSources.add('ManualJournals').add('Journals');
    await bench.rowsOf(`update app set tier = 'advanced' where operator_id = $1`);
    await bench.grant(['journals.read']);
    for (let i = 1; i <= 25; i++) bench.platform.put('Journals', String(i), { name: `Journal ${i}` });
    await bench.pullAll();
    const afters = () => bench.platform.reads.filter(({ source }) => source === 'Journals').map(({ after }) => after);
    expect(afters()).toEqual([null, '10', '20']);
    bench.platform.put('Journals', '26', { name: 'Journal 26' });
    bench.platform.reads.length = 0;
    await bench.pullAll();
    await bench.pullAll();
    expect(afters()).toEqual(['25', '26']);
    bench.platform.remove('Journals', '3');
    await bench.pullAll({ full: true });
    const journals = await bench.documents('taxRates');
    expect([journals.size, (journals.get('3')!['metadata'] as { isDeleted: boolean }).isDeleted]).toEqual([26, false]);
    expect(bench.platform.reads.some(({ source }) => source === 'ManualJournals')).toBe(false);
  });

  it.each([
    ['tier', 'standard', ['journals.read']],
    ['consent', 'advanced', []],
  ])('are left to what they stand in for without the %s', async (_, tier, scopes) => {
    bench.platform.moreSources.add('ManualJournals').add('Journals');
    await bench.rowsOf(`update app set tier = $2 where operator_id = $1`, [tier]);
    await bench.grant(scopes);
    await bench.pullAll();
    const read = bench.platform.reads.map(({ source }) => source);
    expect([read.includes('ManualJournals'), read.includes('Journals')]).toEqual([true, false]);
  });
});
