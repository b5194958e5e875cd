import { call, Person } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

describe('limits of the Accounting API', () => {
  let simulator: RunningSimulator;
  afterEach(() => simulator.stop());

  const link = async () => {
    const { access_token: accessToken } = await new Person(simulator).link();
    const { tenantId } = [...simulator.world.connections.values()][0];
    return (signal?: AbortSignal) => call(simulator, accessToken, '/api.xro/2.0/Organisation', tenantId, { signal });
  };

  test('five calls in progress pass and the sixth gets 429 without Retry-After', async () => {
    simulator = await startSimulator();
    const get = await link();
    await simulator.control('POST', 'faults', { kind: 'hang', times: 5 });
    const held = new AbortController();
    const hanging = Array.from({ length: 5 }, () => get(held.signal).catch(() => null));
    while ((await simulator.control<unknown[]>('GET', 'faults')).length > 0);
    const sixth = await get();
    expect([sixth.status, sixth.headers.get('x-rate-limit-problem'), sixth.headers.get('retry-after')]).toEqual([429, 'concurrent', null]);
    held.abort();
    await Promise.all(hanging);
    let status = 429;
    while (status === 429) status = (await get()).status;
    expect(status).toBe(200);
  });

  test('the sixty-first call of a minute gets 429 with Retry-After, and passes when that time is over', async () => {
    simulator = await startSimulator();
    const get = await link();
    for (let count = 0; count < 60; count += 1) expect((await get()).status).toBe(200);
    const refused = await get();
    expect([refused.status, refused.headers.get('x-rate-limit-problem'), refused.headers.get('x-minlimit-remaining')]).toEqual([429, 'minute', '0']);
    simulator.clock.advance(Number(refused.headers.get('retry-after')));
    expect((await get()).status).toBe(200);
    expect(await simulator.control('GET', 'counters')).toMatchObject({ 'limit minute exceeded': 1 });
  });

  test('a Plus app’s new connection is not held to the minute for half an hour', async () => {
    simulator = await startSimulator({ SIMULATOR_TIER: 'plus' });
    const get = await link();
    for (let count = 0; count < 70; count += 1) expect((await get()).status).toBe(200);
    simulator.clock.advance(1790);
    const late = await get();
    expect([late.status, late.headers.get('x-minlimit-remaining')]).toEqual([200, '60']);
    simulator.clock.advance(10);
    const counted = await (await link())();
    expect([counted.status, counted.headers.get('x-minlimit-remaining')]).toEqual([200, '59']);
  });

  test('a Starter app has a thousand calls a day', async () => {
    simulator = await startSimulator({ SIMULATOR_TIER: 'starter' });
    expect((await (await link())()).headers.get('x-daylimit-remaining')).toBe('999');
  });

  test('limits can be switched off', async () => {
    simulator = await startSimulator({ SIMULATOR_LIMITS: 'off' });
    const get = await link();
    for (let count = 0; count < 70; count += 1) expect((await get()).status).toBe(200);
  });
});
