import { ConnectorError } from '#connector-kit/errors';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PullBench.open(database); });

function smallBooks(invoices = 25): void {
  bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
  bench.platform.put('Contacts', 'c1', { name: 'Ann' });
  bench.platform.put('Payments', 'p1', { account: '200', pays: 'i1' });
  for (let i = 1; i <= invoices; i++) {
    bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}`, contact: 'c1', account: '200', bill: i % 5 === 0, ...(i === 1 && { payment: 'p1' }) });
  }
}

describe('a first pull', () => {
  it('stores every record as its data type, with the names that its references have', async () => {
    smallBooks();
    await bench.pullAll();
    const invoices = await bench.documents('invoices');
    expect(invoices.size).toBe(20);
    expect((await bench.documents('bills')).size).toBe(5);
    expect(invoices.get('i1')).toMatchObject({
      id: 'i1', invoiceNumber: 'INV-1', customerRef: { id: 'c1', name: 'Ann' }, accountRef: { id: 'a1', name: 'Sales' }, paidFrom: 'a1',
      modifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), metadata: { isDeleted: false },
    });
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', progress: 100 });
    expect((await bench.dataset('invoices')).counts).toEqual({
      read: 25, sourceTotal: 25, added: 20, changed: 0, unchanged: 0, deleted: 0, faulty: 0, skipped: 5, stored: 20,
    });
    const [totals] = await bench.rowsOf(`select served::int, unserved::int, deleted::int, faulty::int from record_total where operator_id = $1 and data_type = 'invoices'`);
    expect(totals).toEqual({ served: 20, unserved: 0, deleted: 0, faulty: 0 });
  });

  it('reads each endpoint once for all its data types, references first', async () => {
    smallBooks();
    await bench.pullAll();
    const order = [...new Set(bench.platform.reads.map(({ source }) => source))];
    expect(order.slice(0, 2).sort()).toEqual(['Accounts', 'Contacts']);
    expect(order.slice(2)).toEqual(['Payments', 'Invoices']);
    const pages = bench.platform.reads.filter(({ source, modifiedSince }) => source === 'Invoices' && modifiedSince === null);
    expect(pages.map(({ page }) => page)).toEqual([1, 2, 3]);
  });

  it('closes with a delta from two minutes before the run began', async () => {
    smallBooks();
    await bench.pullAll();
    const deltas = bench.platform.reads.filter(({ source, modifiedSince }) => source === 'Invoices' && modifiedSince !== null);
    expect(deltas[0]).toMatchObject({ page: 1, modifiedSince: new Date(bench.platform.now - 120_000).toISOString().replace('.000Z', 'Z') });
  });

  it('makes no remapping of documents that are not there yet', async () => {
    smallBooks();
    await bench.pullAll();
    expect(await bench.rowsOf('select 1 from remapping where operator_id = $1')).toEqual([]);
  });

  it('leaves no list of ids behind', async () => {
    smallBooks();
    await bench.pullAll();
    expect(await bench.rowsOf('select 1 from reading_page where operator_id = $1')).toEqual([]);
  });
});

describe('a second pull', () => {
  it('writes nothing when nothing changed', async () => {
    smallBooks();
    await bench.pullAll();
    const before = await bench.rowsOf('select *, xmin::text from record where operator_id = $1 order by data_type, source_id');
    await bench.pullAll();
    expect(await bench.rowsOf('select *, xmin::text from record where operator_id = $1 order by data_type, source_id')).toEqual(before);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', counts: { added: 0, changed: 0 } });
  });

  it('marks what vanished as deleted and keeps its last document', async () => {
    smallBooks();
    await bench.pullAll();
    bench.platform.remove('Invoices', 'i3');
    bench.platform.remove('Accounts', 'a1');
    bench.platform.put('Accounts', 'a2', { code: '201', name: 'Other' });
    await bench.pullAll({ full: true });
    const invoices = await bench.documents('invoices');
    expect(invoices.get('i3')).toMatchObject({ invoiceNumber: 'INV-3', status: 'Submitted', metadata: { isDeleted: true } });
    expect([...invoices.values()].filter((document) => (document['metadata'] as { isDeleted: boolean }).isDeleted)).toHaveLength(1);
    expect((await bench.documents('chartOfAccounts')).get('a1')).toMatchObject({ metadata: { isDeleted: true } });
    expect(await bench.dataset('invoices')).toMatchObject({ counts: { deleted: 1 } });
  });

  it('brings a record back that is there again', async () => {
    smallBooks();
    await bench.pullAll();
    const gone = bench.platform.list('Invoices').get('i3')!;
    bench.platform.remove('Invoices', 'i3');
    await bench.pullAll({ full: true });
    bench.platform.list('Invoices').set('i3', gone);
    await bench.pullAll({ full: true });
    expect((await bench.documents('invoices')).get('i3')).toMatchObject({ metadata: { isDeleted: false } });
  });

  it('believes an empty answer only when it is given twice', async () => {
    smallBooks();
    await bench.pullAll();
    bench.platform.tamper = (page, { source, modifiedSince }) => source === 'Accounts' && modifiedSince === null && bench.platform.reads.filter((read) => read.source === 'Accounts').length === 2
      ? { ...page, natives: [] } : page;
    await bench.pullAll();
    expect((await bench.documents('chartOfAccounts')).get('a1')).toMatchObject({ metadata: { isDeleted: false } });
  });
});

describe('deleted and broken records', () => {
  it('never serves a record that was deleted before the first pull', async () => {
    smallBooks(3);
    bench.platform.put('Invoices', 'i2', { deleted: true });
    await bench.pullAll();
    expect([...(await bench.documents('invoices')).keys()].sort()).toEqual(['i1', 'i3']);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete' });
  });

  it('marks a served record that the source deletes, once', async () => {
    smallBooks(3);
    await bench.pullAll();
    bench.platform.put('Invoices', 'i2', { deleted: true, number: 'CHANGED' });
    await bench.pullAll();
    expect((await bench.documents('invoices')).get('i2')).toMatchObject({ invoiceNumber: 'INV-2', metadata: { isDeleted: true } });
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ counts: { deleted: 0, changed: 0 } });
    const [totals] = await bench.rowsOf(`select served::int, deleted::int from record_total where operator_id = $1 and data_type = 'invoices'`);
    expect(totals).toEqual({ served: 3, deleted: 1 });
  });

  it('keeps what cannot be mapped with its native document and a reason, and the rest goes on', async () => {
    smallBooks(12);
    bench.platform.put('Invoices', 'i7', { total: 'broken' });
    await bench.pullAll();
    const [row] = await bench.rowsOf<{ document: unknown; native: string; fault: unknown }>(`select * from record where operator_id = $1 and data_type = 'invoices' and source_id = 'i7'`);
    expect(row).toMatchObject({ document: null, fault: { ruleId: 'accounting-invoice-102', field: 'total', reason: 'is not a number' } });
    expect(JSON.parse(row.native)).toMatchObject({ id: 'i7', number: 'INV-7' });
    expect((await bench.documents('invoices')).size).toBe(10);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', status_description: expect.stringContaining('1 record'), counts: { faulty: 1 } });
    bench.platform.put('Invoices', 'i7', { total: 7 });
    await bench.pullAll();
    expect((await bench.documents('invoices')).get('i7')).toMatchObject({ totalAmount: 7 });
    const [totals] = await bench.rowsOf(`select served::int, unserved::int, faulty::int from record_total where operator_id = $1 and data_type = 'invoices'`);
    expect(totals).toEqual({ served: 10, unserved: 0, faulty: 0 });
  });

  it('goes on serving the last good document of a record that breaks', async () => {
    smallBooks(3);
    await bench.pullAll();
    bench.platform.put('Invoices', 'i2', { total: 'broken' });
    await bench.pullAll();
    const [row] = await bench.rowsOf<{ document: string; fault: unknown }>(`select * from record where operator_id = $1 and data_type = 'invoices' and source_id = 'i2'`);
    expect(row).toMatchObject({ fault: { field: 'total' } });
    expect(JSON.parse(row.document)).toMatchObject({ invoiceNumber: 'INV-2', totalAmount: 1 });
  });

  it('keeps a record without an id', async () => {
    smallBooks(3);
    bench.platform.tamper = (page, { source }) => source === 'Invoices' ? { ...page, natives: page.natives.map((native) => native['id'] === 'i2' ? { ...native, id: null } : native) } : page;
    await bench.pullAll();
    const rows = await bench.rowsOf<{ source_id: string; fault: unknown }>(`select source_id, fault from record where operator_id = $1 and data_type in ('invoices', 'bills') and fault is not null`);
    expect(rows).toEqual([{ source_id: expect.stringMatching(/^unreadable-/), fault: { ruleId: 'accounting-bill-102', field: 'id', reason: 'is missing' } }]);
  });

  it('stores texts that PostgreSQL refuses, without losing the record', async () => {
    smallBooks(1);
    bench.platform.put('Invoices', 'i1', { number: 'a\0b\ud800c\\u0000' });
    await bench.pullAll();
    expect((await bench.documents('invoices')).get('i1')).toMatchObject({ invoiceNumber: 'ab\ufffdc\\u0000' });
    const [row] = await bench.rowsOf<{ native: string; number: string }>(`select native, document::jsonb ->> 'invoiceNumber' as number from record where operator_id = $1 and data_type = 'invoices'`);
    expect((JSON.parse(row.native) as { number: string }).number).toBe('a\0b\ud800c\\u0000');
    expect(row.number).toBe('ab\ufffdc\\u0000');
  });

  it('calls it an error when records came and none could be read', async () => {
    smallBooks(0);
    bench.platform.put('Invoices', 'i1', { total: 'broken' });
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'MapError', error_message: '1 record came and none could be read.' });
  });

  it.each([['unheardOf', 'MapError'], ['draft', 'Complete']])('calls it an error when all that came is of no kind that is known, not when it is meant to be left out (%s)', async (what, status) => {
    smallBooks(0);
    bench.platform.put('Invoices', 'i1', { [what]: true });
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ status, counts: { read: 1, stored: 0 } });
  });

  it('takes a record out of a data type that it no longer belongs to', async () => {
    smallBooks(0);
    await bench.pullAll();
    bench.platform.put('Contacts', 'c1', { supplier: true });
    await bench.pullAll();
    expect((await bench.documents('customers')).get('c1')).toMatchObject({ metadata: { isDeleted: true } });
    expect((await bench.documents('suppliers')).get('c1')).toMatchObject({ metadata: { isDeleted: false } });
  });
});

describe('what the platform answers', () => {
  it('pauses at a limit until it ends, then goes on from the same page', async () => {
    smallBooks();
    let refused = false;
    bench.platform.beforeRead = ({ source, page }) => {
      if (source !== 'Invoices' || page !== 2 || refused) return;
      refused = true;
      throw new ConnectorError('throttled', 'minuteLimit', { retryAfterSeconds: 40 });
    };
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Fetching', status_description: expect.stringMatching(/^Paused until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: the platform limits/) });
    const [reading] = await bench.rowsOf<{ id: string; seconds: number }>(`select id, extract(epoch from next_at - now())::int as seconds from reading where operator_id = $1 and status = 'waiting'`);
    expect(reading.seconds).toBeGreaterThan(30);
    await bench.rowsOf('update reading set next_at = now() where operator_id = $1');
    bench.platform.reads.length = 0;
    bench.woken.push({ name: 'reading', operatorId: bench.company.operatorId, id: reading.id });
    await bench.drain();
    expect(bench.platform.reads[0]).toMatchObject({ page: 2 });
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete', status_description: null });
  });

  it('ends every reading of the connection when access is gone', async () => {
    smallBooks();
    bench.platform.beforeRead = () => { throw new ConnectorError('reconnect', 'grantDead'); };
    await bench.pullAll();
    expect(bench.platform.reads.length).toBe(1);
    const statuses = await bench.rowsOf('select distinct status from dataset where operator_id = $1');
    expect(statuses).toEqual([{ status: 'AuthError' }]);
    expect(await bench.rowsOf(`select 1 from reading where operator_id = $1 and status <> 'failed'`)).toEqual([]);
  });

  it('says which data type the consent does not cover, and pulls the others', async () => {
    smallBooks();
    bench.platform.beforeRead = ({ source }) => { if (source === 'Payments') throw new ConnectorError('rejected', 'missingScope'); };
    await bench.pullAll();
    expect(await bench.dataset('payments')).toMatchObject({ status: 'PermissionsError' });
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete' });
  });

  it('cancels what is open once the connection is unlinked', async () => {
    smallBooks();
    await bench.refresh.all(bench.company.operatorId, bench.company.companyId);
    await bench.rowsOf(`update connection set status = 'Unlinked' where operator_id = $1`);
    await bench.drain();
    expect(await bench.rowsOf('select distinct status from dataset where operator_id = $1')).toEqual([{ status: 'Cancelled' }]);
    expect(bench.platform.reads).toEqual([]);
  });

  it('ends with an error when pages never end', async () => {
    smallBooks();
    bench.platform.tamper = (page, { source }) => source === 'Invoices' ? { ...page, natives: [...bench.platform.list('Invoices').values()], more: true } : page;
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'FetchError' });
    expect(bench.platform.reads.filter(({ source }) => source === 'Invoices').length).toBeLessThan(5);
  });

  it('ends with an error when fewer records came than the source counts', async () => {
    smallBooks();
    bench.platform.tamper = (page, { source, modifiedSince }) => source === 'Invoices' && modifiedSince === null ? { ...page, total: page.total! + 1 } : page;
    await bench.pullAll();
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'FetchError', error_message: 'The source counts 26 records but 25 were read' });
  });
});
