import { addCompany, addOperator } from '#test/access';
import { addOrganisation, callbackOf, follow, linkCompany, linkingWorld, type LinkingWorld, newBrowser, Person, platformConnections, runDisconnections } from '#test/linking';

describe('linking', () => {
  let world: LinkingWorld;

  beforeEach(async () => {
    world = await linkingWorld();
  }, 60_000);

  afterEach(() => world?.close());

  const company = (name?: string) => addCompany(world.database.tenants, world.operatorId, name);
  const start = (companyId: string, browserHash: Buffer) =>
    world.services.links.start({ operatorId: world.operatorId, company: { companyId, platformKey: 'gbol' }, browserHash });
  const startConnection = (connectionId: string, browserHash: Buffer) => world.services.links.start({ operatorId: world.operatorId, connectionId, browserHash });
  const callbackUrl = (authorizeUrl: string, email?: string) => new Person(world.simulator, email).consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams));
  const cancel = async (authorizeUrl: string) => {
    const person = new Person(world.simulator);
    const { html } = await person.open(Object.fromEntries(new URL(authorizeUrl).searchParams));
    return new URL((await person.answer(html, 'cancel')).headers.get('location')!);
  };
  const row = async (connectionId: string) => {
    const { rows } = await world.database.tenants.sql(world.operatorId, (client) => client.query('select * from connection where id = $1', [connectionId]));
    return rows[0];
  };
  const organisations = async (email: string, count: number) => {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) ids.push(await addOrganisation(world, email, `Client ${index}`));
    return ids;
  };

  it('links the one organisation of a consent and names it', async () => {
    const linked = await linkCompany(world, await company('Baker'));
    expect(linked).toMatchObject({ status: 'linked', organisationName: 'Demo Company (UK)', company: { name: 'Baker' }, operator: { name: 'Lender Ltd' } });
    const connection = await row(linked.connectionId);
    expect(connection).toMatchObject({ status: 'Linked', external_id: (await platformConnections(world))[0].id });
    expect(world.services.woken.ids).toEqual([]);
  });

  it('links an organisation whose name holds what a database cannot store', async () => {
    const email = 'odd@example.com';
    const tenantId = await addOrganisation(world, email, 'Odd');
    world.simulator.world.organisations.get(tenantId)!.name = 'Odd\u0000 <b>"Name"</b>';
    expect(await linkCompany(world, await company(), { email })).toMatchObject({ status: 'linked', organisationName: 'Odd <b>"Name"</b>' });
  });

  it('asks for scopes with spaces written as %20 and gives every app a redirect address of its own', async () => {
    const { authorizeUrl } = await start(await company(), newBrowser());
    expect(authorizeUrl).toContain('scope=openid%20profile%20email%20offline_access%20accounting.');
    expect(new URL(authorizeUrl).searchParams.get('redirect_uri')).toBe(`http://localhost:3000/oauth/xero/${world.appId}/callback`);
  });

  it('takes a state once: a replay ends as such and changes nothing', async () => {
    const browser = newBrowser();
    const { authorizeUrl, attemptId } = await start(await company(), browser);
    const back = await callbackUrl(authorizeUrl);
    expect(await world.services.links.complete({ ...callbackOf(back), browserHash: browser })).toEqual({ attemptId });
    expect(await world.services.links.complete({ ...callbackOf(back), browserHash: browser })).toEqual({ ended: 'replayed' });
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'linked' });
  });

  it('lets only one of two callbacks at once go on', async () => {
    const browser = newBrowser();
    const { authorizeUrl } = await start(await company(), browser);
    const back = callbackOf(await callbackUrl(authorizeUrl));
    const ends = await Promise.all([1, 2, 3, 4].map(() => world.services.links.complete({ ...back, browserHash: browser })));
    expect(ends.filter((end) => 'attemptId' in end)).toHaveLength(1);
    expect(ends.filter((end) => 'ended' in end && end.ended === 'replayed')).toHaveLength(3);
  });

  it('refuses the answer in another browser, in none, at another app and with a forged state', async () => {
    const browser = newBrowser();
    const { authorizeUrl, attemptId } = await start(await company(), browser);
    const back = callbackOf(await callbackUrl(authorizeUrl));
    const { links } = world.services;
    expect(await links.complete({ ...back, browserHash: newBrowser() })).toEqual({ ended: 'wrongBrowser' });
    expect(await links.complete({ ...back, browserHash: undefined })).toEqual({ ended: 'wrongBrowser' });
    expect(await links.complete({ ...back, state: 'forged', browserHash: browser })).toEqual({ ended: 'unknown' });
    expect(await links.complete({ ...back, appId: world.operatorId, browserHash: browser })).toEqual({ ended: 'unknown' });
    await expect(links.find(attemptId, newBrowser())).rejects.toMatchObject({ kind: 'forbidden', code: 'wrongBrowser' });
    expect(await links.complete({ ...back, browserHash: browser })).toEqual({ attemptId });
  });

  it('refuses an answer after the attempt has expired, and the sweep ends the attempt', async () => {
    const browser = newBrowser();
    const { authorizeUrl, attemptId } = await start(await company(), browser);
    const back = callbackOf(await callbackUrl(authorizeUrl));
    await world.database.tenants.sql(world.operatorId, (client) => client.query(`update link_attempt set expires_at = now() - interval '1 second'`));
    expect(await world.services.links.complete({ ...back, browserHash: browser })).toEqual({ ended: 'expired' });
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'expired', reason: 'expired' });
    expect(await world.services.links.expireDue()).toBe(1);
    expect(await world.services.links.expireDue()).toBe(0);
  });

  it('refuses the answer to an attempt that was started anew', async () => {
    const [companyId, browser] = [await company(), newBrowser()];
    const first = await start(companyId, browser);
    const second = await start(companyId, browser);
    expect(await follow(world, first.authorizeUrl, { browser })).toEqual({ ended: 'expired' });
    expect(await follow(world, second.authorizeUrl, { browser })).toEqual({ attemptId: second.attemptId });
  });

  it('ends a refused consent as refused and leaves the connection waiting', async () => {
    const browser = newBrowser();
    const { authorizeUrl, attemptId } = await start(await company(), browser);
    await world.services.links.complete({ ...callbackOf(await cancel(authorizeUrl)), browserHash: browser });
    const view = await world.services.links.find(attemptId, browser);
    expect(view).toMatchObject({ status: 'failed', reason: 'refused' });
    expect((await row(view.connectionId)).status).toBe('PendingAuth');
  });

  it('asks which organisation when a consent covers several, links the chosen one and ends the others at the platform', async () => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { severalPerConsent: true });
    const ids = await organisations('several@example.com', 3);
    const [companyId, browser] = [await company(), newBrowser()];
    const { authorizeUrl, attemptId } = await start(companyId, browser);
    await follow(world, authorizeUrl.replace(/&acr_values=[^&]*/, ''), { email: 'several@example.com', tenantIds: ids, browser });
    const asked = await world.services.links.find(attemptId, browser);
    expect(asked).toMatchObject({ status: 'choosing', organisations: expect.arrayContaining([{ id: ids[1], name: 'Client 1', linkedElsewhere: false }]) });
    expect(asked.organisations).toHaveLength(3);
    await expect(world.services.links.choose(attemptId, ids[1], newBrowser())).rejects.toMatchObject({ code: 'wrongBrowser' });
    await expect(world.services.links.choose(attemptId, world.operatorId, browser)).rejects.toMatchObject({ kind: 'notFound' });
    expect(await world.services.links.choose(attemptId, ids[1], browser)).toMatchObject({ status: 'linked', organisationName: 'Client 1' });
    await runDisconnections(world);
    expect((await platformConnections(world)).map(({ tenantId }) => tenantId)).toEqual([ids[1]]);
    await expect(world.services.links.choose(attemptId, ids[0], browser)).rejects.toMatchObject({ code: 'expired' });
  });

  it('ends all organisations of a choice that nobody makes', async () => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { severalPerConsent: true });
    const ids = await organisations('undecided@example.com', 2);
    const browser = newBrowser();
    const { authorizeUrl } = await start(await company(), browser);
    await follow(world, authorizeUrl.replace(/&acr_values=[^&]*/, ''), { email: 'undecided@example.com', tenantIds: ids, browser });
    await world.database.tenants.sql(world.operatorId, (client) => client.query(`update link_attempt set expires_at = now() - interval '1 second'`));
    await world.services.links.expireDue();
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    const { rows } = await world.database.tenants.sql(world.operatorId, (client) => client.query('select count(*)::int as grants from token_grant'));
    expect(rows).toEqual([{ grants: 0 }]);
  });

  it('refuses an organisation that another company is linked to, and keeps that company linked', async () => {
    const first = await linkCompany(world, await company());
    const second = await linkCompany(world, await company());
    expect(second).toMatchObject({ status: 'failed', reason: 'alreadyLinked' });
    await runDisconnections(world);
    expect((await row(first.connectionId)).status).toBe('Linked');
    expect(await platformConnections(world)).toHaveLength(1);
    const call = await world.services.calls.callFor(world.operatorId, first.connectionId);
    expect(await call({ method: 'GET', path: '/connections' })).toMatchObject({ status: 200 });
  });

  it('refuses a second platform connection for a linked company before any consent', async () => {
    const companyId = await company();
    await linkCompany(world, companyId);
    await expect(start(companyId, newBrowser())).rejects.toMatchObject({ kind: 'conflict', code: 'companyLinked' });
  });

  it('refuses to start while the integration is disabled, and to complete when it was disabled meanwhile', async () => {
    const [companyId, browser] = [await company(), newBrowser()];
    const { authorizeUrl, attemptId } = await start(companyId, browser);
    await world.database.tenants.sql(world.operatorId, (client) => client.query('update integration set enabled = false'));
    await follow(world, authorizeUrl, { browser });
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'failed', reason: 'integrationDisabled' });
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    await expect(start(companyId, browser)).rejects.toMatchObject({ code: 'integrationDisabled' });
  });

  it('links an unlinked connection again to the same organisation only', async () => {
    const [mine, other] = await organisations('again@example.com', 2);
    const companyId = await company();
    const linked = await linkCompany(world, companyId, { email: 'again@example.com', tenantIds: [mine] });
    await world.services.connections.unlink(world.operatorId, companyId, linked.connectionId);
    await runDisconnections(world);
    const browser = newBrowser();
    const strange = await startConnection(linked.connectionId, browser);
    await follow(world, strange.authorizeUrl, { email: 'again@example.com', tenantIds: [other], browser });
    expect(await world.services.links.find(strange.attemptId, browser)).toMatchObject({ status: 'failed', reason: 'otherOrganisation' });
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    const same = await startConnection(linked.connectionId, browser);
    await follow(world, same.authorizeUrl, { email: 'again@example.com', tenantIds: [mine], browser });
    expect(await world.services.links.find(same.attemptId, browser)).toMatchObject({ status: 'linked', connectionId: linked.connectionId });
  });

  it.each([true, false])('links again when the platform still holds the connection and moves its consent: %s', async (reconnectMovesEvent) => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { reconnectMovesEvent });
    const companyId = await company();
    const linked = await linkCompany(world, companyId);
    await world.services.connections.unlink(world.operatorId, companyId, linked.connectionId);
    // The worker has not told the platform yet: linking again takes the disconnection back.
    const browser = newBrowser();
    const again = await startConnection(linked.connectionId, browser);
    await follow(world, again.authorizeUrl, { browser });
    expect(await world.services.links.find(again.attemptId, browser)).toMatchObject({ status: 'linked' });
    await runDisconnections(world);
    expect(await platformConnections(world)).toHaveLength(1);
  });

  it('repairs a linked connection in place', async () => {
    const linked = await linkCompany(world, await company());
    const browser = newBrowser();
    const repair = await startConnection(linked.connectionId, browser);
    await follow(world, repair.authorizeUrl, { browser });
    expect(await world.services.links.find(repair.attemptId, browser)).toMatchObject({ status: 'linked', connectionId: linked.connectionId });
    expect(await platformConnections(world)).toHaveLength(1);
  });

  it('ends an attempt when the platform cannot be asked', async () => {
    const browser = newBrowser();
    const { authorizeUrl, attemptId } = await start(await company(), browser);
    await world.simulator.control('POST', 'faults', { kind: 'serverError', path: '/connect/token' });
    await follow(world, authorizeUrl, { browser });
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'failed', reason: 'providerError' });
  });

  it('gives another operator no view of companies, connections and attempts', async () => {
    const companyId = await company();
    const linked = await linkCompany(world, companyId);
    const { operatorId } = await addOperator(world.database.tenants, world.simulator);
    await expect(world.services.links.start({ operatorId, connectionId: linked.connectionId, browserHash: newBrowser() })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(world.services.links.start({ operatorId, company: { companyId, platformKey: 'gbol' }, browserHash: newBrowser() })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(world.services.connections.unlink(operatorId, companyId, linked.connectionId)).rejects.toMatchObject({ kind: 'notFound' });
    await expect(world.services.calls.callFor(operatorId, linked.connectionId)).rejects.toMatchObject({ kind: 'reconnect' });
  });
});
