import { setTimeout as pause } from 'node:timers/promises';
import { nativeText } from '#records/record-text';
import { documentOutcome } from '#records/record-to-write';
import { writeRecords } from '#records/write';
import { createLogger } from '#platform/logger';
import type { Queue } from '#queue/queue';
import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { startOfRound } from './cursor.js';
import { StaleAttempt } from '#queue/lease';
import { type HeldReading, nothingRead, type PageEnd, type Readings } from './readings.js';
import { Sweep } from './sweep.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let bench: PullBench;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database.drop());
beforeEach(async () => { bench = await PullBench.open(database); });

const end: PageEnd = { cursor: { ...startOfRound(1), page: 2 }, counts: { ...nothingRead, read: 1 }, progress: 50, status: 'Fetching' };

async function queued(): Promise<{ operatorId: string; id: string }> {
  await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'chartOfAccounts');
  const { operatorId, id } = bench.woken.shift()!;
  return { operatorId, id };
}

async function expireLease(): Promise<void> {
  await bench.rowsOf(`update reading set lease_until = now() - interval '1 second' where operator_id = $1`);
}

function storeOne(readings: Readings, reading: HeldReading, sourceId: string): Promise<unknown> {
  return readings.commitPage(reading, end, (client) => writeRecords(client, reading, [{
    dataType: 'chartOfAccounts', source: 'Accounts', sourceId, native: nativeText({ sourceId }), outcome: documentOutcome({ id: sourceId }),
  }]));
}

