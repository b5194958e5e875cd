import { CompanyPull } from '#test/company-pull';
import { expectWhole, usePullStage } from '#test/pull-stage';
import { queueHomes } from '#test/queue-homes';

/** Three pages of the simulator's. */
const invoices = 2_500;

/** PostgreSQL's rows are the work; the queue only wakes workers, wherever it is kept. */
describe.each(queueHomes)('with the queue on %s', (_, openHome) => {
  const stage = usePullStage(openHome);

  it('the first pull of a linked company ends with exactly its books', async () => {
    const pull = await CompanyPull.prepare(stage, { name: 'Whole', invoices });
    await pull.start();
    await expectWhole(pull);
    expect(await stage.home.size(stage.platform)).toBeGreaterThan(0);
  }, 180_000);

  it('a pull whose whole queue is lost while a page is on its way, and again while it waits, ends with exactly the books', async () => {
    const pull = await CompanyPull.prepare(stage, { name: 'Forgotten', invoices });
    await pull.fault({ kind: 'delay', skip: 1, delayMs: 2_000 });
    // A fault that strikes hides the call from the next one: this strikes the call after the delayed one.
    await pull.fault({ kind: 'throttled', skip: 1, retryAfterSeconds: 5 });
    await pull.start();
    await pull.untilReading(({ status, page }) => status === 'running' && page === 2);
    await stage.home.lose(stage.platform);
    // The job that would wake the reading again is on the queue; the row says that it is due.
    await pull.untilReading(({ status }) => status === 'waiting');
    await stage.home.lose(stage.platform);
    await expectWhole(pull);
  }, 180_000);
});
