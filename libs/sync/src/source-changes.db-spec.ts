import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { noteChanges } from './source-change-rows.js';

const hour = 3_600_000;

describe('what a platform tells of', () => {
  let database: TestDatabase;
  let bench: PullBench;
  beforeAll(async () => { database = await PullBench.database(); });
  afterAll(() => database.drop());
  beforeEach(async () => {
    bench = await PullBench.open(database);
    for (const source of ['Accounts', 'Contacts', 'Payments', 'Prepayments', 'Invoices']) bench.platform.put(source, `${source} 1`, { number: 'first' });
    bench.platform.moreSources.add('Prepayments');
  });

  /** Tells of it, as a portal does, and wakes whom that wakes. */
  async function tell(...sources: string[]): Promise<void> {
    const { operatorId, connectionId } = bench.company;
    const [{ app_id: appId }] = await bench.rowsOf<{ app_id: string }>('select app_id from connection where operator_id = $1');
    const fresh = await bench.database.tenants.sql(operatorId, (client) => noteChanges(client, operatorId, sources.map((source) => ({ appId, organisationId: 'organisation', source }))));
    expect(fresh.filter((id) => id !== connectionId)).toEqual([]);
    for (const id of fresh) bench.woken.push({ name: 'change', operatorId, id });
  }

  async function readBooks(): Promise<void> {
    await bench.pullAll();
    bench.platform.now += hour;
    bench.platform.reads.length = 0;
  }

  const read = () => bench.platform.reads.map(({ source, modifiedSince }) => [source, modifiedSince !== null]);
  const numberOf = async (id: string) => (await bench.documents('invoices')).get(id)?.['invoiceNumber'];
  const noted = () => bench.rowsOf('select source from source_change where operator_id = $1');

  it('is one delta of the source, however often it was told, and the records are there', async () => {
    await readBooks();
    bench.platform.put('Invoices', 'Invoices 1', { number: 'changed' });
    bench.platform.put('Invoices', 'lost', { number: 'never told' });
    await tell('Invoices', 'Invoices');
    await tell('Invoices');
    await bench.drain();
    expect(read()).toEqual([['Invoices', true]]);
    expect([await numberOf('Invoices 1'), await numberOf('lost')]).toEqual(['changed', 'never told']);
    expect(await noted()).toEqual([]);
  });

  it('is read again when it was told while the source was being read', async () => {
    await readBooks();
    bench.platform.put('Invoices', 'Invoices 1', { number: 'changed' });
    bench.platform.beforeRead = async () => {
      bench.platform.beforeRead = () => undefined;
      await tell('Invoices');
      // A wake while the job runs finds the source busy; the end of the reading asks again.
      await bench.worker().told.fetch(bench.company.operatorId, bench.woken.pop()!.id);
      expect(await noted()).toHaveLength(1);
    };
    await tell('Invoices');
    await bench.drain();
    expect(read()).toEqual([['Invoices', true], ['Invoices', true]]);
    expect(await noted()).toEqual([]);
  });

  it('waits for a first pull, and is nothing to fetch where there never was one', async () => {
    await tell('Invoices');
    await bench.drain();
    expect([read(), await noted()]).toEqual([[], []]);
    bench.platform.beforeRead = async ({ source }) => { if (source === 'Invoices') { bench.platform.beforeRead = () => undefined; await tell('Invoices'); } };
    await bench.pullAll();
    expect(read().filter(([source]) => source === 'Invoices')).toEqual([['Invoices', false], ['Invoices', true]]);
  });

  it('reads that endpoint alone of several that serve a data type, and leaves the schedule to pulls of all of them', async () => {
    await readBooks();
    await bench.rowsOf(`insert into sync_schedule (operator_id, connection_id, data_type, every_hours, next_at)
      select operator_id, id, unnest(array['payments', 'invoices']), 1, now() + interval '1 minute' from connection where operator_id = $1`);
    bench.platform.put('Payments', 'Payments 1', { account: 'another' });
    await tell('Payments', 'Invoices');
    await bench.drain();
    expect(read().sort()).toEqual([['Invoices', true], ['Payments', true]]);
    expect(await bench.dataset('payments')).toMatchObject({ status: 'Complete', partial: true });
    const soon = await bench.rowsOf(`select data_type from sync_schedule where operator_id = $1 and next_at < now() + interval '2 minutes'`);
    expect(soon).toEqual([{ data_type: 'payments' }]);
  });

  it('is left to the next pull when the connection has ended', async () => {
    await readBooks();
    await tell('Invoices');
    await bench.rowsOf(`update connection set status = 'Unlinked' where operator_id = $1`);
    await bench.drain();
    expect([read(), await noted()]).toEqual([[], []]);
    await tell('Invoices');
    expect(await noted()).toEqual([]);
  });

  it('is fetched at a distance once it has taken its share of the day\'s calls', async () => {
    bench.platform.callsPerDay = 3 * 4 * 24;
    await readBooks();
    for (let told = 0; told < 4; told += 1) {
      await tell('Invoices');
      await bench.drain();
    }
    // The pull before was the first of three in this hour.
    expect(read()).toHaveLength(2);
    const [{ minutes }] = await bench.rowsOf<{ minutes: number }>('select round(extract(epoch from next_at - now()) / 60)::int as minutes from source_change where operator_id = $1');
    expect(Math.abs(minutes - 18)).toBeLessThanOrEqual(2);
    expect(await bench.database.directory.unfinishedWork(100)).toEqual([]);
    await bench.rowsOf(`update source_change set next_at = now() where operator_id = $1`);
    await bench.rowsOf(`update reading set requested_at = requested_at - interval '20 minutes' where operator_id = $1`);
    expect(await bench.database.directory.unfinishedWork(100)).toEqual([{ operatorId: bench.company.operatorId, kind: 'change', id: bench.company.connectionId }]);
    await bench.worker().told.fetch(bench.company.operatorId, bench.company.connectionId);
    await bench.drain();
    expect(read()).toHaveLength(3);
  });
});
