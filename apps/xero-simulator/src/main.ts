import type { AddressInfo } from 'node:net';
import { followParent } from './follow-parent.js';
import { openWorld } from './identity/open-world.js';
import { createServer } from './server.js';
import { readSettings, SettingsError } from './settings.js';

// Loopback only: the control API and the known passwords must not be reachable from another machine.
const host = '127.0.0.1';

try {
  const settings = readSettings();
  const { world, clock, key } = openWorld(settings);
  const server = createServer({ world, clock, key, limits: settings.limits, sizes: { minuteSeconds: settings.minuteSeconds, daySeconds: settings.daySeconds } });
  const stop = () => void server.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (settings.followParent) followParent(stop);
  await server.listen({ port: settings.port, host });
  const { port } = server.server.address() as AddressInfo;
  process.send?.({ listening: port });
  process.stdout.write(`${JSON.stringify({ listening: port })}\n`);
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exit(1);
}

function sentence(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `The Xero simulator's port is taken: ${message}. Choose another with XERO_SIMULATOR_PORT.`;
  return error instanceof SettingsError || code !== undefined ? message : (stack ?? message);
}
