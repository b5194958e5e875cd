import pg from 'pg';
import { CompanyPull } from '#test/company-pull';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { type QueueHome, queueHomes } from '#test/queue-homes';

/** Three pages of the simulator's. */
const invoices = 2_500;

/** PostgreSQL's rows are the work; the queue only wakes workers, wherever it is kept. */
describe.each(queueHomes)('with the queue on %s', (_, openHome) => {
  let home: QueueHome;
  let platform: RunningPlatform;
  let admin: pg.Client;
  let operator: OperatorClient;

  beforeAll(async () => {
    home = await openHome();
    platform = await startPlatform({ redisUrl: home.redisUrl, simulator: { SIMULATOR_LIMITS: 'off' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
  }, 120_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
    await home?.stop();
  });

  it('the first pull of a linked company ends with exactly its books', async () => {
    const pull = await CompanyPull.prepare(platform, operator, admin, { name: 'Whole', invoices });
    await pull.start();
    await expectWhole(pull);
    expect(await home.size(platform)).toBeGreaterThan(0);
  }, 180_000);

  it('a pull whose whole queue is lost while a page is on its way, and again while it waits, ends with exactly the books', async () => {
    const pull = await CompanyPull.prepare(platform, operator, admin, { name: 'Forgotten', invoices });
    await pull.fault({ kind: 'delay', skip: 1, delayMs: 2_000 });
    // A fault that strikes hides the call from the next one: this strikes the call after the delayed one.
    await pull.fault({ kind: 'throttled', skip: 1, retryAfterSeconds: 5 });
    await pull.start();
    await pull.untilReading(({ status, page }) => status === 'running' && page === 2);
    await home.lose(platform);
    // The job that would wake the reading again is on the queue; the row says that it is due.
    await pull.untilReading(({ status }) => status === 'waiting');
    await home.lose(platform);
    await expectWhole(pull);
  }, 180_000);

  async function expectWhole(pull: CompanyPull): Promise<void> {
    const history = await pull.untilPulled();
    expect(history.filter(({ isErrored }) => isErrored)).toEqual([]);
    const truth = await pull.truth();
    expect(truth.length).toBeGreaterThan(invoices / 2);
    expect(await pull.stored()).toEqual(truth);
    expect(await pull.added()).toBe(truth.length);
  }
});
