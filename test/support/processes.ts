import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareBooks } from '#books/prepare-books';
import { migrate } from '#database/migrate';
import { applicationUrl } from '#database/roles';
import { ensureDatabase, startEmbedded } from '#embedded-postgres/embedded-postgres';
import { freePort } from '#platform/free-port';
import { prepareQueue } from '#queue/prepare-queue';
import { Child, workerArguments } from '../../apps/launcher/src/child-process.js';
import { testRootKey } from './database.js';

/** The compiled platform as its users run it: processes that talk over HTTP, on ports of their own. */
export interface RunningPlatform {
  portalUrl: string;
  simulatorUrl: string;
  apiKey: string;
  admin: { email: string; password: string };
  ownerUrl: string;
  appUrl: string;
  /** Superuser's address of the same database, for what a test must see past row level security. */
  adminUrl: string;
  portal: Child;
  workers: Child[];
  /** One more worker, as another machine would add. */
  startWorker(): Promise<Child>;
  /** One more portal on a port of its own, with settings of its own. */
  startPortal(env?: NodeJS.ProcessEnv): Promise<{ url: string; child: Child }>;
  /** Folder of the processes' logs. */
  logs: string;
  stop(): Promise<void>;
}

export interface PlatformOptions {
  workers?: number;
  redisUrl?: string;
  /** Settings of the simulator, such as SIMULATOR_INVOICES. */
  simulator?: NodeJS.ProcessEnv;
  /** Settings of portal and workers over the usual ones. */
  env?: NodeJS.ProcessEnv;
  /** Keep PostgreSQL's promises of durability, as benches must. */
  durable?: boolean;
}

export const simulatorApp = { clientId: '5117A7082C1E4DE49F4E7D3A8C0B51A0', clientSecret: 'simulator-secret-0000000000000000000000000000' };

/** The repository: tests and benches are run from it. */
const root = process.cwd();
const throwAway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' };

export async function startPlatform({ workers = 1, redisUrl = process.env['REDIS_URL'], simulator = {}, env = {}, durable = false }: PlatformOptions = {}): Promise<RunningPlatform> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'ledgerbridge-e2e-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const postgres = await startEmbedded({ directory: path.join(folder, 'postgres'), settings: durable ? {} : throwAway });
    ends.push(() => postgres.stop());
    const ownerUrl = await ensureDatabase(postgres.adminUrl, 'ledgerbridge', 'owner-of-the-tests');
    await migrate(ownerUrl, testRootKey);
    await prepareQueue(ownerUrl);
    await prepareBooks(ownerUrl);
    const appUrl = applicationUrl(ownerUrl, testRootKey);
    const adminUrl = Object.assign(new URL(postgres.adminUrl), { pathname: '/ledgerbridge' }).toString();
    let started = 0;
    const start = async (name: string, settings: NodeJS.ProcessEnv) => {
      started += 1;
      const child = Child.start({ name, entry: path.join(root, 'dist', 'apps', name, 'src', 'main.js'), env: { ...inherited(), ...settings }, logFile: path.join(folder, `${name}-${started}.log`), nodeArguments: name === 'worker' ? workerArguments : [] });
      ends.push(() => child.stop());
      return { child, message: await child.ready() };
    };
    const simulated = await start('xero-simulator', { XERO_SIMULATOR_PORT: '0', SIMULATOR_FOLLOW_PARENT: '1', ...simulator });
    const simulatorUrl = `http://localhost:${simulated.message.listening}`;
    const admin = { email: 'admin@example.com', password: 'correct horse battery' };
    const apiKey = 'test-api-key-0123456789abcdef0123456789abcdef';
    const settings = (port: number): NodeJS.ProcessEnv => ({
      DATABASE_URL: appUrl, ENCRYPTION_KEY: testRootKey, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, API_KEY: apiKey,
      XERO_LOGIN_URL: simulatorUrl, XERO_IDENTITY_URL: simulatorUrl, XERO_API_URL: simulatorUrl,
      DAILY_REQUESTS: '0', PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, ...(redisUrl ? { REDIS_URL: redisUrl } : {}), ...env,
    });
    const port = await freePort();
    const startPortal = async (extra: NodeJS.ProcessEnv = {}) => {
      const own = await freePort();
      const { child } = await start('portal', { ...settings(own), ...extra });
      return { url: `http://localhost:${own}`, child };
    };
    const { child: portal } = await start('portal', settings(port));
    const running: Child[] = [];
    const startWorker = async () => {
      const { child } = await start('worker', settings(port));
      running.push(child);
      return child;
    };
    for (let count = 0; count < workers; count += 1) await startWorker();
    return { portalUrl: `http://localhost:${port}`, simulatorUrl, apiKey, admin, ownerUrl, appUrl, adminUrl, portal, workers: running, startWorker, startPortal, logs: folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The surroundings without settings of ours, so that a developer's own do not steer the tests. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  return { PATH, HOME, TMPDIR, TZ, LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'warn' };
}
