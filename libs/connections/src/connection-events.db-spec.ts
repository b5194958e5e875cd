import { addCompany } from '#test/access';
import { FanOut } from '#events/fan-out';
import { callbackOf, linkCompany, linkingWorld, newBrowser, type LinkingWorld } from '#test/linking';

jest.setTimeout(60_000);

let world: LinkingWorld;
beforeEach(async () => { world = await linkingWorld(); });
afterEach(() => world?.close());

const events = async () => (await world.database.tenants.sql(world.operatorId, (client) => client.query<{ type: string; status: string; company: string }>(`
  select type, subject -> 'connection' ->> 'status' as status, subject -> 'company' ->> 'id' as company from event where operator_id = $1 order by id`, [world.operatorId]))).rows;

test('every step of a connection is told once, with the state that it led to', async () => {
  const { operatorId, services: { connections, losses } } = world;
  const companyId = await addCompany(world.database.tenants, operatorId);
  const { connectionId } = await linkCompany(world, companyId);
  for (let time = 0; time < 2; time += 1) await losses.connectionLost(operatorId, connectionId, 'Gone.');
  await linkCompany(world, companyId);
  for (let time = 0; time < 2; time += 1) await connections.unlink(operatorId, companyId, connectionId);
  await connections.delete(operatorId, companyId, connectionId);
  const all = await events();
  expect(all.map(({ type, status }) => [type, status])).toEqual([
    ['connection.created', 'PendingAuth'], ['connection.connected', 'Linked'], ['connection.disconnected', 'Deauthorized'],
    ['connection.reconnected', 'Linked'], ['connection.disconnected', 'Unlinked'], ['connection.deleted', 'Unlinked'],
  ]);
  expect(new Set(all.map(({ company }) => company))).toEqual(new Set([companyId]));
});

test('a link that did not come about is told with the reason, which stands on the connection until it is linked', async () => {
  const { operatorId, services: { links }, database } = world;
  const companyId = await addCompany(database.tenants, operatorId);
  const browser = newBrowser();
  const { authorizeUrl } = await links.start({ operatorId, company: { companyId, platformKey: 'gbol' }, browserHash: browser });
  const back = new URL(`${new URL(authorizeUrl).searchParams.get('redirect_uri')}?error=access_denied&state=${new URL(authorizeUrl).searchParams.get('state')}`);
  await links.complete({ ...callbackOf(back), browserHash: browser });
  const failure = { statusCode: '403', statusText: 'refused', errorMessage: 'You did not allow access at Xero, so nothing was connected. You can try again.', erroredOnUtc: expect.any(String) };
  const rowsOf = async (text: string) => (await database.tenants.sql(operatorId, (client) => client.query<{ value: unknown }>(text, [operatorId]))).rows.map(({ value }) => value);
  expect(await rowsOf('select errors as value from connection where operator_id = $1')).toEqual([[failure]]);
  await new FanOut(database.directory, database.tenants, { wake: () => Promise.resolve() } as never, 'http://localhost:3000').run();
  expect((await rowsOf(`select body::jsonb -> 'payload' -> 'connection' as value from event where operator_id = $1 and type = 'connection.failed'`))).toMatchObject([{ status: 'PendingAuth', dataConnectionErrors: [failure] }]);
  await linkCompany(world, companyId);
  expect((await rowsOf('select errors as value from connection where operator_id = $1')).flat()).toEqual([]);
});
