import { addCompany } from '#test/access';
import { addOrganisation, callbackOf, follow, linkingWorld, type LinkingWorld, newBrowser, Person, platformConnections, runDisconnections } from '#test/linking';

jest.setTimeout(60_000);

describe('another client ID while somebody is linking', () => {
  let world: LinkingWorld;

  beforeEach(async () => {
    world = await linkingWorld();
  });

  afterEach(() => world?.close());

  const start = async () => {
    const browser = newBrowser();
    const companyId = await addCompany(world.database.tenants, world.operatorId);
    return { browser, ...await world.services.links.start({ operatorId: world.operatorId, company: { companyId, platformKey: 'gbol' }, browserHash: browser }) };
  };
  const change = () => world.services.apps.save(world.operatorId, 'gbol', { clientId: 'ANOTHER', clientSecret: 'another-secret', tier: 'core' });

  it('ends the attempt, saying so, before and after the person comes back', async () => {
    const { browser, attemptId, authorizeUrl } = await start();
    const back = callbackOf(await new Person(world.simulator).consent(undefined, Object.fromEntries(new URL(authorizeUrl).searchParams)));
    await change();
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'expired', reason: 'keysChanged', message: expect.stringContaining('start again') });
    expect(await world.services.links.complete({ ...back, browserHash: browser })).toEqual({ ended: 'keysChanged' });
    await world.services.links.expireDue();
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'expired', reason: 'keysChanged' });
  });

  it('gives back what the person could choose from, with the tokens of the former client ID', async () => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { severalPerConsent: true });
    const email = 'several@example.com';
    const tenantIds = [await addOrganisation(world, email, 'One'), await addOrganisation(world, email, 'Two')];
    const { browser, attemptId, authorizeUrl } = await start();
    await follow(world, authorizeUrl.replace(/&acr_values=[^&]*/, ''), { email, tenantIds, browser });
    expect([(await world.services.links.find(attemptId, browser)).status, (await platformConnections(world)).length]).toEqual(['choosing', 2]);
    await change();
    await expect(world.services.links.choose(attemptId, tenantIds[0], browser)).rejects.toMatchObject({ kind: 'conflict', code: 'keysChanged' });
    await world.services.links.expireDue();
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
  });

  it('changes nothing for an attempt when only the secret is another one', async () => {
    const { browser, attemptId, authorizeUrl } = await start();
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { clientSecret: 'rotated-secret' });
    await world.services.apps.save(world.operatorId, 'gbol', { clientId: world.simulator.clientId, clientSecret: 'rotated-secret', tier: 'core' });
    await follow(world, authorizeUrl, { browser });
    expect(await world.services.links.find(attemptId, browser)).toMatchObject({ status: 'linked' });
  });
});
