import { call, Person, token } from '../testing/person.js';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

interface Listed {
  id: string;
  authEventId: string;
  tenantId: string;
  tenantType: string;
  createdDateUtc: string;
}

describe('/connections', () => {
  let simulator: RunningSimulator;
  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.stop());

  const list = async (accessToken: string, query = '') => (await (await call(simulator, accessToken, `/connections${query}`)).json()) as Listed[];
  const tenants = () => Object.keys(simulator.world.personByEmail('accountant@example.com')!.roles);

  test('lists every organisation of the person, and by event only those of one consent', async () => {
    const person = new Person(simulator, 'accountant@example.com');
    const [first, second] = tenants() as [string, string];
    await person.link([first]);
    const set = await person.link([second]);
    const all = await list(set.access_token);
    expect(all.map((connection) => connection.tenantId)).toEqual([first, second]);
    const event = all.find((connection) => connection.tenantId === second)!.authEventId;
    expect((await list(set.access_token, `?authEventId=${event}`)).map((connection) => connection.tenantId)).toEqual([second]);
  });

  test('writes dates with seven decimals and without a zone', async () => {
    const [connection] = await list((await new Person(simulator).link()).access_token);
    expect(connection.createdDateUtc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/);
    expect(connection.tenantType).toBe('ORGANISATION');
  });

  test('hides other people’s connections, and does not delete them', async () => {
    await new Person(simulator).link();
    const set = await new Person(simulator, 'accountant@example.com').link([tenants()[0]]);
    const foreign = [...simulator.world.connections.values()].find((connection) => connection.tenantId !== tenants()[0])!;
    expect(await list(set.access_token)).toHaveLength(1);
    expect((await call(simulator, set.access_token, `/connections/${foreign.id}`, undefined, { method: 'DELETE' })).status).toBe(404);
    expect(simulator.world.connections.size).toBe(2);
  });

  test('deletes by the connection’s id alone', async () => {
    const set = await new Person(simulator).link();
    const [connection] = await list(set.access_token);
    const remove = async (id: string) => (await call(simulator, set.access_token, `/connections/${id}`, undefined, { method: 'DELETE' })).status;
    expect(await remove(connection.tenantId)).toBe(403);
    expect(await remove(connection.authEventId)).toBe(403);
    expect(await remove(connection.id)).toBe(204);
    expect(await remove(connection.id)).toBe(404);
    expect(await list(set.access_token)).toEqual([]);
  });

  test('does not mind a JSON content type without a body', async () => {
    const set = await new Person(simulator).link();
    const headers = { authorization: `Bearer ${set.access_token}`, 'content-type': 'application/json' };
    const [connection] = await list(set.access_token);
    expect((await fetch(`${simulator.url}/connections/${connection.id}`, { method: 'DELETE', headers })).status).toBe(204);
  });

  test('lets the app itself see and delete all its connections', async () => {
    await new Person(simulator).link();
    await new Person(simulator, 'accountant@example.com').link([tenants()[0]]);
    const { access_token: own } = (await (await token(simulator, { grant_type: 'client_credentials', scope: 'app.connections' })).json()) as { access_token: string };
    const all = await list(own);
    expect(all).toHaveLength(2);
    expect((await call(simulator, own, `/connections/${all[0].id}`, undefined, { method: 'DELETE' })).status).toBe(204);
    expect(await list(own)).toHaveLength(1);
  });

  test('counts two people of one organisation as two connections', async () => {
    const [tenantId] = tenants() as [string];
    await simulator.control('PUT', `people/demo@example.com/organisations/${tenantId}`, {});
    await new Person(simulator, 'accountant@example.com').link([tenantId]);
    await new Person(simulator).link([tenantId]);
    expect(simulator.world.connectionsOf(simulator.clientId)).toHaveLength(2);
  });

  test('sends the app’s minute and no other limit', async () => {
    const response = await call(simulator, (await new Person(simulator).link()).access_token, '/connections');
    expect(response.headers.get('x-appminlimit-remaining')).toBe('9999');
    expect(response.headers.get('x-minlimit-remaining')).toBeNull();
  });
});
