import pg from 'pg';
import type { CompanyPull } from './company-pull.js';
import { OperatorClient } from './operator-client.js';
import { type PlatformOptions, type RunningPlatform, startPlatform } from './processes.js';
import type { QueueHome } from './queue-homes.js';

/** What a test of pulls plays on: a running platform without the simulator's limits, and an operator with Xero enabled. */
export interface PullStage {
  readonly home: QueueHome;
  readonly platform: RunningPlatform;
  /** The superuser's connection to the platform's database. */
  readonly admin: pg.Client;
  readonly operator: OperatorClient;
}

/** Set up before the first test of a `describe` and taken down after its last. */
export function usePullStage(openHome: () => Promise<QueueHome>, options: PlatformOptions = {}): PullStage {
  const stage: Partial<{ -readonly [Part in keyof PullStage]: PullStage[Part] }> = {};
  beforeAll(async () => {
    stage.home = await openHome();
    stage.platform = await startPlatform({ redisUrl: stage.home.redisUrl, simulator: { SIMULATOR_LIMITS: 'off' }, ...options });
    stage.admin = new pg.Client({ connectionString: stage.platform.adminUrl });
    await stage.admin.connect();
    stage.operator = await OperatorClient.signedIn(stage.platform);
    await stage.operator.enableXero('plus');
  });
  afterAll(async () => {
    await stage.admin?.end();
    await stage.platform?.stop();
    await stage.home?.stop();
  });
  return stage as PullStage;
}

/** The pull ended well, with exactly the organisation's books. */
export async function expectWhole(pull: CompanyPull): Promise<void> {
  const history = await pull.untilPulled();
  expect(history.filter(({ isErrored }) => isErrored)).toEqual([]);
  const truth = await pull.truth();
  expect(truth.length).toBeGreaterThan(pull.invoices / 2);
  expect(await pull.stored()).toEqual(truth);
  // A page that was stored twice would have added less the second time.
  expect(await pull.added()).toBe(truth.length);
}
