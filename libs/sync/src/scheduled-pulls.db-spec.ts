import { ConnectorError } from '#connector-kit/errors';
import { Directory } from '#database/directory';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { FirstPull } from './first-pull.js';
import { ScheduledPulls } from './scheduled-pulls.js';
import { standardSettings } from './sync-setting.js';
import { SyncSettings } from './sync-settings.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeEach(async () => {
  database = await PullBench.database();
  bench = await PullBench.open(database);
});
afterEach(() => database.drop());

const platforms = { of: () => bench.platform.connector };
const scheduled = () => new ScheduledPulls(new Directory(database.pool), database.tenants, bench.rows, platforms);
const settings = () => new SyncSettings(database.tenants);
const of = (dataType: string) => standardSettings.find((each) => each.dataType === dataType)!;
const link = () => database.tenants.run(bench.company.operatorId, (manager) => new FirstPull(bench.rows, platforms).linked(manager, { ...bench.company, platformKey: 'fake' }));
const linkAndPull = async () => {
  await (await link())();
  await bench.drain();
};
const pulls = async (dataType: string) => (await bench.rowsOf('select 1 from dataset where operator_id = $1 and data_type = $2', [dataType])).length;
const makeDue = (...types: string[]) => bench.rowsOf(`update sync_schedule set next_at = now() - interval '1 second' where operator_id = $1 and data_type = any($2)`, [types]);
/** Hours from now. */
const next = async (dataType: string): Promise<number | undefined> =>
  (await bench.rowsOf<{ hours: number }>(`
    select extract(epoch from next_at - now())::float / 3600 as hours from sync_schedule where operator_id = $1 and data_type = $2`, [dataType]))[0]?.hours;

