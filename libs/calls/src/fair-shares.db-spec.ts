import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { FixedWindows } from '#test/fixed-windows';
import { testClock } from '#test/test-clock';

/** Twenty organisations of one app that all want more than the app's minute has, over minutes of virtual time. */
describe('the app\'s minute', () => {
  let database: TestDatabase;
  let at: ReturnType<typeof testClock>;
  beforeAll(async () => {
    database = await testDatabase();
    at = testClock(database);
    await at.install();
  }, 60_000);
  afterAll(() => database?.drop());

  const minuteMs = 60_000;
  const perAppMinute = 400;
  const minutes = 6;
  /** Until the limiter knows who wants how much. */
  const warmUp = 2;

  /** Asks when it is told to; `askers` calls are in flight or waiting at once. */
  interface Asker { organisation: number; nextAt: number; flight: string | null }

  async function run(askersOf: (organisation: number) => number, pausesMs: (organisation: number) => number = () => 0) {
    const [operatorId, appId] = [newId(), newId()];
    const organisations = Array.from({ length: 20 }, () => newId());
    const start = Date.UTC(2026, 0, 1);
    const platform = new FixedWindows(perAppMinute, minuteMs, start);
    const granted = organisations.map(() => 0);
    const askers: Asker[] = organisations.flatMap((_, organisation) =>
      Array.from({ length: askersOf(organisation) }, (__, index) => ({ organisation, nextAt: start + organisation * 7 + index * 13, flight: null })));
    let shift = 0;
    for (;;) {
      const asker = askers.reduce((first, each) => (each.nextAt < first.nextAt ? each : first));
      const now = asker.nextAt;
      if (now >= start + minutes * minuteMs) break;
      const organisationId = organisations[asker.organisation];
      if (asker.flight) {
        await at.run(operatorId, now, `select finish_call($1, $2, $3, $4, 0, null, null, null, null, $5 * interval '1 ms')`, [operatorId, appId, organisationId, asker.flight, minuteMs]);
        asker.flight = null;
        asker.nextAt = now + pausesMs(asker.organisation);
        continue;
      }
      const id = newId();
      const [{ wait_ms: waitMs, limited_by: limit }] = await at.run<{ wait_ms: number; limited_by: string | null }>(operatorId, now,
        `select wait_ms, limited_by from take_call($1, $2, $3, $4, 5, 1000, 5000, $5, null, null, '100 s', $6 * interval '1 ms', '1 day', 0)`,
        [operatorId, appId, organisationId, id, perAppMinute, minuteMs]);
      shift = (shift + 0.37) % 1;
      if (limit !== null) {
        asker.nextAt = now + waitMs + Math.min(waitMs / 2, 1_000) * shift;
        continue;
      }
      platform.call(now + 100);
      if (now >= start + warmUp * minuteMs) granted[asker.organisation] += 1;
      asker.flight = id;
      asker.nextAt = now + 200;
    }
    const all = granted.reduce((sum, each) => sum + each, 0);
    return { refused: platform.refused, used: all / (perAppMinute * (minutes - warmUp)), perMinute: granted.map((each) => each / (minutes - warmUp)) };
  }

  it('is used to 95 %, never passed, and gives every organisation 80 % of its fair share, however many calls the others want at once', async () => {
    const figures = await run((organisation) => (organisation % 2 ? 1 : 4));
    tell('all want all', figures);
    expect(figures.refused).toBe(0);
    expect(figures.used).toBeGreaterThanOrEqual(0.95);
    expect(Math.min(...figures.perMinute)).toBeGreaterThanOrEqual(0.8 * perAppMinute / 20);
  }, 120_000);

  it('is used to 95 % when half of the organisations want little', async () => {
    const figures = await run((organisation) => (organisation % 2 ? 1 : 4), (organisation) => (organisation % 2 ? 10_000 : 0));
    tell('half want 6', figures);
    expect(figures.refused).toBe(0);
    expect(figures.used).toBeGreaterThanOrEqual(0.95);
  }, 120_000);
});

function tell(what: string, { refused, used, perMinute }: { refused: number; used: number; perMinute: number[] }): void {
  process.stdout.write(`${what}: ${refused} refused, ${(100 * used).toFixed(1)} % used, per organisation and minute ${Math.min(...perMinute)} to ${Math.max(...perMinute)}\n`);
}
