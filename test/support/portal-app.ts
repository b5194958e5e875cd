import { FirstOperator } from '#operators/first-operator';
import { parseEnv } from '#platform/env';
import { createLogger } from '#platform/logger';
import { prepareQueue } from '#queue/prepare-queue';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { createPortal } from '../../apps/portal/src/portal.js';
import { testDatabase, type TestDatabase, testRootKey } from './database.js';

export const origin = 'http://localhost:3000';
export const apiKey = 'a-key-for-tests-0123456789';
export const person = { email: 'ada@example.com', password: 'correct horse battery' };
export const basic = (key: string) => `Basic ${Buffer.from(key).toString('base64')}`;

type Portal = Awaited<ReturnType<typeof createPortal>>;

/** The whole portal on a database of its own, asked without a network. */
export interface TestPortal {
  app: Portal;
  database: TestDatabase;
  send: (options: InjectOptions) => Promise<LightMyRequestResponse>;
  signIn: (credentials?: unknown, headers?: Record<string, string>) => Promise<LightMyRequestResponse>;
  /** Headers of a page of ours in a browser where somebody has signed in. */
  signedIn: () => Promise<{ cookie: string; origin: string }>;
  stop: () => Promise<void>;
}

/** The portal of a test file, from before its first test until after its last. No test's wrong passwords lock another one out. */
export function usePortal(): Omit<TestPortal, 'stop'> {
  let portal: TestPortal;
  beforeAll(async () => { portal = await testPortal(); });
  beforeEach(() => portal.database.pool.query('delete from login_throttle'));
  afterAll(() => portal?.stop());
  return {
    get app() { return portal.app; },
    get database() { return portal.database; },
    send: (options) => portal.send(options),
    signIn: (credentials, headers) => portal.signIn(credentials, headers),
    signedIn: () => portal.signedIn(),
  };
}

/** `xeroUrl` is a simulator's; without one nothing can be linked. `logger` takes what the portal logs. */
export async function testPortal({ xeroUrl, logger = createLogger('portal', 'silent') }: { xeroUrl?: string; logger?: Logger } = {}): Promise<TestPortal> {
  const database = await testDatabase();
  await prepareQueue(database.ownerUrl);
  const webFolder = await builtWebApp();
  const env = parseEnv({ DATABASE_URL: database.appUrl, ENCRYPTION_KEY: testRootKey, PUBLIC_URL: origin, DAILY_REQUESTS: '0', XERO_LOGIN_URL: xeroUrl, XERO_IDENTITY_URL: xeroUrl, XERO_API_URL: xeroUrl });
  const app = await createPortal({ settings: { ...env, databaseUrl: database.appUrl }, logger, webFolder });
  await app.get(FirstOperator).ensure({ publicUrl: origin, adminEmail: person.email, adminPassword: person.password, apiKey });
  const send = (options: InjectOptions) => app.inject(options);
  const signIn = async (credentials: unknown = person, headers: Record<string, string> = { origin }) =>
    send({ method: 'POST', url: '/portal/api/session', headers: { ...headers, 'content-type': 'application/json' }, payload: JSON.stringify(credentials) });
  return {
    app, database, send, signIn,
    signedIn: async () => ({ cookie: `lb_session=${sessionOf(await signIn())}`, origin }),
    async stop() {
      await app.close();
      await rm(webFolder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

export function sessionOf(response: LightMyRequestResponse): string | undefined {
  return response.cookies.find(({ name }) => name === 'lb_session')?.value;
}

/** A web app as its build leaves it, in miniature. */
async function builtWebApp(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ledgerbridge-web-'));
  await mkdir(path.join(folder, 'assets', 'platforms'), { recursive: true });
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Page</title>');
  await writeFile(path.join(folder, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(path.join(folder, 'assets', 'platforms', 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(path.join(folder, 'assets', '.hidden'), 'hidden');
  return folder;
}
