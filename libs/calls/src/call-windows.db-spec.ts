import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { FixedWindows } from '#test/fixed-windows';
import { testClock } from '#test/test-clock';
import type pg from 'pg';

interface Run {
  seed: number;
  /** Virtual time from the first to the last call. */
  lastsMs: number;
  latencyMs: [number, number];
  perMinute: number;
  perDay: number;
  dayMs: number;
  /** What pulls leave of places and of the minute. */
  reserve?: { concurrent: number; minute: number };
  /** Whether answers say what is left. */
  told: boolean;
  /** Changes what the limiter has written down after each answer: the broken twins. */
  sabotage?: string;
}

/** A small generator of repeatable numbers in [0, 1) (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The limiter's functions in virtual time, with callers who always want more and a platform that counts each call at some
 * moment of its flight. Within a transaction of the test `clock_timestamp()` is ours, so that hours take seconds and a
 * seed gives the same run everywhere.
 */
describe('the call budget, over hours of virtual time', () => {
  let database: TestDatabase;
  let clock: ReturnType<typeof testClock>;

  beforeAll(async () => {
    database = await testDatabase();
    clock = testClock(database);
    await clock.install();
  }, 60_000);

  afterAll(() => database?.drop());

  const minuteMs = 60_000;
  const most = 8;

  async function run({ seed, lastsMs, latencyMs, perMinute, perDay, dayMs, reserve = { concurrent: 0, minute: 0 }, told, sabotage }: Run) {
    const random = dice(seed);
    const [operatorId, appId, organisationId] = [newId(), newId(), newId()];
    const start = Date.UTC(2026, 0, 1);
    const platform = {
      minute: new FixedWindows(perMinute, minuteMs, start - random() * minuteMs),
      day: new FixedWindows(perDay, dayMs, start - random() * dayMs),
    };
    const at = <Row extends pg.QueryResultRow>(moment: number, text: string, values: unknown[]) => clock.run<Row>(operatorId, moment, text, values);
    const take = (moment: number, id: string) => at<{ wait_ms: number; limited_by: string | null }>(moment,
      `select wait_ms, limited_by from take_call($1, $2, $3, $4, 5, $5, $6, 10000, null, null, '100 s', $7 * interval '1 ms', $8 * interval '1 ms', 0, $9, $10)`,
      [operatorId, appId, organisationId, id, perMinute, perDay, minuteMs, dayMs, reserve.minute, reserve.concurrent]);
    const flights: { id: string; countedAt: number; endsAt: number; left: { minute: number; day: number } | null }[] = [];
    let [now, nextTry, running] = [start, start, 0];
    while (now < start + lastsMs) {
      while (now >= nextTry && flights.length < most) {
        const id = newId();
        const [answer] = await take(now, id);
        if (answer.limited_by !== null) {
          nextTry = answer.limited_by === 'concurrent' ? Infinity : now + answer.wait_ms;
          break;
        }
        const latency = latencyMs[0] + random() * (latencyMs[1] - latencyMs[0]);
        flights.push({ id, countedAt: now + random() * latency, endsAt: now + latency, left: null });
        running = Math.max(running, flights.length);
      }
      now = Math.min(nextTry > now ? nextTry : Infinity, ...flights.map((flight) => (flight.left ? flight.endsAt : flight.countedAt)));
      for (const flight of flights) {
        if (!flight.left && flight.countedAt <= now) flight.left = { minute: platform.minute.call(flight.countedAt), day: platform.day.call(flight.countedAt) };
      }
      const ended = flights.findIndex((flight) => flight.left && flight.endsAt <= now);
      if (ended < 0) continue;
      const [flight] = flights.splice(ended, 1);
      const left = told ? [flight.left!.minute, flight.left!.day] : [null, null];
      await at(now, `select finish_call($1, $2, $3, $4, 0, $5, $6, null, null, $7 * interval '1 ms')`, [operatorId, appId, organisationId, flight.id, ...left, minuteMs]);
      if (sabotage) await at(now, sabotage, []);
      if (nextTry === Infinity) nextTry = now;
    }
    const use = (windows: FixedWindows, limit: number, lengthMs: number) => windows.granted / (limit * (lastsMs / lengthMs));
    return {
      refused: platform.minute.refused + platform.day.refused,
      running,
      ofMinutes: use(platform.minute, perMinute, minuteMs),
      ofDays: use(platform.day, perDay, dayMs),
    };
  }

  const busyMinutes = { lastsMs: 8 * minuteMs, perMinute: 60, perDay: 5_000, dayMs: 86_400_000, reserve: { concurrent: 1, minute: 2 } };

  it.each([1, 2])('is never refused and uses 95 %% of every minute, told what is left (seed %i)', async (seed) => {
    const { refused, running, ofMinutes } = await run({ ...busyMinutes, seed, latencyMs: [50, 4_000], told: true });
    expect({ refused, running }).toEqual({ refused: 0, running: 4 });
    process.stdout.write(`${(100 * ofMinutes).toFixed(1)} %\n`);
    expect(ofMinutes).toBeGreaterThanOrEqual(0.95);
  }, 120_000);

  it('is never refused and uses 95 % of every minute when answers are quick and tell nothing', async () => {
    const { refused, ofMinutes } = await run({ ...busyMinutes, seed: 4, latencyMs: [50, 1_000], told: false });
    expect(refused).toBe(0);
    process.stdout.write(`${(100 * ofMinutes).toFixed(1)} %\n`);
    expect(ofMinutes).toBeGreaterThanOrEqual(0.95);
  }, 120_000);

  it.each([true, false])('is never refused and uses 95 %% of every day; told what is left: %s', async (told) => {
    const dayMs = 30 * minuteMs;
    const { refused, ofDays } = await run({ seed: 5, lastsMs: 4 * dayMs, latencyMs: [50, 800], perMinute: 60, perDay: 300, dayMs, told });
    expect(refused).toBe(0);
    expect(ofDays).toBeGreaterThanOrEqual(0.95);
  }, 120_000);

  it.each([
    ['counts a call from its start instead of its end', false, 'update call_entry set finished_at = taken_at where finished_at is not null'],
    ['believes that more is left than it was told', true, 'update call_budget set minute_left = minute_left + 3'],
  ])('catches a limiter that %s', async (_, told, sabotage) => {
    const { refused } = await run({ ...busyMinutes, seed: 6, lastsMs: 6 * minuteMs, latencyMs: [50, 4_000], told, sabotage });
    expect(refused).toBeGreaterThan(0);
  }, 120_000);
});
