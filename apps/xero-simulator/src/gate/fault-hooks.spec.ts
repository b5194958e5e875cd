import { call, Person, refresh, type TokenSet } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

describe('faults on demand', () => {
  let simulator: RunningSimulator;
  let tokens: TokenSet;
  let tenantId: string;
  beforeEach(async () => {
    simulator = await startSimulator();
    tokens = await new Person(simulator).link();
    tenantId = [...simulator.world.connections.values()][0].tenantId;
  });
  afterEach(() => simulator.stop());

  const order = (fault: object) => simulator.control('POST', 'faults', fault);
  const get = () => call(simulator, tokens.access_token, '/api.xro/2.0/Organisation', tenantId);

  test.each([
    [{ kind: 'organisationOffline' }, 503, 'text/plain; charset=utf-8', /offline/],
    [{ kind: 'maintenance' }, 503, 'text/plain; charset=utf-8', /maintenance/],
    [{ kind: 'maintenanceHtml' }, 503, 'text/html', /^<html>/],
    [{ kind: 'serverError' }, 500, 'application/json; charset=utf-8', /"Title":"An error occurred"/],
    [{ kind: 'gatewayTimeout' }, 504, 'text/html', /504/],
    [{ kind: 'forbidden' }, 403, 'application/json; charset=utf-8', /AuthenticationUnsuccessful/],
    [{ kind: 'tokenExpired' }, 401, 'application/json; charset=utf-8', /TokenExpired/],
    [{ kind: 'answer', status: 418, body: 'tea', contentType: 'text/tea' }, 418, 'text/tea', /^tea$/],
  ])('%j strikes one call and no more', async (fault, status, type, body) => {
    await order(fault);
    const struck = await get();
    expect([struck.status, struck.headers.get('content-type')]).toEqual([status, type]);
    expect(await struck.text()).toMatch(body);
    expect((await get()).status).toBe(200);
  });

  test('a throttled call carries the limit and the time that were ordered', async () => {
    await order({ kind: 'throttled', limit: 'day', retryAfterSeconds: 66_975 });
    const struck = await get();
    expect([struck.status, struck.headers.get('x-rate-limit-problem'), struck.headers.get('retry-after')]).toEqual([429, 'day', '66975']);
    await order({ kind: 'throttled', limit: 'concurrent', retryAfterSeconds: null });
    expect((await get()).headers.get('retry-after')).toBeNull();
  });

  test('only calls that match are struck, after those that may pass', async () => {
    await order({ kind: 'serverError', path: '/Organisation$', skip: 1, times: 2 });
    expect((await call(simulator, tokens.access_token, '/connections')).status).toBe(200);
    expect([(await get()).status, (await get()).status, (await get()).status, (await get()).status]).toEqual([200, 500, 500, 200]);
  });

  test('a fault can be kept to one method or one organisation', async () => {
    await order({ kind: 'serverError', method: 'delete' });
    await order({ kind: 'serverError', tenantId: 'another' });
    expect((await get()).status).toBe(200);
    await order({ kind: 'gatewayTimeout', method: 'get', tenantId });
    expect((await get()).status).toBe(504);
  });

  test('a fault without a count stays until it is removed', async () => {
    const { id } = await order({ kind: 'serverError', times: null });
    expect([(await get()).status, (await get()).status]).toEqual([500, 500]);
    await simulator.control('DELETE', `faults/${String(id)}`);
    expect((await get()).status).toBe(200);
  });

  test('a reset breaks the connection before anything is done', async () => {
    await order({ kind: 'reset', path: '/connect/token' });
    await expect(refresh(simulator, tokens.refresh_token)).rejects.toThrow();
    expect(simulator.world.refreshTokens.get(tokens.refresh_token)!.replacedAt).toBeNull();
  });

  test('a lost answer of the token endpoint leaves the exchange done, and the old token good for its grace', async () => {
    await order({ kind: 'loseAnswer', path: '/connect/token' });
    await expect(refresh(simulator, tokens.refresh_token)).rejects.toThrow();
    expect(simulator.world.refreshTokens.get(tokens.refresh_token)!.replacedAt).not.toBeNull();
    expect(simulator.world.refreshTokens.size).toBe(2);
    expect((await refresh(simulator, tokens.refresh_token)).status).toBe(200);
  });

  test('a truncated body breaks off, or ends as if it were whole', async () => {
    const whole = (await (await get()).text()).length;
    await order({ kind: 'truncate' });
    await expect(get().then((response) => response.text())).rejects.toThrow();
    await order({ kind: 'truncateQuietly' });
    const half = await get();
    expect(half.status).toBe(200);
    const text = await half.text();
    expect(text.length).toBeLessThan(whole);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  test('a delayed call is answered late, and in progress meanwhile', async () => {
    await order({ kind: 'delay', delayMs: 50 });
    const startedAt = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(45);
  });

  test('the control API is never struck', async () => {
    await order({ kind: 'serverError', times: null });
    expect(await simulator.control('GET', 'health')).toMatchObject({ status: 'up' });
  });
});
