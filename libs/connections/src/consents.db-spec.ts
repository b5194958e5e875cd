import { setTimeout as pause } from 'node:timers/promises';
import { addCompany } from '#test/access';
import { addOrganisation, follow, linkingWorld, type LinkingWorld, newBrowser, platformConnections, runConsents, runDisconnections, statuses } from '#test/linking';
import { OnLinked } from './on-linked.js';

jest.setTimeout(60_000);

class CountedLinks extends OnLinked {
  count = 0;

  override linked(): Promise<() => Promise<void>> {
    this.count += 1;
    return Promise.resolve(() => Promise.resolve());
  }
}

describe('a consent whose organisations the platform does not list at once', () => {
  let world: LinkingWorld;
  let links: CountedLinks;
  let companyId: string;

  beforeEach(async () => {
    links = new CountedLinks();
    world = await linkingWorld({}, { onLinked: links });
    companyId = await addCompany(world.database.tenants, world.operatorId);
  });

  afterEach(() => world?.close());

  const sql = (text: string) => world.database.tenants.sql(world.operatorId, (client) => client.query(text));
  const failing = () => world.simulator.control('POST', 'faults', { kind: 'maintenance', path: '/connections', method: 'GET', times: null });
  const healed = () => world.simulator.control('DELETE', 'faults');
  const start = async (of = companyId) => {
    const browser = newBrowser();
    const started = await world.services.links.start({ operatorId: world.operatorId, company: { companyId: of, platformKey: 'gbol' }, browserHash: browser });
    return { ...started, browser, view: () => world.services.links.find(started.attemptId, browser) };
  };
  /** Consents while the list fails. */
  const unsettled = async (consent: { email?: string; tenantIds?: string[] } = {}) => {
    const attempt = await start();
    await failing();
    expect(await follow(world, attempt.authorizeUrl.replace(/&acr_values=[^&]*/, ''), { ...consent, browser: attempt.browser })).toEqual({ attemptId: attempt.attemptId });
    expect(await attempt.view()).toMatchObject({ status: 'settling', reason: null });
    return attempt;
  };
  const runOut = () => sql(`update link_attempt set expires_at = now() - interval '1 second'`);
  const row = async () => (await sql('select status, attempts, last_error, lease_until, next_at > now() as waits from consent order by created_at')).rows[0];
  const grants = async () => (await sql('select 1 from token_grant')).rowCount;

  it('is settled by a worker as soon as the platform does, with the person\'s page going on by itself', async () => {
    const attempt = await unsettled();
    await runConsents(world);
    expect(await row()).toMatchObject({ status: 'started', attempts: 2, lease_until: null, waits: true, last_error: expect.stringContaining('platformOffline') });
    await healed();
    await runConsents(world);
    expect(await attempt.view()).toMatchObject({ status: 'linked', organisationName: 'Demo Company (UK)' });
    expect([await row(), links.count]).toMatchObject([{ status: 'done', attempts: 3 }, 1]);
    expect(await world.database.directory.unfinishedWork(10)).toEqual([]);
  });

  it('is in nobody else\'s hands while its lease lives, and not called for before it is due', async () => {
    await unsettled();
    expect((await world.database.directory.unfinishedWork(10)).filter(({ kind }) => kind === 'consent')).toEqual([]);
    await sql(`update consent set next_at = now(), lease_until = now() + interval '1 minute'`);
    const [{ id }] = await world.database.directory.unfinishedWork(10);
    expect([await world.services.consents.settleDue(world.operatorId, id), (await row()).attempts]).toEqual([null, 1]);
  });

  it('asks which organisation when it covers several, and gives the others back', async () => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { severalPerConsent: true });
    const email = 'several@example.com';
    const tenantIds = [await addOrganisation(world, email, 'One'), await addOrganisation(world, email, 'Two')];
    const attempt = await unsettled({ email, tenantIds });
    await healed();
    await runConsents(world);
    expect(await attempt.view()).toMatchObject({ status: 'choosing' });
    await world.services.links.choose(attempt.attemptId, tenantIds[1], attempt.browser);
    await runDisconnections(world);
    expect((await platformConnections(world)).map(({ tenantId }) => tenantId)).toEqual([tenantIds[1]]);
  });

  it.each(['when the attempt\'s time runs out', 'when the company is deleted'])('goes back as a whole %s', async (when) => {
    await unsettled();
    if (when.includes('deleted')) await world.services.connections.releaseCompany(world.operatorId, companyId);
    await runOut();
    await world.services.links.expireDue();
    expect([await grants(), (await platformConnections(world)).length]).toEqual([1, 1]);
    await healed();
    await runConsents(world);
    await runDisconnections(world);
    expect([await platformConnections(world), await grants(), links.count]).toEqual([[], 0, 0]);
  });

  it.each([true, false])('takes nothing away from a person who starts anew and is first; a new consent takes the connection over: %s', async (reconnectMovesEvent) => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { reconnectMovesEvent });
    const first = await unsettled();
    const second = await start();
    await healed();
    await runConsents(world);
    await runDisconnections(world);
    expect([await first.view(), (await platformConnections(world)).length]).toMatchObject([{ status: 'expired' }, 1]);
    await follow(world, second.authorizeUrl, { browser: second.browser });
    expect(await second.view()).toMatchObject({ status: 'linked' });
    await runConsents(world);
    await runDisconnections(world);
    expect([await statuses(world), (await platformConnections(world)).length, links.count]).toEqual([{ Linked: 1 }, 1, 1]);
    expect((await sql(`select 1 from consent where status = 'started'`)).rowCount).toBe(0);
    const call = await world.services.calls.callFor(world.operatorId, (await second.view()).connectionId);
    expect(await call({ method: 'GET', path: '/api.xro/2.0/Organisation' })).toMatchObject({ status: 200 });
  });

  it('keeps its place among the app\'s connections until it is settled', async () => {
    await sql(`update app set tier = 'starter'`);
    for (let count = 0; count < 4; count += 1) {
      const other = await addCompany(world.database.tenants, world.operatorId);
      await sql(`insert into connection (operator_id, id, company_id, platform_key, app_id, status, organisation_id)
        values ('${world.operatorId}', gen_random_uuid(), '${other}', 'gbol', '${world.appId}', 'Linked', gen_random_uuid())`);
    }
    await unsettled();
    await runOut();
    await world.services.links.expireDue();
    const other = await addCompany(world.database.tenants, world.operatorId);
    await expect(start(other)).rejects.toMatchObject({ code: 'busy' });
    await healed();
    await runConsents(world);
    await runDisconnections(world);
    await expect(start(other)).resolves.toBeDefined();
  });

  it('is settled once: a worker that was frozen in the middle changes nothing afterwards', async () => {
    const attempt = await start();
    await world.simulator.control('POST', 'faults', { kind: 'delay', path: '/connections', method: 'GET', delayMs: 3_000 });
    const frozen = follow(world, attempt.authorizeUrl, { browser: attempt.browser });
    while ((await sql('select 1 from consent')).rowCount === 0) await pause(20);
    await runConsents(world);
    const settled = await row();
    expect(settled).toMatchObject({ status: 'done', attempts: 2 });
    await sql(`update connection set status = 'Unlinked'`);
    await frozen;
    expect([await row(), await statuses(world), links.count]).toEqual([settled, { Unlinked: 1 }, 1]);
    expect((await sql('select 1 from disconnection')).rowCount).toBe(0);
  });

  it('ends the attempt when the person\'s tokens die meanwhile', async () => {
    const attempt = await unsettled();
    await healed();
    world.simulator.clock.advance(61 * 86_400);
    await sql('update token_grant set access_expires_at = now()');
    await runConsents(world);
    expect([await attempt.view(), await row(), await grants()]).toMatchObject([
      { status: 'failed', reason: 'providerError' }, { status: 'given-up', last_error: expect.stringContaining('grantDead') }, 0,
    ]);
  });
});
