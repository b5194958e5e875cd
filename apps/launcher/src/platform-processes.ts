import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { prepareBooks } from '#books/prepare-books';
import { migrate } from '#database/migrate';
import { applicationUrl } from '#database/roles';
import { ensureDatabase, startEmbedded } from '#embedded-postgres/embedded-postgres';
import { prepareQueue } from '#queue/prepare-queue';
import { reachRedis } from '#queue/reach-redis';
import { Child, type FirstOperatorNews, workerArguments } from './child-process.js';
import type { LaunchSettings } from './launch-settings.js';
import type { Trial } from './trial-file.js';

/** Everything that runs, and the one way to end it. */
export interface PlatformProcesses {
  children: Child[];
  firstOperator: FirstOperatorNews | undefined;
  stop(): Promise<void>;
}

/** Somebody wants it to end while it is still starting. */
class StopAsked extends Error {}

const compiled = path.resolve(import.meta.dirname, '..', '..');

/**
 * Database first, then its schema, then the servers; on a failure whatever had started is ended again, and likewise when
 * `stopAsked` comes before all are ready: then there is nothing to return.
 */
export async function startProcesses({ env, rootKeys }: LaunchSettings, trial: Trial, stopAsked: AbortSignal): Promise<PlatformProcesses | undefined> {
  const ends: (() => Promise<void>)[] = [];
  const children: Child[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  let firstOperator: FirstOperatorNews | undefined;
  const unlessStopped = async <T>(work: Promise<T>): Promise<T> => {
    const aborted = new Promise<never>((_, reject) => {
      if (stopAsked.aborted) reject(new StopAsked());
      stopAsked.addEventListener('abort', () => reject(new StopAsked()), { once: true });
    });
    return Promise.race([aborted, work]);
  };
  try {
    if (env.redisUrl) await unlessStopped(reachRedis(env.redisUrl));
    const ownerUrl = env.databaseUrl ?? await embeddedDatabase(env.dataDir, ends);
    await prepareDatabase(ownerUrl, rootKeys[0]).catch((error: unknown) => {
      if (!env.databaseUrl || !(error instanceof Error)) throw error;
      throw new Error(`The database that DATABASE_URL names could not be prepared: ${error.message}`, { cause: error });
    });
    const logs = path.resolve(env.dataDir, 'logs');
    await mkdir(logs, { recursive: true });
    const shared = {
      ...process.env,
      DATABASE_URL: applicationUrl(ownerUrl, rootKeys[0]),
      ENCRYPTION_KEY: rootKeys.join(','),
      XERO_SIMULATOR: env.simulator ? 'on' : 'off',
      ADMIN_EMAIL: trial.adminEmail,
      ADMIN_PASSWORD: trial.adminPassword,
      API_KEY: trial.apiKey,
    };
    const start = (name: string, extra: NodeJS.ProcessEnv = {}) => {
      const child = Child.start({ name, entry: path.join(compiled, name, 'src', 'main.js'), env: { ...shared, ...extra }, logFile: path.join(logs, `${name}.log`), nodeArguments: name === 'worker' ? workerArguments : [] });
      ends.push(() => child.stop());
      children.push(child);
      return unlessStopped(child.ready());
    };
    if (env.simulator) {
      await start('xero-simulator', { XERO_SIMULATOR_PORT: String(env.simulatorPort), SIMULATOR_STATE_FILE: path.resolve(env.dataDir, 'xero-simulator.json'), SIMULATOR_FOLLOW_PARENT: '1' });
    }
    [{ firstOperator }] = await Promise.all([start('portal'), start('worker')]);
  } catch (error) {
    await stop();
    if (error instanceof StopAsked) return undefined;
    throw error;
  }
  return { children, firstOperator, stop };
}

async function prepareDatabase(ownerUrl: string, rootKey: string): Promise<void> {
  await migrate(ownerUrl, rootKey);
  await prepareQueue(ownerUrl);
  await prepareBooks(ownerUrl);
}

async function embeddedDatabase(dataDir: string, ends: (() => Promise<void>)[]): Promise<string> {
  const server = await startEmbedded({ directory: path.resolve(dataDir, 'postgres') });
  ends.push(() => server.stop());
  // The superuser's own password opens the cluster; the owner's only has to be known to this process.
  return ensureDatabase(server.adminUrl, 'ledgerbridge', new URL(server.adminUrl).password);
}
