import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { ApiKeys } from '#operators/api-keys.service';
import { parseEnv } from '#platform/env';
import { newId } from '#platform/ids';
import { createLogger } from '#platform/logger';
import { prepareQueue } from '#queue/prepare-queue';
import type { InjectOptions } from 'fastify';
import { createPortal } from '../../apps/portal/src/portal.js';
import { testDatabase, type TestDatabase, testRootKey } from './database.js';

/** What came over the wire: tests look into it as a consumer without types would. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Answer {
  status: number;
  /** Parsed JSON; the bytes of a file; undefined for an empty body. */
  body: Json;
  headers: Record<string, unknown>;
}

/** Without a limit of requests unless a test gives one. */
export interface PortalOptions {
  dailyRequests?: number;
}

/** The portal of one test file, asked without a network. */
export interface PortalApi {
  app: NestFastifyApplication;
  database: TestDatabase;
  publicUrl: string;
  addOperator(): Promise<ApiOperator>;
  close(): Promise<void>;
}

/** One operator, and requests with its API key. Paths are below /api. */
export interface ApiOperator {
  operatorId: string;
  apiKey: string;
  call(method: string, path: string, body?: unknown, options?: InjectOptions): Promise<Answer>;
}

/** The portal of a test file, from before its first test until after its last. */
export function usePortalApi(options?: PortalOptions): Omit<PortalApi, 'close'> {
  let api: PortalApi;
  beforeAll(async () => { api = await portalApi(options); });
  afterAll(() => api?.close());
  return {
    get app() { return api.app; },
    get database() { return api.database; },
    get publicUrl() { return api.publicUrl; },
    addOperator: () => api.addOperator(),
  };
}

export async function portalApi({ dailyRequests = 0 }: PortalOptions = {}): Promise<PortalApi> {
  const publicUrl = 'http://localhost:3000';
  const database = await testDatabase();
  await prepareQueue(database.ownerUrl);
  const settings = { ...parseEnv({ DATABASE_URL: database.appUrl, ENCRYPTION_KEY: testRootKey, PUBLIC_URL: publicUrl, DAILY_REQUESTS: String(dailyRequests) }), databaseUrl: database.appUrl };
  const app = await createPortal({ settings, logger: createLogger('portal', process.env['TEST_LOG_LEVEL'] ?? 'silent'), webFolder: undefined });
  return {
    app, database, publicUrl,
    addOperator: () => addOperator(app, database),
    async close() {
      await app.close();
      await database.drop();
    },
  };
}

async function addOperator(app: NestFastifyApplication, { tenants }: TestDatabase): Promise<ApiOperator> {
  const operatorId = newId();
  const apiKey = `test-${randomBytes(24).toString('hex')}`;
  await tenants.run(operatorId, async (manager) => {
    await manager.query('insert into operator (id, name) values ($1, $2)', [operatorId, 'Lender Ltd']);
    await manager.query(`insert into integration (operator_id, platform_key, enabled) values ($1, 'gbol', true)`, [operatorId]);
    await manager.query(`
      insert into app (operator_id, id, platform_key, client_id, client_secret, tier) values ($1, $2, 'gbol', 'client', '\\x00', 'uncertified')`,
    [operatorId, newId()]);
    await app.get(ApiKeys).create(manager, operatorId, 'test', apiKey);
  });
  const authorization = `Basic ${Buffer.from(apiKey).toString('base64')}`;
  return {
    operatorId,
    apiKey,
    async call(method, path, body, options = {}) {
      const response = await app.inject({
        method: method as 'GET',
        url: `/api${path}`,
        ...(body === undefined ? {} : { payload: body as object }),
        ...options,
        headers: { authorization, ...options.headers },
      });
      const isFile = /^application\/(?!json)/.test(String(response.headers['content-type'] ?? ''));
      return { status: response.statusCode, body: isFile ? response.rawPayload : response.body === '' ? undefined : JSON.parse(response.body), headers: response.headers };
    },
  };
}