describe('leases', () => {
  it('give a reading to one of many workers that want it at once', async () => {
    const ids = await queued();
    const claims = await Promise.all(Array.from({ length: 8 }, () => bench.worker().readings.claim(ids)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('are not taken over while they live', async () => {
    const ids = await queued();
    await bench.worker().readings.claim(ids);
    expect(await bench.worker().readings.claim(ids)).toBeNull();
  });

  it('stay alive with their holder for longer than they last', async () => {
    const ids = await queued();
    const { readings } = bench.worker();
    const held = (await readings.claim(ids))!;
    const heartbeat = readings.keepAlive(held);
    await pause(7_000);
    expect(await bench.worker().readings.claim(ids)).toBeNull();
    expect(heartbeat.lost.aborted).toBe(false);
    heartbeat.stop();
  });

  it('tell their holder when somebody else has taken over', async () => {
    const ids = await queued();
    const { readings } = bench.worker();
    const held = (await readings.claim(ids))!;
    const heartbeat = readings.keepAlive(held);
    await expireLease();
    await bench.worker().readings.claim(ids);
    while (!heartbeat.lost.aborted) await pause(50);
    heartbeat.stop();
  });

  it('count a death, but not a reading that was given back', async () => {
    const ids = await queued();
    const first = bench.worker().readings;
    await first.release((await first.claim(ids))!);
    await bench.worker().readings.claim(ids);
    expect(await bench.rowsOf('select deaths from reading where operator_id = $1')).toEqual([{ deaths: 0 }]);
    await expireLease();
    await bench.worker().readings.claim(ids);
    expect(await bench.rowsOf('select deaths from reading where operator_id = $1')).toEqual([{ deaths: 1 }]);
  });
});

describe('the fence', () => {
  it('lets nothing of an old attempt through: no record, cursor, total or progress', async () => {
    const ids = await queued();
    const old = bench.worker().readings;
    const stale = (await old.claim(ids))!;
    await expireLease();
    const young = bench.worker().readings;
    const held = (await young.claim(ids))!;
    await storeOne(young, held, 'from-the-new');
    const before = await everything();
    await expect(storeOne(old, stale, 'from-the-old')).rejects.toThrow(StaleAttempt);
    await expect(old.finish(stale, [], { to: null, posts: false })).rejects.toThrow(StaleAttempt);
    await expect(old.pause(stale, 60, 'why', 1)).rejects.toThrow(StaleAttempt);
    await expect(old.fail(stale, { status: 'FetchError', message: '', errorKind: '', whole: true })).rejects.toThrow(StaleAttempt);
    expect(await everything()).toEqual(before);
  });

  it('is what stops it: the same write without the fence gets through', async () => {
    const ids = await queued();
    const stale = (await bench.worker().readings.claim(ids))!;
    await expireLease();
    await bench.worker().readings.claim(ids);
    await database.tenants.sql(stale.operatorId, (client) => writeRecords(client, stale, [{
      dataType: 'chartOfAccounts', source: 'Accounts', sourceId: 'from-the-old', native: nativeText({}), outcome: documentOutcome({ id: 'x' }),
    }]));
    expect((await bench.documents('chartOfAccounts')).has('from-the-old')).toBe(true);
  });

  it('stops a reading that ended or whose company was deleted', async () => {
    const ids = await queued();
    const { readings } = bench.worker();
    const held = (await readings.claim(ids))!;
    await bench.rowsOf('delete from company where operator_id = $1');
    await expect(storeOne(readings, held, 'x')).rejects.toThrow(StaleAttempt);
  });

  it('keeps a page whole: what fails in the middle of it leaves nothing', async () => {
    const ids = await queued();
    const { readings } = bench.worker();
    const held = (await readings.claim(ids))!;
    const before = await everything();
    await expect(readings.commitPage(held, end, async (client) => {
      await writeRecords(client, held, [{ dataType: 'chartOfAccounts', source: 'Accounts', sourceId: 'a', native: nativeText({}), outcome: documentOutcome({ id: 'a' }) }]);
      throw new Error('in the middle');
    })).rejects.toThrow('in the middle');
    expect(await everything()).toEqual(before);
  });
});

describe('a worker that died or froze', () => {
  it('is followed by one that goes on from its last page, and the books come out whole', async () => {
    for (let i = 1; i <= 45; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}` });
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices');
    const { operatorId, id } = bench.woken.shift()!;
    const context = { stopping: new AbortController().signal };
    let thaw: () => void = () => undefined;
    let frozen: Promise<unknown> = Promise.resolve();
    await new Promise<void>((reached) => {
      bench.platform.beforeRead = ({ page }) => {
        if (page !== 3) return;
        bench.platform.beforeRead = () => undefined;
        reached();
        return new Promise<void>((resolve) => { thaw = resolve; });
      };
      frozen = bench.worker().pull.run({ operatorId, id }, context);
    });
    await until(async () => (await bench.documents('invoices')).size === 20);
    bench.platform.reads.length = 0;
    await expireLease();
    await bench.worker().pull.run({ operatorId, id }, context);
    expect(bench.platform.reads[0]).toMatchObject({ page: 3 });
    expect((await bench.documents('invoices')).size).toBe(45);
    const before = await everything();
    thaw();
    await frozen;
    expect(await everything()).toEqual(before);
    expect(await bench.dataset('invoices')).toMatchObject({ status: 'Complete' });
  });

  it('has taken the rest of a list that comes whole along: the next one asks for the list again', async () => {
    for (let i = 1; i <= 45; i++) bench.platform.put('Accounts', `a${i}`, { code: String(i), name: 'Sales' });
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'chartOfAccounts');
    const { operatorId, id } = bench.woken.shift()!;
    const first = bench.worker();
    const commitPage = first.readings.commitPage.bind(first.readings);
    jest.spyOn(first.readings, 'commitPage').mockImplementation((reading, pageEnd, work) => (
      pageEnd.cursor.page > 3 ? Promise.reject(new StaleAttempt(reading)) : commitPage(reading, pageEnd, work)));
    await first.pull.run({ operatorId, id }, { stopping: new AbortController().signal });
    expect((await bench.documents('chartOfAccounts')).size).toBe(20);
    bench.platform.remove('Accounts', 'a45');
    await expireLease();
    await bench.worker().pull.run({ operatorId, id }, { stopping: new AbortController().signal });
    expect(bench.platform.reads).toHaveLength(2);
    expect(await bench.rowsOf('select source_id from record where operator_id = $1 and is_deleted')).toEqual([{ source_id: 'a45' }]);
    expect(await bench.dataset('chartOfAccounts')).toMatchObject({ status: 'Complete', counts: { read: 44 } });
  });

  it('that was asked to stop gives the reading back at once', async () => {
    for (let i = 1; i <= 25; i++) bench.platform.put('Invoices', `i${i}`, { number: `INV-${i}` });
    await bench.refresh.byType(bench.company.operatorId, bench.company.companyId, 'invoices');
    const { operatorId, id } = bench.woken.shift()!;
    const stop = new AbortController();
    bench.platform.beforeRead = ({ page }) => { if (page === 2) stop.abort(); };
    expect(await bench.worker().pull.run({ operatorId, id }, { stopping: stop.signal })).toEqual({ againInMs: 0 });
    bench.platform.beforeRead = () => undefined;
    await bench.worker().pull.run({ operatorId, id }, { stopping: new AbortController().signal });
    expect((await bench.documents('invoices')).size).toBe(25);
    expect(await bench.rowsOf('select deaths from reading where operator_id = $1')).toEqual([{ deaths: 0 }]);
  });
});

describe('the sweep', () => {
  it('rebuilds a queue that was lost', async () => {
    bench.platform.put('Accounts', 'a1', { code: '200', name: 'Sales' });
    await bench.refresh.all(bench.company.operatorId, bench.company.companyId);
    bench.woken.length = 0;
    const mine: { name: string; operatorId: string; id: string }[] = [];
    const queue = { wake: (name: string, ids: { operatorId: string; id: string }) => {
      if (ids.operatorId === bench.company.operatorId) mine.push({ name, ...ids });
      return Promise.resolve();
    } } as unknown as Queue;
    const sweep = new Sweep(database.directory, queue, createLogger('test', 'silent'));
    // Whatever is woken on the way is lost as well: only the sweep speaks.
    for (let round = 0; round < 10; round++) {
      await sweep.once();
      bench.woken.length = 0;
      bench.woken.push(...mine.splice(0));
      const jobs = [...bench.woken];
      bench.woken.length = 0;
      for (const { operatorId, id } of jobs) await bench.worker().pull.run({ operatorId, id }, { stopping: new AbortController().signal });
    }
    expect(await bench.rowsOf(`select 1 from dataset where operator_id = $1 and status <> 'Complete'`)).toEqual([]);
  });
});

/** Everything that an attempt may write, with the versions of the rows. */
async function everything(): Promise<unknown> {
  return {
    readings: await bench.rowsOf('select *, xmin::text from reading where operator_id = $1 order by id'),
    pages: await bench.rowsOf('select *, xmin::text from reading_page where operator_id = $1 order by number'),
    datasets: await bench.rowsOf('select *, xmin::text from dataset where operator_id = $1 order by id'),
    records: await bench.rowsOf('select *, xmin::text from record where operator_id = $1 order by data_type, source_id'),
    totals: await bench.rowsOf('select *, xmin::text from record_total where operator_id = $1 order by data_type'),
    remappings: await bench.rowsOf('select *, xmin::text from remapping where operator_id = $1 order by id'),
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}
