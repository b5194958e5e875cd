import { connectors } from '#connectors/registry';
import { App } from '#database/entities/app.entity';
import { Connection } from '#database/entities/connection.entity';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase, testRootKey } from '#test/database';
import { Vault } from '#vault/vault';
import pg from 'pg';
import { ApiKeys } from './api-keys.service.js';
import { Apps } from './apps.service.js';
import { FirstOperator } from './first-operator.js';
import { LoginThrottle } from './login-throttle.js';
import { Sessions } from './sessions.service.js';
import { Users } from './users.service.js';

// Nothing here is slow; a busy machine is.
jest.setTimeout(60_000);

const publicUrl = 'https://books.example.com';
const keys = { clientId: 'CLIENT', clientSecret: 'a-secret-of-the-operator', tier: connectors.get('gbol')!.tiers[0].key };

describe('operators', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let users: Users;
  let sessions: Sessions;
  let apiKeys: ApiKeys;
  let apps: Apps;
  let first: FirstOperator;

  beforeEach(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const { tenants, directory } = database;
    users = new Users(tenants, directory);
    sessions = new Sessions(tenants, directory);
    apiKeys = new ApiKeys(tenants, directory);
    apps = new Apps(tenants, new Vault([testRootKey]));
    first = new FirstOperator(tenants, directory, users, apiKeys, apps);
  });

  afterEach(async () => {
    await owner?.end();
    await database?.drop();
  });

  /** Row level security binds the owner too. */
  const asOperator = async (text: string, values: unknown[] = []) =>
    database.tenants.sql((await database.directory.firstOperator())!, (client) => client.query(text, values));

  const ensure = () => first.ensure({ publicUrl, adminEmail: 'Ada@Example.com', adminPassword: 'a good password', apiKey: 'a-key-of-16-characters' });

  describe('the first operator', () => {
    it('is made once, however many portals start at once', async () => {
      const reports = await Promise.all(Array.from({ length: 6 }, () => first.ensure({ publicUrl })));
      expect(reports.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(reports.map(({ operatorId }) => operatorId)).size).toBe(1);
      expect(new Set(reports.map(({ redirectUri }) => redirectUri)).size).toBe(1);
      const { rows } = await owner.query('select (select count(*) from operator)::int as operators, (select count(*) from app)::int as apps');
      expect(rows[0]).toEqual({ operators: 1, apps: connectors.size });
    });

    it('tells generated credentials once, and they work', async () => {
      const { email, password, apiKey, operatorId } = await first.ensure({ publicUrl });
      expect(await users.authenticate(email!, password!)).toMatchObject({ operatorId });
      expect(await apiKeys.authenticate(apiKey!)).toMatchObject({ operatorId });
      expect(await first.ensure({ publicUrl })).toEqual({ operatorId, created: false, redirectUri: expect.any(String) });
    });

    it('does not repeat credentials that were given to it', async () => {
      const report = await ensure();
      expect(report).toMatchObject({ created: true, email: 'Ada@Example.com' });
      expect(report).not.toHaveProperty('password');
      expect(report).not.toHaveProperty('apiKey');
    });

    it('has the name that the settings give, and takes over another one at the next start', async () => {
      const name = async () => (await asOperator('select name from operator')).rows[0].name as string;
      await first.ensure({ publicUrl, operatorName: 'Acme Payroll' });
      expect(await name()).toBe('Acme Payroll');
      await first.ensure({ publicUrl, operatorName: 'Acme' });
      await first.ensure({ publicUrl });
      expect(await name()).toBe('Acme');
    });

    it('takes Xero keys from the settings, enables Xero, and names the address to register', async () => {
      const wishes = { publicUrl, xeroClientId: 'FROM-SETTINGS', xeroClientSecret: 'secret-from-settings' };
      const { operatorId, redirectUri } = await first.ensure(wishes);
      const settings = await apps.settings(operatorId, 'gbol');
      expect(settings).toMatchObject({ enabled: true, configured: true, clientId: 'FROM-SETTINGS' });
      expect(redirectUri).toBe(`${publicUrl}/oauth/xero/${settings.appId}/callback`);
      await apps.setEnabled(operatorId, 'gbol', false);
      await first.ensure(wishes);
      expect(await apps.settings(operatorId, 'gbol')).toMatchObject({ enabled: false });
    });
  });

  describe('signing in', () => {
    it('takes the e-mail address in any case and the password exactly', async () => {
      const { operatorId } = await ensure();
      expect(await users.authenticate('ada@example.COM', 'a good password')).toMatchObject({ operatorId });
      for (const [email, password] of [['ada@example.com', 'A good password'], ['ada@example.com', ''], ['eve@example.com', 'a good password']]) {
        expect(await users.authenticate(email, password)).toBeNull();
      }
    });

    it('is slowed down after ten failures for one address and account, for all processes, and not for others', async () => {
      const throttle = new LoginThrottle(database.pool);
      const other = new LoginThrottle(database.pool);
      for (let count = 0; count < 10; count += 1) await (count % 2 ? throttle : other).attempt('10.0.0.1', 'Ada@example.com');
      await expect(throttle.attempt('10.0.0.1', 'ada@example.com')).rejects.toMatchObject({ kind: 'tooMany', facts: { retryAfterSeconds: expect.any(Number) } });
      await expect(throttle.attempt('10.0.0.2', 'ada@example.com')).resolves.toBeUndefined();
      await expect(throttle.attempt('10.0.0.1', 'bob@example.com')).resolves.toBeUndefined();
    });

    it('counts attempts that are sent at once', async () => {
      const throttle = new LoginThrottle(database.pool);
      const attempts = await Promise.allSettled(Array.from({ length: 30 }, () => throttle.attempt('10.0.0.1', 'ada@example.com')));
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    });

    it('forgets the failures of an account that then signs in', async () => {
      const throttle = new LoginThrottle(database.pool);
      for (let count = 0; count < 9; count += 1) await throttle.attempt('10.0.0.1', 'ada@example.com');
      await throttle.attempt('10.0.0.1', 'ada@example.com');
      await throttle.succeeded('10.0.0.1', 'ada@example.com');
      await expect(throttle.attempt('10.0.0.1', 'ada@example.com')).resolves.toBeUndefined();
    });

    it('keeps no e-mail address of a failed attempt', async () => {
      await new LoginThrottle(database.pool).attempt('10.0.0.1', 'ada@example.com');
      const { rows } = await owner.query('select key from login_throttle');
      expect(rows).toHaveLength(3);
      expect(JSON.stringify(rows)).not.toMatch(/ada|10\.0\.0\.1/);
    });
  });

  describe('a session', () => {
    const signIn = async (previous?: string) => {
      const { operatorId } = await ensure();
      const user = (await users.authenticate('ada@example.com', 'a good password'))!;
      return { id: await sessions.start(user, previous), user, operatorId };
    };

    it('shows who is signed in, and is stored as a hash', async () => {
      const { id, operatorId } = await signIn();
      expect(await sessions.find(id)).toMatchObject({ user: { email: 'Ada@Example.com', role: 'Administrator' }, operator: { id: operatorId } });
      const { rows } = await owner.query('select id_hash::text as hash from session');
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(id);
    });

    it('has a new id after each sign-in, and the one that the browser came with ends', async () => {
      const before = await signIn();
      const after = await signIn(before.id);
      expect(after.id).not.toBe(before.id);
      expect(await sessions.find(before.id)).toBeNull();
      expect(await sessions.find(after.id)).not.toBeNull();
    });

    it('ends by signing out, and everywhere on request', async () => {
      const [one, two, three] = [await signIn(), await signIn(), await signIn()];
      await sessions.end(one.id);
      expect(await sessions.find(one.id)).toBeNull();
      expect(await sessions.find(two.id)).not.toBeNull();
      await sessions.endAll(two.user);
      expect(await Promise.all([sessions.find(two.id), sessions.find(three.id)])).toEqual([null, null]);
    });

    const timePasses = (hours: number) => asOperator(
      `update session set created_at = created_at - make_interval(mins => $1), last_seen_at = last_seen_at - make_interval(mins => $1),
       expires_at = expires_at - make_interval(mins => $1)`, [hours * 60]);

    it('ends when it is left idle', async () => {
      const { id } = await signIn();
      await timePasses(1.9);
      expect(await sessions.find(id)).not.toBeNull();
      await timePasses(2.1);
      expect(await sessions.find(id)).toBeNull();
    });

    it('ends after a day however busy it is', async () => {
      const { id } = await signIn();
      for (let hour = 0; hour < 23; hour += 1) {
        await timePasses(1);
        expect(await sessions.find(id)).not.toBeNull();
      }
      await timePasses(1.1);
      expect(await sessions.find(id)).toBeNull();
    });

    it('shows a changed role at once and ends with its user', async () => {
      const { id } = await signIn();
      await asOperator(`update portal_user set role = 'Advisor'`);
      expect((await sessions.find(id))?.user.role).toBe('Advisor');
      await asOperator('delete from portal_user');
      expect(await sessions.find(id)).toBeNull();
    });

    it.each([undefined, '', 'x', '../../etc', 'A'.repeat(43), `${'A'.repeat(42)}\u0000`, 'A'.repeat(10_000)])('is not found under %.20s', async (id) => {
      expect(await sessions.find(id)).toBeNull();
    });
  });

  describe('an API key', () => {
    it('is stored as a hash, notes its use, and is refused from the moment it is revoked', async () => {
      const { operatorId } = await ensure();
      const holder = (await apiKeys.authenticate('a-key-of-16-characters'))!;
      expect(holder.operatorId).toBe(operatorId);
      const { rows } = await owner.query('select key_hash::text as hash, last_used_at from api_key');
      expect(rows).toEqual([{ hash: expect.not.stringContaining('a-key'), last_used_at: expect.any(Date) }]);
      await expect(apiKeys.revoke(operatorId, holder.apiKeyId)).rejects.toMatchObject({ kind: 'conflict' });
      await apiKeys.add(operatorId, 'the next one');
      await apiKeys.revoke(operatorId, holder.apiKeyId);
      expect(await apiKeys.authenticate('a-key-of-16-characters')).toBeNull();
    });

    it('notes its use at most once a minute', async () => {
      await ensure();
      await apiKeys.authenticate('a-key-of-16-characters');
      await asOperator(`update api_key set last_used_at = last_used_at - interval '30 seconds'`);
      const before = (await owner.query('select last_used_at from api_key')).rows;
      await new ApiKeys(database.tenants, database.directory).authenticate('a-key-of-16-characters');
      expect((await owner.query('select last_used_at from api_key')).rows).toEqual(before);
    });

    it.each(['', 'a-key-of-16-character', 'A-key-of-16-characters', 'x'.repeat(100_000), '\u0000'])('is not found under another text', async (key) => {
      await ensure();
      expect(await apiKeys.authenticate(key)).toBeNull();
    });
  });

  describe('the keys of an app', () => {
    it('are sealed, are given out for a call only, and the secret is kept when none is sent', async () => {
      const { operatorId } = await ensure();
      const { appId } = await apps.save(operatorId, 'gbol', keys);
      await apps.save(operatorId, 'gbol', { clientId: 'CLIENT', tier: keys.tier });
      expect(await apps.credentials(operatorId, appId)).toEqual({ clientId: 'CLIENT', clientSecret: keys.clientSecret });
      const { rows } = await owner.query<{ secret: Buffer }>('select client_secret as secret from app');
      expect(rows[0].secret.toString('latin1')).not.toContain(keys.clientSecret);
      expect(JSON.stringify(await apps.settings(operatorId, 'gbol'))).not.toContain(keys.clientSecret);
    });

    it('do not open in another app\'s row', async () => {
      const { operatorId } = await ensure();
      await apps.save(operatorId, 'gbol', keys);
      const other = newId();
      await asOperator('insert into app (operator_id, id, platform_key, client_id, client_secret, tier) select operator_id, $1, platform_key, client_id, client_secret, tier from app', [other]);
      await expect(apps.credentials(operatorId, other)).rejects.toThrow('cannot be opened');
    });

    it('must be there before the integration can be enabled', async () => {
      const { operatorId } = await ensure();
      await expect(apps.setEnabled(operatorId, 'gbol', true)).rejects.toMatchObject({ kind: 'conflict', code: 'notConfigured' });
      await apps.save(operatorId, 'gbol', keys);
      expect(await apps.setEnabled(operatorId, 'gbol', true)).toMatchObject({ enabled: true });
    });

    it('cannot change to another client ID while companies are linked through this one', async () => {
      const { operatorId } = await ensure();
      const { appId } = await apps.save(operatorId, 'gbol', keys);
      await database.tenants.run(operatorId, async (manager) => {
        const companyId = newId();
        await manager.query('insert into company (operator_id, id, name) values ($1, $2, $3)', [operatorId, companyId, 'Ltd']);
        await manager.insert(Connection, { operatorId, id: newId(), companyId, platformKey: 'gbol', appId, status: 'Linked', organisationId: 'o' });
      });
      await expect(apps.save(operatorId, 'gbol', { ...keys, clientId: 'OTHER' })).rejects.toMatchObject({ kind: 'conflict', code: 'connectionsLinked' });
      await expect(apps.save(operatorId, 'gbol', { ...keys, clientSecret: 'a-new-secret' })).resolves.toMatchObject({ configured: true });
    });

    it('belong to one operator: another one has none of them', async () => {
      const { operatorId } = await ensure();
      const { appId } = await apps.save(operatorId, 'gbol', keys);
      await expect(apps.settings(newId(), 'gbol')).rejects.toMatchObject({ kind: 'notFound' });
      await expect(apps.credentials(newId(), appId)).rejects.toMatchObject({ kind: 'conflict' });
      expect(await database.tenants.run(newId(), (manager) => manager.count(App))).toBe(0);
    });
  });
});
