import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createLogger } from '#platform/logger';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { openQueueStore, type QueueStore } from './backend.js';
import { jobNames, type JobDefinition, type JobHandler, type JobName } from './jobs.js';
import { prepareQueue } from './prepare-queue.js';
import { Queue } from './queue.js';
import { Workers } from './workers.js';

const logger = createLogger('queue-test', 'silent');
const done = Promise.resolve();
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

interface Home {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  everythingStored(): Promise<string>;
  wipe(): Promise<void>;
}

jest.setTimeout(30_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await prepareQueue(database.ownerUrl);
});
afterAll(() => database.drop());

describe('queue on PostgreSQL', () => {
  queueSuite(() => ({
    databaseUrl: database.appUrl,
    everythingStored: async () => JSON.stringify(await ownerQuery('select * from bullmq.job')),
    wipe: async () => { await ownerQuery('delete from bullmq.job'); },
  }));

  it('is prepared twice without harm, and the application owns nothing of it', async () => {
    await prepareQueue(database.ownerUrl);
    const owned = await ownerQuery(`select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'ledgerbridge_app'`);
    expect(owned).toEqual([]);
  });
});

if (!hasRedis && process.env['REQUIRE_REDIS'] !== '1') {
  process.stderr.write('NOTICE: no redis-server on this machine, so the queue was not tested on Redis\n');
} else {
  describe('queue on Redis', () => {
    let server: { url: string; stop(): void };
    beforeAll(async () => { server = await startRedis(); });
    afterAll(() => server.stop());

    queueSuite(() => ({
      databaseUrl: database.appUrl,
      redisUrl: server.url,
      everythingStored: async () => {
        const redis = new Redis(server.url);
        const parts: string[] = [];
        for (const key of await redis.keys('bull:*')) {
          const kind = await redis.type(key);
          parts.push(key, kind === 'hash' ? JSON.stringify(await redis.hgetall(key)) : '');
        }
        redis.disconnect();
        return parts.join('\n');
      },
      wipe: async () => {
        const redis = new Redis(server.url);
        await redis.flushall();
        redis.disconnect();
      },
    }));
  });
}

function queueSuite(home: () => Home) {
  let place: Home;
  const open: (() => Promise<void>)[] = [];
  beforeAll(() => { place = home(); });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
    await place.wipe();
  });

  it('runs a job once for many wakes of one row', async () => {
    const queue = openQueue();
    const ids = { operatorId: newId(), id: newId() };
    for (let i = 0; i < 5; i++) await queue.wake('reading', ids);
    const seen = await runUntil('reading', 1);
    await pause(300);
    expect(seen).toEqual([ids]);
  });

  it('runs what has a lower rank first', async () => {
    const queue = openQueue();
    const woken = [2, 2, 1, 1, 0, 0].map((rank) => ({ rank, ids: { operatorId: newId(), id: newId() } }));
    for (const { rank, ids } of woken) await queue.wake('reading', ids, { rank });
    const seen = await runUntil('reading', woken.length);
    const ranks = seen.map((ids) => woken.find(({ ids: { id } }) => id === (ids as { id: string }).id)!.rank);
    // Two run at a time: when the fifth is taken, one of the four before it may still be on its way.
    expect(ranks.indexOf(2)).toBeGreaterThanOrEqual(3);
  });

  it('lets a row be woken again once its job is done', async () => {
    const queue = openQueue();
    const ids = { operatorId: newId(), id: newId() };
    const seen: unknown[] = [];
    await work('reading', (given) => { seen.push(given); return done; });
    for (let round = 1; round <= 3; round++) {
      await queue.wake('reading', ids);
      await until(() => seen.length === round);
      await pause(100);
    }
    expect(seen).toHaveLength(3);
  });

  it('carries ids and nothing else', async () => {
    const queue = openQueue();
    const ids = { operatorId: newId(), id: newId() };
    await queue.wake('reading', { ...ids, token: 'a-secret' } as typeof ids);
    const stored = await place.everythingStored();
    expect(stored).toContain(ids.id);
    expect(stored).not.toContain('a-secret');
  });

  it('refuses to wake for something that is no row', async () => {
    await expect(openQueue().wake('reading', { operatorId: newId(), id: 'x' })).rejects.toThrow();
  });

  it('answers a ping, and refuses it when the store is away', async () => {
    await expect(openQueue().ping()).resolves.toBeUndefined();
    const away = place.redisUrl ? { redisUrl: 'redis://127.0.0.1:1' } : { databaseUrl: 'postgres://nobody@127.0.0.1:1/none' };
    const store = openQueueStore({ databaseUrl: place.databaseUrl, redisUrl: place.redisUrl, ...away, logger });
    const queue = new Queue(store, logger);
    open.push(() => queue.onApplicationShutdown());
    await expect(queue.ping()).rejects.toThrow();
    await expect(queue.wake('reading', { operatorId: newId(), id: newId() })).resolves.toBeUndefined();
  });

  it('calls a handler again when it asks for it', async () => {
    const queue = openQueue();
    let calls = 0;
    await work('remapping', () => {
      calls += 1;
      return Promise.resolve(calls < 3 ? { againInMs: 50 } : undefined);
    });
    await queue.wake('remapping', { operatorId: newId(), id: newId() });
    await until(() => calls === 3);
  });

  it('keeps a wake that is due later until then', async () => {
    const queue = openQueue();
    const seen: unknown[] = [];
    await work('reading', (ids) => { seen.push(ids); return done; });
    await queue.wake('reading', { operatorId: newId(), id: newId() }, { delayMs: 700 });
    await pause(250);
    expect(seen).toHaveLength(0);
    await until(() => seen.length === 1);
  });

  it('tries a job again after an error that holds a NUL', async () => {
    const queue = openQueue();
    let calls = 0;
    await work('reading', () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('broken \0 text \ud800')) : done;
    });
    await queue.wake('reading', { operatorId: newId(), id: newId() });
    await until(() => calls === 2);
  });

  it('asks running jobs to stop and waits for them', async () => {
    const queue = openQueue();
    let stopped = false;
    const workers = await work('reading', (_, { stopping }) => new Promise((resolve) => {
      stopping.addEventListener('abort', () => setTimeout(() => { stopped = true; resolve(); }, 100));
    }));
    await queue.wake('reading', { operatorId: newId(), id: newId() });
    await pause(400);
    await workers.stop();
    expect(stopped).toBe(true);
  });

  function openQueue(): Queue {
    const store = openStore();
    const queue = new Queue(store, logger);
    open.push(() => queue.onApplicationShutdown());
    return queue;
  }

  function openStore(): QueueStore {
    return openQueueStore({ databaseUrl: place.databaseUrl, redisUrl: place.redisUrl, logger });
  }

  async function work(name: JobName, handle: JobHandler): Promise<Workers> {
    const store = openStore();
    const workers = new Workers(store, logger);
    const idle: JobHandler = () => done;
    await workers.start(jobNames.map((each): JobDefinition => ({ name: each, concurrency: 2, handle: each === name ? handle : idle })));
    open.push(async () => {
      await workers.stop();
      await store.close();
    });
    return workers;
  }

  async function runUntil(name: JobName, count: number): Promise<unknown[]> {
    const seen: unknown[] = [];
    await work(name, (ids) => { seen.push(ids); return done; });
    await until(() => seen.length >= count);
    return seen;
  }
}

async function ownerQuery(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

async function startRedis(): Promise<{ url: string; stop(): void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledgerbridge-redis-'));
  const port = await freePort();
  const server: ChildProcess = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const redis = new Redis(url);
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
  return {
    url,
    stop() {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
