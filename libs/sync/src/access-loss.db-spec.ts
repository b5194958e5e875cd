import { linkingWorld, type LinkingWorld, platformConnections } from '#test/linking';
import { XeroPull } from '#test/xero-pull';

jest.setTimeout(120_000);

const email = 'demo@example.com';

interface Loss {
  name: string;
  lose: (world: LinkingWorld, tenantId: string) => Promise<unknown>;
  heal: ((world: LinkingWorld, tenantId: string) => Promise<unknown>) | null;
  status: 'Linked' | 'Deauthorized';
  fault: string;
  words: RegExp;
}

const organisation = (body: object) => (world: LinkingWorld, tenantId: string) => world.simulator.control('PATCH', `organisations/${tenantId}`, body);
const role = (body: object) => (world: LinkingWorld, tenantId: string) => world.simulator.control('PUT', `people/${email}/organisations/${tenantId}`, body);

/** The ways in which Xero is known to end or refuse access, and what the connection shows of each. */
const losses: Loss[] = [
  {
    name: 'disconnected at Xero', status: 'Deauthorized', fault: 'deauthorized', words: /disconnected there.*link the company again/i, heal: null,
    lose: async (world) => world.simulator.control('DELETE', `connections/${(await platformConnections(world))[0].id}`),
  },
  {
    name: 'person taken out of the organisation', status: 'Deauthorized', fault: 'deauthorized', words: /no access any more.*link the company again/i, heal: null,
    lose: (world, tenantId) => world.simulator.control('DELETE', `people/${email}/organisations/${tenantId}`),
  },
  { name: 'role cut', status: 'Linked', fault: 'refusedThoughListed', words: /role.*cut.*link the company/, lose: role({ access: false }), heal: role({ access: true }) },
  { name: 'trial ended', status: 'Linked', fault: 'refusedThoughListed', words: /trial or subscription has ended/, lose: organisation({ ended: 'forbidden' }), heal: organisation({ ended: null }) },
  { name: 'organisation offline', status: 'Linked', fault: 'organisationOffline', words: /offline.*by itself/, lose: organisation({ offline: true }), heal: organisation({ offline: false }) },
  {
    name: 'Xero in maintenance', status: 'Linked', fault: 'platformOffline', words: /maintenance.*by itself/,
    lose: (world) => world.simulator.control('POST', 'faults', { kind: 'maintenance', path: '/api.xro', times: null }),
    heal: (world) => world.simulator.control('DELETE', 'faults'),
  },
  {
    name: 'scope not granted', status: 'Linked', fault: 'missingScope', words: /consent does not cover.*link the company again/,
    lose: (world) => world.simulator.control('POST', 'faults', { kind: 'missingScope', path: '/Contacts', times: null }),
    heal: (world) => world.simulator.control('DELETE', 'faults'),
  },
  { name: 'reporting role missing', status: 'Linked', fault: 'missingRole', words: /reporting role/, lose: role({ reporting: false }), heal: role({ reporting: true }) },
  {
    name: 'consent run out', status: 'Deauthorized', fault: 'deauthorized', words: /run out or was withdrawn.*link the company again/, heal: null,
    lose: async (world) => {
      await world.simulator.control('DELETE', `people/${email}/tokens`);
      await world.database.tenants.sql(world.operatorId, (client) => client.query('update token_grant set access_expires_at = now()'));
    },
  },
];

describe('loss of access', () => {
  let world: LinkingWorld;
  beforeEach(async () => { world = await linkingWorld({ SIMULATOR_INVOICES: '5' }); });
  afterEach(() => world?.close());

  it.each(losses)('$name: shows once what happened and what to do, calls seldom, and heals where it can', async ({ lose, heal, status, fault, words }) => {
    const pull = await XeroPull.linked(world);
    const [{ tenantId }] = await platformConnections(world);
    await lose(world, tenantId);
    await world.simulator.control('DELETE', 'calls');
    await pull.start();
    for (let tries = 0; tries < 6; tries += 1) {
      await pull.runDue();
      await pull.passLongestWait();
    }
    const shown = async () => (await pull.rows<{ status: string; errors: { statusText: string; errorMessage: string; erroredOnUtc: string }[] }>('select status, errors from connection where id = $1'))[0];
    const lost = await shown();
    expect({ status: lost.status, faults: lost.errors.map(({ statusText }) => statusText) }).toEqual({ status, faults: [fault] });
    expect(lost.errors[0]).toMatchObject({ errorMessage: expect.stringMatching(words), erroredOnUtc: expect.stringMatching(/Z$/) });
    const calls = await world.simulator.control<unknown[]>('GET', 'calls?last=1000');
    process.stdout.write(`${fault}: ${calls.length} calls\n`);
    expect(calls.length).toBeLessThanOrEqual(60);
    if (!heal) return;
    await heal(world, tenantId);
    for (let waits = 0; waits < 3; waits += 1) {
      await pull.passLongestWait();
      await pull.runDue();
    }
    await pull.start();
    await pull.runDue();
    expect(await shown()).toMatchObject({ status: 'Linked', errors: [] });
  });
});
