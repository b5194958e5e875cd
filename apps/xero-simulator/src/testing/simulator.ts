import type { AddressInfo } from 'node:net';
import { openWorld } from '../identity/open-world.js';
import { createSigningKey } from '../identity/signing-key.js';
import type { Clock } from '../clock.js';
import type { World } from '../identity/world.js';
import { createServer } from '../server.js';
import { readSettings } from '../settings.js';

/** A simulator on a free loopback port, inside the test's own process. */
export interface RunningSimulator {
  url: string;
  world: World;
  clock: Clock;
  clientId: string;
  clientSecret: string;
  /** One request to the control API; the answer's JSON. */
  control<Answer = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

// Making an RSA key takes longer than most tests.
const sharedKey = createSigningKey();

/** Starts a simulator with the environment's settings as given, small books and no limits unless asked for. */
export async function startSimulator(environment: Record<string, string> = {}): Promise<RunningSimulator> {
  const settings = readSettings({ SIMULATOR_INVOICES: '20', ...environment });
  const { world, clock, key } = openWorld(settings, () => sharedKey);
  const server = createServer({ world, clock, key, limits: settings.limits, sizes: { minuteSeconds: settings.minuteSeconds, daySeconds: settings.daySeconds } });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    url,
    world,
    clock,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    async control<Answer>(method: string, path: string, body?: unknown) {
      const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(`${url}/simulator/${path}`, init);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} -> ${response.status} ${text}`);
      return (text === '' ? {} : JSON.parse(text)) as Answer;
    },
    stop: () => server.close(),
  };
}
