import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '#platform/free-port';
import { Redis } from 'ioredis';

export interface RedisServer {
  url: string;
  /** Dies without a chance to write, loses its files, and is back on the same port with nothing in it. */
  loseEverything(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether Redis can be tested on this machine; with REQUIRE_REDIS its absence is a failure, not a skip. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['REQUIRE_REDIS']) throw new Error('redis-server is required here and is not installed');
    process.stderr.write('NOTICE: redis-server is not installed, so what needs it is not tested.\n');
    return false;
  }
}

/** A Redis of the test's own on a free loopback port. */
export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ledgerbridge-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const start = async () => {
    const started = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
    const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
    return started;
  };
  let server = await start();
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url,
    async loseEverything() {
      await end('SIGKILL');
      await mkdir(folder);
      server = await start();
    },
    stop: () => end('SIGTERM'),
  };
}
