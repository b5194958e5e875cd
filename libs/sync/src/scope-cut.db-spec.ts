import { follow, linkingWorld, type LinkingWorld, newBrowser } from '#test/linking';
import { XeroPull } from '#test/xero-pull';

jest.setTimeout(120_000);

const email = 'demo@example.com';

describe('a consent whose scopes are cut', () => {
  let world: LinkingWorld;
  beforeEach(async () => { world = await linkingWorld({ SIMULATOR_INVOICES: '5' }); });
  afterEach(() => world?.close());

  it('leaves out the data types that need them, says so, lets the others go on, and is repaired by another consent', async () => {
    const pull = await XeroPull.linked(world);
    const sql = (text: string) => world.database.tenants.sql(world.operatorId, (client) => client.query(text));
    const [{ scopes }] = (await sql('select scopes from token_grant')).rows as { scopes: string[] }[];
    await world.simulator.control('PUT', 'grants', { email, scopes: scopes.filter((scope) => scope !== 'accounting.contacts.read').join(' ') });
    await sql('update token_grant set access_expires_at = now()');
    const statuses = async () => {
      await pull.start();
      await pull.runDue();
      const datasets = await pull.datasets();
      return ['customers', 'suppliers', 'invoices', 'chartOfAccounts'].map((dataType) => datasets.get(dataType)?.status);
    };
    const connection = async () => (await pull.rows<{ status: string; errors: { statusText: string }[] }>('select status, errors from connection where id = $1'))[0];

    expect(await statuses()).toEqual(['PermissionsError', 'PermissionsError', 'Complete', 'Complete']);
    expect((await pull.datasets()).get('customers')?.error).toBe('The consent does not cover this data type.');
    expect(await connection()).toMatchObject({ status: 'Linked', errors: [{ statusText: 'missingScope' }] });

    const browser = newBrowser();
    const { authorizeUrl } = await world.services.links.start({ operatorId: world.operatorId, connectionId: pull.connectionId, browserHash: browser });
    await follow(world, authorizeUrl, { browser });
    expect(await statuses()).toEqual(['Complete', 'Complete', 'Complete', 'Complete']);
    expect(await connection()).toMatchObject({ status: 'Linked', errors: [] });
  });
});
