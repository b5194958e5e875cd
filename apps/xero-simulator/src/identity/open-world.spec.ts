import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, Person, refresh } from '../testing/person.js';
import { startSimulator } from '../testing/simulator.js';

describe('the state file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = (more: Record<string, string> = {}) => startSimulator({ SIMULATOR_STATE_FILE: join(folder, 'below', 'state.json'), ...more });

  test('keeps connections, tokens, switches and the clock over a restart', async () => {
    const first = await start();
    const set = await new Person(first).link();
    await first.control('PATCH', `apps/${first.clientId}`, { newConsentInvalidates: true });
    await first.control('POST', 'clock', { advanceSeconds: 100 });
    const [before] = [...first.world.connections.values()];
    const now = first.clock.now();
    await first.stop();

    const second = await start({ SIMULATOR_SEED: '99' });
    expect(second.clock.now()).toBeGreaterThanOrEqual(now);
    expect([...second.world.connections.values()]).toEqual([before]);
    expect((await call(second, set.access_token, '/api.xro/2.0/Organisation', before.tenantId)).status).toBe(200);
    expect((await refresh(second, set.refresh_token)).status).toBe(200);
    expect(second.world.apps.get(second.clientId)!.newConsentInvalidates).toBe(true);
    await second.stop();
  });

  test('leaves no draft behind', async () => {
    await (await start()).stop();
    expect(readdirSync(join(folder, 'below'))).toEqual(['state.json']);
  });

  test('is not replaced when it is damaged', async () => {
    writeFileSync(join(folder, 'state.json'), '{"version":');
    await expect(startSimulator({ SIMULATOR_STATE_FILE: join(folder, 'state.json') })).rejects.toThrow('damaged');
  });

  test('without one, the same seed makes the same organisations, and another seed others', async () => {
    const tenants = async (seed: string) => {
      const simulator = await startSimulator({ SIMULATOR_SEED: seed });
      await simulator.stop();
      return [...simulator.world.organisations.keys()];
    };
    expect(await tenants('7')).toEqual(await tenants('7'));
    expect(await tenants('7')).not.toEqual(await tenants('8'));
  });
});
