import { addCompany } from '#test/access';
import { linkCompany, linkingWorld, type LinkingWorld } from '#test/linking';

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
