import { setTimeout as pause } from 'node:timers/promises';
import { Tenants } from '#database/tenant';
import { accessServices, addCompany } from '#test/access';
import type { TestDatabase } from '#test/database';
import { addOrganisation, callbackOf, linkCompany, linkingWorld, type LinkingWorld, newBrowser, Person, platformConnections, runDisconnections, statuses } from '#test/linking';
import type { EntityManager } from 'typeorm';

/** Lets no transaction go on from its count of used places before the others had time to count too. */
class SlowCounting extends Tenants {
  counted = 0;

  constructor(private readonly database: TestDatabase, private readonly callers: number, private readonly locked: boolean) {
    super(database.dataSource, database.pool);
  }

  override run<T>(operatorId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.tenants.run(operatorId, (manager) => {
      const query = manager.query.bind(manager);
      manager.query = (async (text: string, values?: unknown[]) => {
        const rows = await query(this.locked ? text : text.replace('for update of a', ''), values);
        if (text.includes('as used from connection')) await this.meetOthers();
        return rows;
      }) as typeof manager.query;
      return work(manager);
    });
  }

  private async meetOthers(): Promise<void> {
    this.counted += 1;
    for (let waited = 0; this.counted < this.callers && waited < 300; waited += 10) await pause(10);
  }
}

describe('the connection limit', () => {
  let world: LinkingWorld;

  beforeEach(async () => {
    world = await linkingWorld({ SIMULATOR_TIER: 'enterprise' });
  }, 60_000);

  afterEach(() => world?.close());

  const company = () => addCompany(world.database.tenants, world.operatorId);
  const start = (companyId: string, browserHash = newBrowser()) =>
    world.services.links.start({ operatorId: world.operatorId, company: { companyId, platformKey: 'gbol' }, browserHash });
  const setTier = (tier: string) => world.database.tenants.sql(world.operatorId, (client) => client.query('update app set tier = $1', [tier]));

  /** Linked connections that need no consent: only their number matters. */
  const fill = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const companyId = await company();
      await world.database.tenants.sql(world.operatorId, (client) => client.query(`
        insert into connection (operator_id, id, company_id, platform_key, app_id, status, organisation_id)
        values ($1, gen_random_uuid(), $2, 'gbol', $3, 'Linked', gen_random_uuid())`, [world.operatorId, companyId, world.appId]));
    }
  };

  it('reserves the last place for whoever starts first, until that attempt ends', async () => {
    await fill(24);
    const [first, second] = [await company(), await company()];
    const { attemptId } = await start(first);
    await expect(start(second)).rejects.toMatchObject({ kind: 'conflict', code: 'busy' });
    expect(await world.services.links.offers(world.operatorId, { companyId: second })).toMatchObject([{ platformKey: 'gbol', available: false, reason: 'busy' }]);
    expect(await world.services.links.offers(world.operatorId, { companyId: first })).toMatchObject([{ available: true, reason: null }]);
    await world.database.tenants.sql(world.operatorId, (client) => client.query(`update link_attempt set expires_at = now() - interval '1 second' where id = $1`, [attemptId]));
    await expect(start(second)).resolves.toMatchObject({ attemptId: expect.any(String) });
  });

  it('gives the last place to one of two starts at once', async () => {
    await fill(24);
    const companies = [await company(), await company(), await company()];
    const starts = await Promise.allSettled(companies.map((companyId) => start(companyId)));
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('refuses to start at the limit before any consent, and lets go of it with an unlinked connection once the platform was told', async () => {
    const linked = await linkCompany(world, await company());
    await fill(24);
    const late = await company();
    await expect(start(late)).rejects.toMatchObject({ code: 'limitReached' });
    await world.services.connections.unlink(world.operatorId, linked.company.id, linked.connectionId);
    await expect(start(late)).rejects.toMatchObject({ code: 'busy' });
    await runDisconnections(world);
    await expect(start(late)).resolves.toBeDefined();
  });

  it('links exactly 25 when 50 complete at once at 24 of 25, and leaves no other connection at the platform', async () => {
    await setTier('enterprise');
    const attempts = await Promise.all(Array.from({ length: 50 }, async (_, index) => {
      const email = `person${index}@example.com`;
      await addOrganisation(world, email);
      const browser = newBrowser();
      const { attemptId, authorizeUrl } = await start(await company(), browser);
      const back = await new Person(world.simulator, email).consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams));
      return { attemptId, browser, back };
    }));
    await fill(24);
    await setTier('nonPartner');
    await Promise.all(attempts.map(({ back, browser }) => world.services.links.complete({ ...callbackOf(back), browserHash: browser })));
    expect((await statuses(world))['Linked']).toBe(25);
    const ends = await Promise.all(attempts.map(({ attemptId, browser }) => world.services.links.find(attemptId, browser)));
    expect(ends.filter(({ status }) => status === 'linked')).toHaveLength(1);
    expect(ends.filter(({ status, reason }) => status === 'failed' && reason === 'limitReached')).toHaveLength(49);
    expect(world.services.woken.ids).toHaveLength(49);
    await runDisconnections(world);
    expect(await platformConnections(world)).toHaveLength(1);
    const loser = ends.find(({ reason }) => reason === 'limitReached')!;
    await setTier('core');
    await expect(start(loser.company.id)).resolves.toBeDefined();
  }, 60_000);

  it('gives one organisation to one of two companies whose callbacks arrive at once', async () => {
    const email = 'one@example.com';
    await addOrganisation(world, email);
    const attempts = await Promise.all([1, 2].map(async () => {
      const browser = newBrowser();
      const { attemptId, authorizeUrl } = await start(await company(), browser);
      const back = await new Person(world.simulator, email).consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams));
      return { attemptId, browser, back };
    }));
    await Promise.all(attempts.map(({ back, browser }) => world.services.links.complete({ ...callbackOf(back), browserHash: browser })));
    await runDisconnections(world);
    expect((await statuses(world))['Linked']).toBe(1);
    expect(await platformConnections(world)).toHaveLength(1);
  });

  it.each([
    ['keeps the limit by the lock on the app, however slowly the others count', true, 25],
    ['would pass it without that lock', false, 28],
  ])('%s', async (_, locked, expected) => {
    const attempts = await Promise.all([0, 1, 2, 3].map(async (index) => {
      const email = `slow${index}@example.com`;
      await addOrganisation(world, email);
      const browser = newBrowser();
      const { authorizeUrl } = await start(await company(), browser);
      const back = await new Person(world.simulator, email).consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams));
      return { browser, back };
    }));
    await fill(24);
    await setTier('nonPartner');
    const tenants = new SlowCounting(world.database, attempts.length, locked);
    const { links } = accessServices({ tenants, directory: world.database.directory, platformUrl: world.simulator.url });
    await Promise.all(attempts.map(({ back, browser }) => links.complete({ ...callbackOf(back), browserHash: browser })));
    expect((await statuses(world))['Linked']).toBe(expected);
  });
});