describe('the schedule', () => {
  it('begins with the link, and goes on from the end of each pull', async () => {
    await linkAndPull();
    expect(await next('invoices')).toBeGreaterThan(22.7);
    await makeDue('invoices');
    await scheduled().queueDue();
    expect([await pulls('invoices'), await pulls('chartOfAccounts')]).toEqual([2, 1]);
    await bench.rowsOf(`update sync_schedule set next_at = now() + interval '1 hour' where operator_id = $1`);
    await bench.drain();
    expect(await next('invoices')).toBeGreaterThan(22.7);
    expect(await next('invoices')).toBeLessThanOrEqual(24);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete' });
    expect(await bench.rowsOf(`select mode from reading where operator_id = $1 and source = 'Invoices' order by requested_at`)).toEqual([{ mode: 'full' }, { mode: 'delta' }]);
  });

  describe('a compare of everything', () => {
    const modes = async () => (await bench.rowsOf<{ mode: string }>(`select mode from reading where operator_id = $1 and source = 'Invoices' order by requested_at`)).map(({ mode }) => mode);
    /** The last one was a week before. */
    const compareIn = (hours: number) => bench.rowsOf(`
      update source_state set compare_next_at = now() + $2 * interval '1 hour', compared_at = now() + ($2 - 168) * interval '1 hour'
      where operator_id = $1 and source = 'Invoices'`, [hours]);
    const pullDue = async (...types: string[]) => {
      await makeDue(...types);
      await scheduled().queueDue();
      await bench.drain();
    };

    it('does not wait for the next pull of its data type', async () => {
      bench.platform.put('Invoices', 'i1', { number: '1' });
      await linkAndPull();
      await compareIn(2);
      await pullDue('invoices', 'customers');
      expect(await next('invoices')).toBeCloseTo(2, 1);
      expect(await next('customers')).toBeGreaterThan(22.7);
      bench.platform.remove('Invoices', 'i1');
      await compareIn(-0.1);
      await pullDue('invoices');
      expect(await modes()).toEqual(['full', 'delta', 'full']);
      expect((await bench.documents('invoices')).get('i1')).toMatchObject({ metadata: { isDeleted: true } });
      expect(await next('invoices')).toBeGreaterThan(22.7);
    });

    it('is not made more often than its data type is pulled', async () => {
      await settings().setOperator(bench.company.operatorId, [{ ...of('invoices'), syncSchedule: 720 }]);
      await linkAndPull();
      await compareIn(2);
      await pullDue('invoices');
      expect(await next('invoices')).toBeGreaterThan(500);
    });

    it('takes along every data type of its endpoint', async () => {
      await linkAndPull();
      await compareIn(-0.1);
      await makeDue('invoices');
      await scheduled().queueDue();
      expect([await pulls('bills'), await pulls('customers')]).toEqual([2, 1]);
    });

    it('that could not be made waits for the next pull', async () => {
      await linkAndPull();
      await compareIn(-0.1);
      await makeDue('invoices');
      bench.platform.beforeRead = ({ source }) => { if (source === 'Invoices') throw new ConnectorError('rejected', 'missingRole'); };
      await scheduled().queueDue();
      await bench.drain();
      expect(await bench.dataset('invoices')).toMatchObject({ status: 'PermissionsError' });
      expect(await next('invoices')).toBeGreaterThan(22.7);
    });

    it('is not made of what is pulled only when it is asked for', async () => {
      await settings().setOperator(bench.company.operatorId, [{ ...of('invoices'), syncSchedule: 0 }, { ...of('bills'), syncSchedule: 0 }]);
      await linkAndPull();
      await compareIn(-1);
      await scheduled().queueDue();
      expect(await pulls('invoices')).toBe(1);
    });
  });

  it('has nothing due twice, however many look', async () => {
    await linkAndPull();
    await makeDue('invoices');
    await Promise.all([1, 2, 3].map(() => scheduled().queueDue()));
    expect(await pulls('invoices')).toBe(2);
  });

  it('takes along what is due shortly, since endpoints are shared', async () => {
    await linkAndPull();
    await makeDue('invoices');
    await bench.rowsOf(`update sync_schedule set next_at = now() + interval '30 minutes' where operator_id = $1 and data_type = 'bills'`);
    await scheduled().queueDue();
    expect([await pulls('bills'), await pulls('customers')]).toEqual([2, 1]);
  });

  it('lets what a person asks for go first, then what has just been linked', async () => {
    const ranks = () => [...new Set(bench.woken.splice(0).map(({ rank }) => Math.floor(rank! / 2_000)))];
    await (await link())();
    expect(ranks()).toEqual([1]);
    await bench.rowsOf(`update dataset set completed_at = now() where operator_id = $1`);
    await bench.rowsOf(`update reading set status = 'complete' where operator_id = $1`);
    await makeDue('invoices');
    await scheduled().queueDue();
    expect(ranks()).toEqual([2]);
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'chartOfAccounts');
    expect(ranks()).toEqual([0]);
  });

  describe('with several data types due', () => {
    const sourceOf = async ({ id }: { id: string }) => (await bench.rowsOf<{ source: string }>('select source from reading where operator_id = $1 and id = $2', [id]))[0].source;
    /** Sources in the order in which a queue hands them out. */
    const started = async () => {
      const woken = bench.woken.splice(0).sort((a, b) => a.rank! - b.rank!);
      return [...new Map(await Promise.all(woken.map(async (job) => [await sourceOf(job), job.rank! % 2_000] as const)))];
    };
    const order = (...orders: [dataType: string, syncOrder: number][]) =>
      settings().setOperator(bench.company.operatorId, orders.map(([dataType, syncOrder]) => ({ ...of(dataType), syncOrder })));

    beforeEach(async () => {
      bench.platform.moreSources.add('Months');
      await linkAndPull();
      await order(['items', 1], ['customers', 2], ['chartOfAccounts', 3], ['invoices', 0], ['suppliers', 9], ['bills', 9], ['payments', 9]);
    });

    it('starts with the most urgent one', async () => {
      await makeDue('chartOfAccounts', 'customers', 'items', 'suppliers');
      await scheduled().queueDue();
      expect(await started()).toEqual([['Months', 1], ['Contacts', 2], ['Accounts', 3]]);
    });

    it('starts with what the most urgent one waits for', async () => {
      await makeDue('items', 'chartOfAccounts', 'invoices');
      await scheduled().queueDue();
      expect(await started()).toEqual([['Accounts', 0], ['Months', 1]]);
    });

    it('starts with the most urgent one when a queue was lost', async () => {
      await makeDue('chartOfAccounts', 'customers', 'items', 'suppliers');
      await scheduled().queueDue();
      bench.woken.length = 0;
      const work = (await new Directory(database.pool).unfinishedWork(10)).filter(({ operatorId }) => operatorId === bench.company.operatorId);
      expect(await Promise.all(work.map(sourceOf))).toEqual(['Months', 'Contacts', 'Accounts']);
    });
  });

  it('forgets a connection that is not linked any more', async () => {
    await linkAndPull();
    await makeDue('invoices');
    await bench.rowsOf(`update connection set status = 'Deauthorized' where operator_id = $1`);
    await scheduled().queueDue();
    expect(await pulls('invoices')).toBe(1);
    expect(await bench.rowsOf('select 1 from sync_schedule where operator_id = $1')).toEqual([]);
  });

  it('follows the settings, counted from the last pull', async () => {
    await linkAndPull();
    const { operatorId, companyId } = bench.company;
    await bench.rowsOf(`update dataset set completed_at = now() - interval '10 hours' where operator_id = $1`);
    await settings().setOperator(operatorId, [{ ...of('invoices'), syncSchedule: 168 }, { ...of('bills'), syncSchedule: 0 }]);
    expect(await next('invoices')).toBeGreaterThan(149);
    expect(await next('invoices')).toBeLessThanOrEqual(158);
    expect(await next('bills')).toBeUndefined();
    await settings().setCompany(operatorId, companyId, { settings: [{ ...of('invoices'), syncSchedule: 1 }], overridesDefaults: true });
    expect(await next('invoices')).toBeLessThan(-8.9);
    await settings().setCompany(operatorId, companyId, { settings: [], overridesDefaults: false });
    expect(await next('invoices')).toBeGreaterThan(149);
  });

  it('queues no more than a worker gets through soon', async () => {
    await linkAndPull();
    await makeDue('invoices');
    await bench.rowsOf(`
      insert into reading (operator_id, id, connection_id, batch_id, position, source)
      select $1, gen_random_uuid(), $2, gen_random_uuid(), 0, 'other ' || n from generate_series(1, 50) n`, [bench.company.connectionId]);
    await scheduled().queueDue();
    expect(await pulls('invoices')).toBe(1);
  });
});

describe('financial statements', () => {
  it('are asked for as many months as the settings say', async () => {
    bench.platform.moreSources.add('Reports');
    const { operatorId, companyId } = bench.company;
    await bench.pullAll();
    await settings().setOperator(operatorId, [{ ...of('balanceSheet'), monthsToSync: 36 }]);
    await bench.pullAll();
    await settings().setCompany(operatorId, companyId, { settings: [{ ...of('balanceSheet'), monthsToSync: 12 }], overridesDefaults: true });
    await bench.pullAll();
    expect(bench.platform.reads.filter(({ source }) => source === 'Reports').map(({ months }) => months)).toEqual([24, 36, 12]);
  });
});

describe('the first link', () => {
  it('pulls only what the settings say, and so does a refresh of everything', async () => {
    await settings().setOperator(bench.company.operatorId, [{ ...of('bills'), fetchOnFirstLink: false }]);
    await linkAndPull();
    expect([await pulls('invoices'), await pulls('bills')]).toEqual([1, 0]);
    await bench.pullAll();
    expect([await pulls('invoices'), await pulls('bills')]).toEqual([2, 0]);
  });
});
