import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CompanyPull, type InvoicesReading } from '#test/company-pull';
import { expectWhole, usePullStage } from '#test/pull-stage';
import { queueHomes } from '#test/queue-homes';
import type { Child } from '../../apps/launcher/src/child-process.js';

/** Three pages of the simulator's. */
const invoices = 2_500;

/** No worker gets that far by itself: whoever waits for this page was ended by the test. */
const forEverMs = 600_000;

/** A worker dies, stops or freezes in the middle of a pull, and another one goes on. */
describe.each(queueHomes)('with the queue on %s', (homeName, openHome) => {
  const stage = usePullStage(openHome, { workers: 0, env: { LOG_LEVEL: 'info' } });

  afterEach(async () => {
    for (const worker of stage.platform.workers.splice(0)) {
      worker.process.kill('SIGCONT');
      await worker.stop();
    }
  });

  it('a worker that is killed is followed by another one, from the page that it left', async () => {
    const pull = await prepare('Killed');
    await pull.fault({ kind: 'delay', skip: 1, delayMs: forEverMs });
    const victim = await startHolder(pull);
    const before = await pull.untilReading(({ page }) => page === 2);
    await stage.platform.startWorker();
    const killed = performance.now();
    await victim.kill();
    const after = await pull.untilReading(({ attempt }) => attempt > before.attempt);
    tell('takeover after kill -9', killed);
    expect(after).toMatchObject({ id: before.id, attempt: before.attempt + 1, lease_owner: expect.not.stringMatching(before.lease_owner!) as string });
    await expectWhole(pull);
  }, 180_000);

  it('a worker that is told to stop stores the page at hand, gives its work back and ends well', async () => {
    const pull = await prepare('Stopped');
    await pull.fault({ kind: 'delay', skip: 2, delayMs: forEverMs });
    const unlock = await lockPage(2);
    const holder = await startHolder(pull);
    await untilBlocked();
    const storing = await pull.reading();
    const told = performance.now();
    const gone = once(holder.process, 'exit');
    holder.process.kill('SIGTERM');
    await unlock();
    expect(await gone).toEqual([0, null]);
    tell('graceful stop', told);
    expect(await pull.reading()).toMatchObject({ status: 'queued', lease_owner: null, lease_until: null, attempt: storing.attempt, page: 3 });
    expect((await stage.admin.query('select 1 from reading where lease_until is not null')).rowCount).toBe(0);
    await stage.admin.query('drop function wait_for_test cascade');

    await stage.platform.startWorker();
    const ready = performance.now();
    await pull.untilReading(({ attempt }) => attempt > storing.attempt);
    tell('taken up by the next worker', ready);
    await expectWhole(pull);
    expect(await pull.reading()).toMatchObject({ attempt: storing.attempt + 1 });
  }, 180_000);

  // Leases and fences are rows of PostgreSQL wherever the queue is.
  if (homeName === 'PostgreSQL') {
    it('a worker that was frozen while it waited for an answer changes nothing when it wakes up late', async () => {
      const pull = await prepare('Frozen');
      await pull.fault({ kind: 'delay', skip: 1, times: 2, delayMs: 3_000 });
      const frozen = await startHolder(pull);
      const before = await pull.untilReading(({ page }) => page === 2);
      frozen.process.kill('SIGSTOP');
      // The answer that the frozen one waits for is there when it wakes up, and the other one waits for the same page.
      await expectTakenOver(pull, frozen, before);
    }, 180_000);

    it('a worker that was frozen while it stored a page holds up nobody for long and changes nothing when it wakes up', async () => {
      const pull = await prepare('Frozen with locks');
      const unlock = await lockPage(2);
      const frozen = await startHolder(pull);
      await untilBlocked();
      const before = await pull.reading();
      frozen.process.kill('SIGSTOP');
      // From here on it holds the row of the reading, and its lists, in a transaction that it cannot end.
      await unlock();
      await expectTakenOver(pull, frozen, before);
      await stage.admin.query('drop function wait_for_test cascade');
    }, 180_000);
  }

  async function expectTakenOver(pull: CompanyPull, frozen: Child, before: InvoicesReading): Promise<void> {
    await stage.platform.startWorker();
    const after = await pull.untilReading(({ attempt }) => attempt > before.attempt);
    frozen.process.kill('SIGCONT');
    await expectWhole(pull);
    // Of two attempts one gives up, and it is the one that is over.
    expect(await attemptGivenUp(before.id)).toBe(before.attempt);
    expect(await pull.reading()).toMatchObject({ attempt: after.attempt, deaths: 0 });
    expect(frozen.process.exitCode).toBeNull();
  }

  function prepare(name: string): Promise<CompanyPull> {
    return CompanyPull.prepare(stage, { name, invoices });
  }

  /** The only worker there is holds whatever is held. */
  async function startHolder(pull: CompanyPull): Promise<Child> {
    const worker = await stage.platform.startWorker();
    await pull.start();
    return worker;
  }

  /** Whoever stores this page of invoices waits in its transaction until the lock is given up. */
  async function lockPage(page: number): Promise<() => Promise<void>> {
    await stage.admin.query(`
      select pg_advisory_lock(1);
      create function wait_for_test() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(1); return new; end $$;
      create trigger wait_for_test before update on reading for each row
        when (new.source = 'Invoices' and new.cursor ->> 'page' = '${page + 1}' and old.cursor ->> 'page' = '${page}') execute function wait_for_test();`);
    return async () => {
      await stage.admin.query('select pg_advisory_unlock(1)');
    };
  }

  async function untilBlocked(): Promise<void> {
    while ((await stage.admin.query(`select 1 from pg_locks where locktype = 'advisory' and (classid, objid) = (0, 1) and not granted`)).rowCount === 0) await pause(20);
  }

  /** As the worker that gave up says in its log. */
  async function attemptGivenUp(readingId: string): Promise<number> {
    for (;;) {
      for (const name of (await readdir(stage.platform.logs)).filter((each) => each.startsWith('worker-'))) {
        const log = await readFile(path.join(stage.platform.logs, name), 'utf8');
        const line = log.split('\n').find((each) => each.includes(readingId) && each.includes('reading went on elsewhere'));
        if (line) return (JSON.parse(line) as { attempt: number }).attempt;
      }
      await pause(50);
    }
  }

  function tell(what: string, since: number): void {
    process.stderr.write(`worker-stop on ${homeName}: ${what} ${Math.round(performance.now() - since)} ms\n`);
  }
});
