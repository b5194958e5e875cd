import { Redis } from 'ioredis';
import pg from 'pg';
import type { RunningPlatform } from './processes.js';
import { hasRedis, startRedis } from './redis.js';

/** Where the jobs of a platform under test are kept. */
export interface QueueHome {
  /** What startPlatform takes: empty for PostgreSQL, whatever REDIS_URL says outside. */
  readonly redisUrl: string;
  /** Everything that is kept, however many jobs that is. */
  size(platform: RunningPlatform): Promise<number>;
  lose(platform: RunningPlatform): Promise<void>;
  stop(): Promise<void>;
}

/** For describe.each: every test of the queue holds on both stores. */
export const queueHomes: [name: string, open: () => Promise<QueueHome>][] = [
  ['PostgreSQL', () => Promise.resolve(inPostgres)],
  ...(hasRedis() ? [['Redis', inRedis] satisfies [string, () => Promise<QueueHome>]] : []),
];

const inPostgres: QueueHome = {
  redisUrl: '',
  size: (platform) => asAdmin(platform, async (admin) => {
    let size = 0;
    for (const table of await queueTables(admin)) size += (await admin.query(`select 1 from ${table}`)).rowCount ?? 0;
    return size;
  }),
  lose: (platform) => asAdmin(platform, async (admin) => {
    await admin.query(`truncate ${(await queueTables(admin)).join(', ')}`);
  }),
  stop: () => Promise.resolve(),
};

async function inRedis(): Promise<QueueHome> {
  const server = await startRedis();
  return {
    redisUrl: server.url,
    async size() {
      const client = new Redis(server.url);
      const keys = await client.dbsize();
      client.disconnect();
      return keys;
    },
    lose: () => server.loseEverything(),
    stop: () => server.stop(),
  };
}

/** The queue's tables but the one that says which version they are of: without that no worker would start. */
async function queueTables(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(`
    select format('bullmq.%I', tablename) as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'`);
  return rows.map(({ name }) => name);
}

async function asAdmin<T>({ adminUrl }: RunningPlatform, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
