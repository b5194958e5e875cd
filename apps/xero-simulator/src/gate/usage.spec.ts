import { call } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';
import type { AppUse } from './usage.js';

describe('the use that an app makes of its limits', () => {
  let simulator: RunningSimulator;
  let bearer: string;
  const tenants = (email: string): string[] => Object.keys(simulator.world.personByEmail(email)!.roles);
  const start = async (environment: Record<string, string> = {}): Promise<string[]> => {
    simulator = await startSimulator(environment);
    const tenantIds = tenants('accountant@example.com');
    const scopes = 'offline_access accounting.settings.read accounting.contacts.read';
    bearer = (await simulator.control<{ access_token: string }>('POST', 'consents', { email: 'accountant@example.com', scopes, tenantIds })).access_token;
    return tenantIds;
  };
  afterEach(() => simulator.stop());

  const get = async (tenantId: string, path = 'Accounts'): Promise<{ status: number; bytes: number; wait: number }> => {
    const response = await call(simulator, bearer, `/api.xro/2.0/${path}`, tenantId);
    const body = await response.arrayBuffer();
    return { status: response.status, bytes: body.byteLength, wait: Number(response.headers.get('retry-after')) };
  };
  const usage = async (): Promise<AppUse> => (await simulator.control<Record<string, AppUse>>('GET', 'usage'))[simulator.clientId];

  test('counts calls, refusals and calls before Retry-After per organisation and over the app', async () => {
    const [first, second] = await start();
    await simulator.control('POST', 'limits', { perMinute: 2 });
    for (let count = 0; count < 4; count++) await get(first);
    await get(second);
    expect(await usage()).toMatchObject({
      calls: 3, refused: { minute: 2 }, early: 1,
      organisations: { [first]: { calls: 2, refused: { minute: 2 }, early: 1 }, [second]: { calls: 1, refused: {}, early: 0 } },
    });
    simulator.clock.advance(60);
    expect((await get(first)).status).toBe(200);
    expect((await usage()).early).toBe(1);
  });

  test('an app that waits as long as it was told is never early, through windows of a second', async () => {
    const [first] = await start({ SIMULATOR_MINUTE_SECONDS: '1' });
    await simulator.control('POST', 'limits', { perMinute: 3 });
    const waited: number[] = [];
    for (let done = 0; done < 8;) {
      const { status, wait } = await get(first);
      if (status === 200) done++;
      else {
        waited.push(wait);
        await new Promise((resolve) => setTimeout(resolve, wait * 1000));
      }
    }
    expect(waited.every((seconds) => seconds === 1)).toBe(true);
    expect(await usage()).toMatchObject({ calls: 8, early: 0, refused: { minute: waited.length } });
  });

  test('a limit of the whole app makes calls to every organisation early', async () => {
    const [first, second] = await start();
    await simulator.control('POST', 'limits', { perAppMinute: 1 });
    await get(first);
    await get(first);
    await get(second);
    expect(await usage()).toMatchObject({ calls: 1, refused: { appminute: 2 }, early: 1, organisations: { [second]: { early: 1 } } });
  });

  test('a refusal on order counts like a real one', async () => {
    const [first] = await start();
    await simulator.control('POST', 'faults', { kind: 'throttled', limit: 'day', retryAfterSeconds: 66_975 });
    expect(await get(first)).toMatchObject({ status: 429, wait: 66_975 });
    await get(first);
    expect(await usage()).toMatchObject({ refused: { day: 1 }, early: 1 });
  });

  test('a day can be short', async () => {
    const [first] = await start({ SIMULATOR_DAY_SECONDS: '5' });
    await simulator.control('POST', 'limits', { perDay: 1 });
    await get(first);
    const { status, wait } = await get(first);
    expect([status, wait]).toEqual([429, 5]);
    simulator.clock.advance(5);
    expect((await get(first)).status).toBe(200);
  });

  test('counts the bytes of answers, and of the organisation’s own not as egress', async () => {
    const [first, second] = await start();
    const free = (await get(first, 'Organisation')).bytes;
    const counted = (await get(first)).bytes + (await get(second)).bytes;
    const use = await usage();
    expect([use.bytes, use.egressBytes]).toEqual([free + counted, counted]);
    expect(use.organisations[first].bytes + use.organisations[second].bytes).toBe(use.bytes);
    expect(use.wireBytes).toBeGreaterThan(use.bytes);
  });

  test('is forgotten with the calls', async () => {
    const [first] = await start();
    await get(first);
    await simulator.control('DELETE', 'calls');
    expect(await simulator.control('GET', 'usage')).toEqual({});
  });
});
