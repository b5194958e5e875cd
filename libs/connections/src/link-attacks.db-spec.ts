import { setTimeout as pause } from 'node:timers/promises';
import { TokenEndpoint } from '#grants/token-endpoint';
import { addCompany } from '#test/access';
import { addOrganisation, callbackOf, follow, linkCompany, linkingWorld, type LinkingWorld, newBrowser, Person, platformConnections, runConsents, runDisconnections } from '#test/linking';

jest.setTimeout(60_000);

/** Holds every exchange of a code until it is let go. */
class HeldExchange {
  private letGo: () => void = () => undefined;
  private reached: () => void = () => undefined;
  arrived = Promise.resolve();
  private gate = Promise.resolve();

  hold(): void {
    this.arrived = new Promise((resolve) => { this.reached = resolve; });
    this.gate = new Promise((resolve) => { this.letGo = resolve; });
  }

  release(): void {
    this.letGo();
  }

  around(usual: TokenEndpoint): TokenEndpoint {
    const held = Object.create(usual) as TokenEndpoint;
    held.exchange = async (...exchange) => {
      const tokens = await usual.exchange(...exchange);
      this.reached();
      await this.gate;
      return tokens;
    };
    return held;
  }
}

describe('a link that somebody disturbs', () => {
  let world: LinkingWorld;
  const exchange = new HeldExchange();

  beforeEach(async () => {
    world = await linkingWorld({}, { endpoint: (usual) => exchange.around(usual) });
  });

  afterEach(() => world?.close());

  const company = () => addCompany(world.database.tenants, world.operatorId);
  const start = (companyId: string, browserHash: Buffer) =>
    world.services.links.start({ operatorId: world.operatorId, company: { companyId, platformKey: 'gbol' }, browserHash });
  const consent = async (authorizeUrl: string) =>
    callbackOf(await new Person(world.simulator).consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams)));
  const count = async (table: string): Promise<number> => {
    const { rows } = await world.database.tenants.sql(world.operatorId, (client) => client.query<{ count: number }>(`select count(*)::int from ${table}`));
    return rows[0].count;
  };
  const remove = async (companyId: string) => {
    await world.services.connections.releaseCompany(world.operatorId, companyId);
    await world.database.tenants.run(world.operatorId, (manager) => manager.query('delete from company where operator_id = $1 and id = $2', [world.operatorId, companyId]));
  };

  it('by deleting the company while the code is exchanged leaves nothing at the platform and no tokens', async () => {
    const [companyId, browser] = [await company(), newBrowser()];
    const back = await consent((await start(companyId, browser)).authorizeUrl);
    exchange.hold();
    const completing = world.services.links.complete({ ...back, browserHash: browser });
    await exchange.arrived;
    await remove(companyId);
    exchange.release();
    await completing;
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    expect(await count('token_grant')).toBe(0);
  });

  it('by starting it anew before the first consent comes back keeps no place at the platform for the first', async () => {
    const [companyId, browser] = [await company(), newBrowser()];
    const first = await start(companyId, browser);
    await start(companyId, browser);
    expect(await follow(world, first.authorizeUrl, { browser })).toEqual({ ended: 'expired' });
    await world.database.tenants.sql(world.operatorId, (client) => client.query(`update link_attempt set expires_at = now() - interval '1 second'`));
    await runConsents(world);
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    expect(await count('token_grant')).toBe(0);
  });

  it('by coming back too late keeps no place at the platform', async () => {
    const [companyId, browser] = [await company(), newBrowser()];
    const { authorizeUrl } = await start(companyId, browser);
    const back = await consent(authorizeUrl);
    await world.database.tenants.sql(world.operatorId, (client) => client.query(`update link_attempt set expires_at = now() - interval '1 second'`));
    expect(await world.services.links.complete({ ...back, browserHash: browser })).toEqual({ ended: 'expired' });
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    expect(await count('connection where status = \'Linked\'')).toBe(0);
  });

  it.each(['starting anew', 'unlinking', 'deleting the company'])('by %s while the person chooses gives every organisation back', async (what) => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { severalPerConsent: true });
    const tenantIds = [await addOrganisation(world, 'two@example.com', 'One'), await addOrganisation(world, 'two@example.com', 'Two')];
    const [companyId, browser] = [await company(), newBrowser()];
    const { authorizeUrl, attemptId } = await start(companyId, browser);
    await follow(world, authorizeUrl.replace(/&acr_values=[^&]*/, ''), { email: 'two@example.com', tenantIds, browser });
    const { status, connectionId } = await world.services.links.find(attemptId, browser);
    expect([status, (await platformConnections(world)).length]).toEqual(['choosing', 2]);
    if (what === 'starting anew') await start(companyId, browser);
    else if (what === 'unlinking') await world.services.connections.unlink(world.operatorId, companyId, connectionId);
    else await remove(companyId);
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    expect(await count('token_grant')).toBe(0);
  });

  it('by deleting the connection while a page of it is stored leaves no record behind', async () => {
    const companyId = await company();
    const { connectionId } = await linkCompany(world, companyId);
    const place = [world.operatorId, connectionId];
    const { tenants } = world.database;
    await tenants.sql(world.operatorId, (client) => client.query(`
      insert into reading (operator_id, id, connection_id, batch_id, position, source, status) values ($1, gen_random_uuid(), $2, gen_random_uuid(), 0, 'Invoices', 'running')`, place));
    let deleting: Promise<void> = Promise.resolve();
    await tenants.sql(world.operatorId, async (client) => {
      // What every page does first: it passes the fence, and thereby holds the row.
      await client.query('update reading set counts = counts where operator_id = $1 and connection_id = $2', place);
      deleting = world.services.connections.delete(world.operatorId, companyId, connectionId);
      await pause(500);
      await client.query(`
        insert into record (operator_id, connection_id, data_type, source_id, native, native_hash, modified_at) values ($1, $2, 'invoices', 'late', '{}', '', now())`, place);
    });
    await deleting;
    expect([await count('record'), await count('connection')]).toEqual([0, 0]);
  });

  it('through several connections of one company holds one place, not one each', async () => {
    const companyId = await company();
    const reserved: string[] = [];
    for (let number = 0; number < 30; number += 1) {
      const { connectionId } = await world.services.connections.create(world.operatorId, companyId, 'gbol');
      reserved.push((await world.services.links.start({ operatorId: world.operatorId, connectionId, browserHash: newBrowser() })).attemptId);
    }
    expect(reserved).toHaveLength(30);
    expect(await count('link_attempt where status in (\'started\', \'choosing\')')).toBe(1);
    await expect(start(await company(), newBrowser())).resolves.toBeDefined();
  });

  it('by deleting the company while a connection is made for it gets the answer that there is none', async () => {
    const companyId = await company();
    let deleted: Promise<unknown> = Promise.resolve();
    await expect(world.database.tenants.sql(world.operatorId, async (client) => {
      await client.query('delete from company where operator_id = $1 and id = $2', [world.operatorId, companyId]);
      const creating = world.services.connections.create(world.operatorId, companyId, 'gbol');
      deleted = creating.catch((error: unknown) => error);
      await pause(300);
    })).resolves.toBeUndefined();
    expect(await deleted).toMatchObject({ kind: 'notFound' });
  });

  it('is looked at while somebody changes the app, without waiting for that', async () => {
    const companyId = await company();
    await world.database.tenants.sql(world.operatorId, async (client) => {
      await client.query('select 1 from app where operator_id = $1 for update', [world.operatorId]);
      const looked = await Promise.race([world.services.links.offers(world.operatorId, { companyId }), pause(3_000, 'waited', { ref: false })]);
      expect(looked).toMatchObject([{ platformKey: 'gbol', available: true }]);
    });
  });
});
