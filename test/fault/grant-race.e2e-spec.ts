import { once } from 'node:events';
import path from 'node:path';
import { createDataSource } from '#database/data-source';
import { Directory } from '#database/directory';
import { createSqlPool } from '#database/sql-pool';
import { Tenants } from '#database/tenant';
import type { TokenSet } from '#grants/oauth';
import { accessServices, addOperator, type TestOperator } from '#test/access';
import { type RunningPlatform, simulatorApp, startPlatform } from '#test/processes';
import { testRootKey } from '#test/database';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { Child } from '../../apps/launcher/src/child-process.js';

interface RefreshOrder {
  appUrl: string;
  platformUrl: string;
  rootKey: string;
  operatorId: string;
  grantId: string;
  dieAt?: 'beforeSave';
}

type Reply = { tokens?: string[]; error?: string };

/** Processes that share nothing but the database, as workers on several machines do. */
describe('refreshing one grant from many processes', () => {
  let platform: RunningPlatform;
  let dataSource: DataSource;
  let pool: pg.Pool;
  let tenants: Tenants;
  let operator: TestOperator;
  let grantId: string;

  beforeAll(async () => {
    platform = await startPlatform({ workers: 0, simulator: { SIMULATOR_LIMITS: 'off' } });
    dataSource = await createDataSource({ url: platform.appUrl }).initialize();
    pool = createSqlPool({ url: platform.appUrl });
    tenants = new Tenants(dataSource, pool);
    operator = await addOperator(tenants, simulatorApp);
  }, 120_000);

  beforeEach(async () => {
    const organisations = await control<{ tenantId: string; name: string }[]>('GET', 'organisations');
    const demo = organisations.find(({ name }) => name.startsWith('Demo'))!;
    const answer = await control<Record<string, string>>('POST', 'consents', { email: 'demo@example.com', tenantIds: [demo.tenantId], scopes: 'offline_access accounting.settings.read' });
    const tokens: TokenSet = { accessToken: answer['access_token'], refreshToken: answer['refresh_token'], scopes: [], expiresInSeconds: 1800, receivedAt: performance.now() };
    const { grants } = services();
    grantId = await tenants.run(operator.operatorId, (manager) => grants.store(manager, { ...operator, userKey: 'demo', tokens }));
    await control('DELETE', 'calls');
  });

  afterAll(async () => {
    await pool?.end();
    await dataSource?.destroy();
    await platform?.stop();
  });

  const services = () => accessServices({ tenants, directory: new Directory(pool), platformUrl: platform.simulatorUrl });
  const sql = <Row extends pg.QueryResultRow>(text: string) => tenants.sql(operator.operatorId, async (client) => (await client.query<Row>(text)).rows);
  const exchanges = async () => (await control<Record<string, number>>('GET', 'counters'))['token refresh_token ok'] ?? 0;

  async function control<Answer>(method: string, address: string, body?: unknown): Promise<Answer> {
    const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${platform.simulatorUrl}/simulator/${address}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${address} -> ${response.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Answer;
  }

  async function startChild(index: number, more: Partial<RefreshOrder> = {}): Promise<Child> {
    const order: RefreshOrder = { appUrl: platform.appUrl, platformUrl: platform.simulatorUrl, rootKey: testRootKey, operatorId: operator.operatorId, grantId, ...more };
    const { PATH } = process.env;
    const child = Child.start({
      name: 'refresh', entry: path.join(process.cwd(), 'test', 'support', 'refresh-child.mjs'),
      env: { PATH, REFRESH_ORDER: JSON.stringify(order) }, logFile: path.join(platform.logs, `refresh-${index}.log`),
    });
    await child.ready();
    return child;
  }

  async function go(child: Child): Promise<Reply> {
    const reply = once(child.process, 'message') as Promise<[Reply]>;
    child.process.send('go');
    return (await reply)[0];
  }

  it('makes exactly one exchange for eight processes at once, each time the token has run out', async () => {
    const children = await Promise.all(Array.from({ length: 8 }, (_, index) => startChild(index)));
    try {
      for (let round = 1; round <= 10; round += 1) {
        await sql('update token_grant set access_expires_at = now()');
        const replies = await Promise.all(children.map(go));
        expect(replies.flatMap(({ error }) => error ?? [])).toEqual([]);
        expect(new Set(replies.flatMap(({ tokens }) => tokens)).size).toBe(1);
        expect(await exchanges()).toBe(round);
      }
    } finally {
      await Promise.all(children.map((child) => child.stop()));
    }
  }, 180_000);

  it('goes on without a new consent after a kill between exchange and save', async () => {
    for (let round = 1; round <= 2; round += 1) {
      await sql('update token_grant set access_expires_at = now()');
      const victim = await startChild(100 + round, { dieAt: 'beforeSave' });
      const gone = once(victim.process, 'exit');
      victim.process.send('go');
      expect((await gone)[1]).toBe('SIGKILL');
      expect(await sql('select status, refresh_started_at is not null as started from token_grant')).toEqual([{ status: 'active', started: true }]);
      const survivor = await startChild(200 + round);
      const reply = await go(survivor);
      await survivor.stop();
      expect(reply.error).toBeUndefined();
      expect(await exchanges()).toBe(2 * round);
      expect(await sql('select status, refresh_started_at from token_grant')).toEqual([{ status: 'active', refresh_started_at: null }]);
    }
  }, 180_000);

  it('would lose the grant to such a kill if the platform had no grace: the test can fail', async () => {
    await sql('update token_grant set access_expires_at = now()');
    const victim = await startChild(300, { dieAt: 'beforeSave' });
    const gone = once(victim.process, 'exit');
    victim.process.send('go');
    await gone;
    await control('POST', 'clock', { advanceSeconds: 31 * 60 });
    const survivor = await startChild(301);
    const reply = await go(survivor);
    await survivor.stop();
    expect(reply.error).toContain('grantDead');
  }, 120_000);
});
