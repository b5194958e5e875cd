import { setTimeout as pause } from 'node:timers/promises';
import { ConnectorError } from '#connector-kit/errors';
import { HttpCaller } from '#connector-kit/http-caller';
import { connectorOf } from '#connectors/registry';
import { newId } from '#platform/ids';
import { linkingWorld, type LinkingWorld } from '#test/linking';
import { CallBudget, type Caller, type Ticket } from './call-budget.js';

interface Use { calls: number; refused: Record<string, number>; early: number; firstCall: string; lastCall: string }

/** Shortened as the simulator's: what is asserted are counts, so that a slow machine only takes longer. */
const minuteSeconds = 12;
const limits = { concurrent: 5, perMinute: 30, perDay: 5_000, perMinuteOfApp: 200 };
const callsOfApp = 900;
/** Until the limiter has met every organisation. */
const warmUp = 300;

/** Two operators with an app each and ten organisations each, all of which have more work than the apps' minutes allow. */
describe('twenty organisations at the simulator', () => {
  let world: LinkingWorld;
  let http: HttpCaller;
  beforeAll(async () => {
    world = await linkingWorld({ SIMULATOR_LIMITS: 'on', SIMULATOR_MINUTE_SECONDS: String(minuteSeconds) });
    await world.simulator.control('POST', 'limits', { perMinute: limits.perMinute, perAppMinute: limits.perMinuteOfApp });
    http = new HttpCaller({ baseUrl: world.simulator.url });
  }, 60_000);
  afterAll(async () => {
    http?.close();
    await world?.close();
  });

  const connector = connectorOf('gbol');

  async function organisations(clientId: string): Promise<{ tenantIds: string[]; token: string }> {
    const email = `${clientId}@example.com`;
    await world.simulator.control('POST', 'people', { email, password: 'demo' });
    const tenantIds: string[] = [];
    for (let number = 1; number <= 10; number += 1) {
      tenantIds.push((await world.simulator.control<{ tenantId: string }>('POST', 'organisations', { name: `${clientId} ${number}`, invoices: 0, email })).tenantId);
    }
    const consent = { clientId, email, tenantIds, scopes: 'offline_access accounting.settings.read' };
    return { tenantIds, token: (await world.simulator.control<{ access_token: string }>('POST', 'consents', consent)).access_token };
  }

  /** Calls until the app has made enough calls, and waits as long as it is told to, as a parked reading does. */
  async function work(who: Caller, token: string, done: { calls: number; fair: Map<string, number> }, budget: CallBudget): Promise<void> {
    while (done.calls < callsOfApp) {
      let ticket: Ticket;
      try {
        ticket = await budget.take(who);
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        await pause((error.retryAfterSeconds ?? 1) * 1000);
        continue;
      }
      done.calls += 1;
      if (done.calls > warmUp) done.fair.set(who.organisationId!, (done.fair.get(who.organisationId!) ?? 0) + 1);
      const headers = { authorization: `Bearer ${token}`, [connector.organisationHeader]: who.organisationId! };
      const answer = await http.send({ method: 'GET', path: '/api.xro/2.0/Organisation', headers });
      const failure = connector.classify(answer);
      await ticket.finish({ bytes: answer.bytes, remaining: connector.remaining(answer), ...(failure && { throttled: failure }) });
    }
  }

  it('are never refused nor early, and none is left below 80 % of its fair share, whether it has one caller or four', async () => {
    const windows = { minuteMs: minuteSeconds * 1000, dayMs: 86_400_000, leaseMs: 10_000 };
    const fair: Map<string, number>[] = [];
    await Promise.all(['first', 'second'].map(async (name) => {
      const clientId = `${name}-app-of-a-test-of-fairness`;
      await world.simulator.control('POST', 'apps', { clientId, clientSecret: 'a-secret-of-a-test-000000000000000000000000' });
      const { tenantIds, token } = await organisations(clientId);
      const app = { operatorId: newId(), appId: newId(), limits, lifted: null, purpose: 'pull' as const };
      const done = { calls: 0, fair: new Map<string, number>() };
      fair.push(done.fair);
      const [one, other] = [new CallBudget(world.database.tenants, windows), new CallBudget(world.database.tenants, windows)];
      await Promise.all(tenantIds.flatMap((organisationId, index) =>
        Array.from({ length: index % 2 ? 1 : 4 }, (_, caller) => work({ ...app, organisationId }, token, done, caller % 2 ? one : other))));
    }));
    const usage = Object.values(await world.simulator.control<Record<string, Use & { organisations: Record<string, Use> }>>('GET', 'usage')).filter(({ calls }) => calls >= callsOfApp);
    expect(usage).toHaveLength(2);
    let [calls, refused] = [0, 0];
    for (const app of usage) {
      const windowsPassed = (Date.parse(app.lastCall) - Date.parse(app.firstCall)) / (minuteSeconds * 1000) + 1;
      process.stdout.write(`${app.calls} calls, refused ${JSON.stringify(app.refused)}, ${app.early} early, ${windowsPassed.toFixed(1)} windows of ${limits.perMinuteOfApp}\n`);
      calls += app.calls;
      refused += Object.values(app.refused).reduce((sum, count) => sum + count, 0);
      expect(app.early).toBe(0);
    }
    expect(refused).toBeLessThanOrEqual(calls / 1000);
    for (const counts of fair) {
      const each = [...counts.values()];
      process.stdout.write(`calls per organisation: ${Math.min(...each)} to ${Math.max(...each)}\n`);
      expect(each).toHaveLength(10);
      expect(Math.min(...each)).toBeGreaterThanOrEqual(0.8 * (callsOfApp - warmUp) / 10);
    }
  }, 180_000);
});
