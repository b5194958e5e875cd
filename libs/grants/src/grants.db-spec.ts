import { setTimeout as pause } from 'node:timers/promises';
import { type AccessOptions, accessServices, addCompany } from '#test/access';
import { linkCompany, linkingWorld, type LinkingWorld, newBrowser } from '#test/linking';
import { newId } from '#platform/ids';
import { type Grant, type GrantLease, GrantRows } from './grant-rows.js';

/** The twin that must fail: it refreshes without winning the lease. */
class LeaselessRows extends GrantRows {
  override claim(grant: Grant): Promise<GrantLease> {
    return Promise.resolve({ grant, owner: newId(), previousInGrace: false, unsettledSeconds: 0 });
  }
}

describe('grants', () => {
  let world: LinkingWorld;
  let grantId: string;

  beforeEach(async () => {
    world = await linkingWorld();
    await linkCompany(world, await addCompany(world.database.tenants, world.operatorId));
    const { rows } = await sql('select id from token_grant');
    grantId = rows[0].id;
  }, 60_000);

  afterEach(() => world?.close());

  const sql = (text: string, values: unknown[] = []) => world.database.tenants.sql(world.operatorId, (client) => client.query(text, values));
  const expire = () => sql('update token_grant set access_expires_at = now()');
  const grant = async () => (await sql('select * from token_grant where id = $1', [grantId])).rows[0];
  const accessToken = (options = {}) => world.services.grants.accessToken(world.operatorId, grantId, options);
  const exchanges = async (outcome = 'ok') => {
    const counters = await world.simulator.control<Record<string, number>>('GET', 'counters');
    return counters[`token refresh_token ${outcome}`] ?? 0;
  };
  const fault = (kind: string, more = {}) => world.simulator.control('POST', 'faults', { kind, path: '/connect/token', ...more });
  const works = async (token: string) => (await fetch(`${world.simulator.url}/connections`, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } })).status;
  /** What another worker process would hold. */
  const otherWorker = (options: Partial<AccessOptions> = {}) =>
    accessServices({ tenants: world.database.tenants, directory: world.database.directory, platformUrl: world.simulator.url, ...options }).grants;
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await pause(10);
  };

  it('gives the same token while it lives, without asking the platform', async () => {
    const tokens = await Promise.all([accessToken(), accessToken(), accessToken()]);
    expect(new Set(tokens).size).toBe(1);
    expect(await exchanges()).toBe(0);
  });

  it('exchanges once however many callers of however many workers find it expired', async () => {
    const workers = [otherWorker(), otherWorker(), otherWorker(), otherWorker()];
    for (let round = 1; round <= 5; round += 1) {
      await expire();
      const tokens = await Promise.all(Array.from({ length: 40 }, (_, index) => workers[index % 4].accessToken(world.operatorId, grantId)));
      expect(new Set(tokens).size).toBe(1);
      expect(await exchanges()).toBe(round);
      expect(await works(tokens[0])).toBe(200);
    }
  });

  it('depends on the lease for that: without it the same callers exchange more than once', async () => {
    await fault('delay', { delayMs: 300 });
    await expire();
    const rows: AccessOptions['grantRows'] = (...parts) => new LeaselessRows(...parts);
    const leaseless = [otherWorker({ grantRows: rows }), otherWorker({ grantRows: rows })];
    void Promise.all(leaseless.map((worker) => worker.accessToken(world.operatorId, grantId))).catch(() => undefined);
    await until(async () => await exchanges() > 1);
    // Without a lease nothing can be saved either; a live token ends the loops of the twin.
    await accessToken();
  });

  it('waits for a slow exchange instead of making a second one', async () => {
    await fault('delay', { delayMs: 1500 });
    await expire();
    const tokens = await Promise.all([accessToken(), accessToken(), otherWorker().accessToken(world.operatorId, grantId)]);
    expect(new Set(tokens).size).toBe(1);
    expect(await exchanges()).toBe(1);
  });

  it('writes down that a refresh starts before it asks, and gives the new token out only once it is saved', async () => {
    await fault('delay', { delayMs: 3000 });
    await expire();
    const refreshing = accessToken();
    await until(async () => (await grant()).refresh_started_at !== null);
    expect(await exchanges()).toBe(0);
    expect(await grant()).toMatchObject({ version: 1 });
    const token = await refreshing;
    const { version, refresh_started_at, lease_owner } = await grant();
    expect({ version, refresh_started_at, lease_owner }).toEqual({ version: 2, refresh_started_at: null, lease_owner: null });
    expect(await otherWorker().accessToken(world.operatorId, grantId)).toBe(token);
  });

  it('does not give a refused token out again', async () => {
    const refused = await accessToken();
    const token = await accessToken({ rejected: refused });
    expect(token).not.toBe(refused);
    expect(await accessToken({ rejected: refused })).toBe(token);
    expect(await exchanges()).toBe(1);
  });

  it('repeats a refresh whose answer was lost with the token that was used, and recovers', async () => {
    await fault('loseAnswer');
    await expire();
    await expect(accessToken()).rejects.toMatchObject({ kind: 'unavailable', reason: 'network' });
    expect(await grant()).toMatchObject({ status: 'active', lease_owner: null, refresh_started_at: expect.any(Date) });
    expect(await works(await accessToken())).toBe(200);
    expect(await exchanges()).toBe(2);
  });

  it('finds a refresh that was cut off and ends it, though nobody calls', async () => {
    await fault('loseAnswer');
    await expire();
    await accessToken().catch(() => undefined);
    expect(await world.database.directory.grantsToRefresh(10)).toEqual([{ operatorId: world.operatorId, id: grantId }]);
    await accessToken();
    expect(await world.database.directory.grantsToRefresh(10)).toEqual([]);
  });

  it('finds a grant that nobody has used for a week', async () => {
    await sql(`update token_grant set refreshed_at = now() - interval '5 days'`);
    expect(await world.database.directory.grantsToRefresh(10)).toEqual([]);
    await sql(`update token_grant set refreshed_at = now() - interval '7 days'`);
    expect(await world.database.directory.grantsToRefresh(10)).toHaveLength(1);
  });

  it('takes over from a worker that was frozen in the middle, and saves nothing of that worker afterwards', async () => {
    await fault('delay', { delayMs: 1500 });
    await expire();
    const frozen = accessToken();
    await until(async () => (await grant()).lease_owner !== null);
    // A frozen process renews no lease: to the others it has run out.
    await sql(`update token_grant set lease_until = now() - interval '1 second'`);
    const taken = await otherWorker().accessToken(world.operatorId, grantId);
    expect(await frozen).toBe(taken);
    expect(await grant()).toMatchObject({ version: 2 });
    expect(await works(taken)).toBe(200);
  });

  it('marks a grant dead only when neither the current nor the former refresh token is taken', async () => {
    await accessToken({ rejected: await accessToken() });
    world.simulator.clock.advance(61 * 86_400);
    await expire();
    await sql('update token_grant set refreshed_at = now()');
    await expect(accessToken()).rejects.toMatchObject({ kind: 'reconnect', reason: 'grantDead' });
    expect(await grant()).toMatchObject({ status: 'dead', lease_owner: null });
    expect(await exchanges('invalid_grant')).toBe(2);
    await expect(accessToken()).rejects.toMatchObject({ kind: 'reconnect', reason: 'grantDead' });
    expect(await exchanges('invalid_grant')).toBe(2);
  });

  it('falls back on the former refresh token within its grace when the current one is not taken', async () => {
    await accessToken({ rejected: await accessToken() });
    await world.simulator.control('POST', 'faults', { kind: 'answer', path: '/connect/token', status: 400, body: '{"error":"invalid_grant"}', contentType: 'application/json' });
    await expire();
    expect(await works(await accessToken())).toBe(200);
    expect(await grant()).toMatchObject({ status: 'active' });
  });

  const rotateSecret = () => world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { clientSecret: 'another-secret' });
  const saveKeys = (clientSecret?: string) => world.services.apps.save(world.operatorId, 'gbol', { clientId: world.simulator.clientId, tier: 'core', ...(clientSecret ? { clientSecret } : {}) });
  const isRefused = async () => (await world.services.apps.settings(world.operatorId, 'gbol')).keysRefused;

  it('stops asking with keys that are refused, keeps the grant, says so to the operator, and goes on once keys are saved', async () => {
    await rotateSecret();
    await expire();
    for (const worker of [world.services.grants, otherWorker(), otherWorker()]) {
      await expect(worker.accessToken(world.operatorId, grantId)).rejects.toMatchObject({ kind: 'rejected', reason: 'badCredentials' });
    }
    expect([await exchanges('invalid_client'), await isRefused()]).toEqual([1, true]);
    expect(await grant()).toMatchObject({ status: 'active', lease_owner: null, refresh_started_at: null });
    await expect(world.services.links.start({
      operatorId: world.operatorId, company: { companyId: await addCompany(world.database.tenants, world.operatorId), platformKey: 'gbol' }, browserHash: newBrowser(),
    })).rejects.toMatchObject({ code: 'integrationDisabled' });
    await saveKeys('another-secret');
    expect(await isRefused()).toBe(false);
    expect(await works(await accessToken())).toBe(200);
  });

  it('tries refused keys again once in ten minutes: the fault may have been the platform\'s', async () => {
    await fault('answer', { status: 400, body: '{"error":"invalid_client"}', contentType: 'application/json' });
    await expire();
    await expect(accessToken()).rejects.toMatchObject({ reason: 'badCredentials' });
    await sql(`update app set refused_at = now() - interval '11 minutes'`);
    expect(await works(await accessToken())).toBe(200);
    expect(await isRefused()).toBe(false);
  });

  it('uses the new secret at the next refresh when it is saved in the middle of one, which says nothing about it', async () => {
    await fault('delay', { delayMs: 2_000 });
    await expire();
    const refreshing = accessToken();
    await until(async () => (await grant()).lease_owner !== null);
    await rotateSecret();
    await saveKeys('another-secret');
    await expect(refreshing).rejects.toMatchObject({ reason: 'badCredentials' });
    expect([await isRefused(), await exchanges('invalid_client')]).toEqual([false, 1]);
    expect(await works(await accessToken())).toBe(200);
    expect(await grant()).toMatchObject({ status: 'active', version: 2 });
  });

  it('lets a new consent win over a refresh of the older tokens that is still under way', async () => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { newConsentInvalidates: true });
    await fault('delay', { delayMs: 3000 });
    await expire();
    const refreshing = accessToken();
    await until(async () => (await grant()).lease_owner !== null);
    const companyId = await addCompany(world.database.tenants, world.operatorId);
    await linkCompany(world, companyId);
    const token = await refreshing;
    expect(await works(token)).toBe(200);
    expect(await grant()).toMatchObject({ status: 'active' });
    expect((await sql('select count(*)::int as grants from token_grant')).rows).toEqual([{ grants: 1 }]);
  });

  it('stores no token, secret or part of one as plain text', async () => {
    const token = await accessToken({ rejected: await accessToken() });
    const stored = async () => {
      const tables = ['token_grant', 'app', 'connection', 'link_attempt', 'disconnection', 'call_meter', 'call_budget'];
      const rows = (await Promise.all(tables.map((table) => sql(`select * from ${table}`)))).flatMap((result) => result.rows);
      return rows.flatMap((row) => Object.values(row)).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value))).join('\n');
    };
    const secrets = [token, token.split('.')[1], token.split('.')[2], world.simulator.clientSecret];
    for (const secret of secrets) expect(await stored()).not.toContain(secret);
    await sql('update token_grant set tokens = $1', [Buffer.from(token)]);
    expect(await stored()).toContain(token);
  });

  it('refuses tokens that were moved to another row', async () => {
    await sql(`insert into token_grant (operator_id, id, app_id, user_key, tokens, access_expires_at)
      select operator_id, app_id, app_id, 'another', tokens, access_expires_at from token_grant`);
    await expect(world.services.grants.accessToken(world.operatorId, world.appId)).rejects.toThrow(/cannot be opened/);
  });
});
