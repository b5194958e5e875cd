import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#platform/ids';
import { addCompany } from '#test/access';
import { addOrganisation, linkCompany, linkingWorld, type LinkingWorld, platformConnections, runDisconnections, statuses } from '#test/linking';
import type { LinkedConnection } from './on-linked.js';
import { OnLinked } from './on-linked.js';

/** Stands for the first pull: notes what was linked, in the transaction and after it. */
class Noted extends OnLinked {
  readonly within: LinkedConnection[] = [];
  readonly after: string[] = [];

  override linked(_manager: unknown, connection: LinkedConnection): Promise<() => Promise<void>> {
    this.within.push(connection);
    return Promise.resolve(() => Promise.resolve(void this.after.push(connection.connectionId)));
  }
}

describe('connections', () => {
  let world: LinkingWorld;
  let noted: Noted;

  beforeEach(async () => {
    noted = new Noted();
    world = await linkingWorld({}, { onLinked: noted });
  }, 60_000);

  afterEach(() => world?.close());

  const sql = (text: string, values: unknown[] = []) => world.database.tenants.sql(world.operatorId, (client) => client.query(text, values));
  const company = () => addCompany(world.database.tenants, world.operatorId);
  const fault = (kind: string, more = {}) => world.simulator.control('POST', 'faults', { kind, path: '/connections', method: 'DELETE', ...more });
  const reads = async (connectionId: string) =>
    (await (await world.services.calls.callFor(world.operatorId, connectionId))({ method: 'GET', path: '/api.xro/2.0/Organisation' })).status;
  const disconnection = async () => (await sql('select status, attempts, last_error, extract(epoch from next_at - now())::float as wait from disconnection')).rows[0];
  const two = async () => {
    const email = 'two@example.com';
    const [one, other] = [await addOrganisation(world, email, 'One'), await addOrganisation(world, email, 'Other')];
    return [
      await linkCompany(world, await company(), { email, tenantIds: [one] }),
      await linkCompany(world, await company(), { email, tenantIds: [other] }),
    ] as const;
  };

  it.each([false, true])('keeps one company of a person working when the other is unlinked; a new consent kills older tokens: %s', async (newConsentInvalidates) => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { newConsentInvalidates });
    const [one, other] = await two();
    expect((await sql('select count(*)::int as grants from token_grant')).rows).toEqual([{ grants: 1 }]);
    await sql('update token_grant set access_expires_at = now()');
    expect([await reads(one.connectionId), await reads(other.connectionId)]).toEqual([200, 200]);
    await world.services.connections.unlink(world.operatorId, one.company.id, one.connectionId);
    await runDisconnections(world);
    expect(await platformConnections(world)).toHaveLength(1);
    await sql('update token_grant set access_expires_at = now()');
    expect(await reads(other.connectionId)).toBe(200);
    await expect(reads(one.connectionId)).rejects.toMatchObject({ kind: 'reconnect' });
    expect(await statuses(world)).toEqual({ Linked: 1, Unlinked: 1 });
  });

  it('drops the person\'s tokens with the last connection that stands on them', async () => {
    const [one, other] = await two();
    for (const { company: { id }, connectionId } of [one, other]) await world.services.connections.unlink(world.operatorId, id, connectionId);
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
    expect((await sql('select count(*)::int as grants from token_grant')).rows).toEqual([{ grants: 0 }]);
  });

  it('does its part of a first link in the transaction and wakes after it, but not for a repair', async () => {
    const linked = await linkCompany(world, await company());
    expect(noted.within).toEqual([{ operatorId: world.operatorId, companyId: linked.company.id, connectionId: linked.connectionId, platformKey: 'gbol' }]);
    expect(noted.after).toEqual([linked.connectionId]);
  });

  it('links nothing when the first pull cannot be written', async () => {
    noted.linked = () => Promise.reject(new Error('no room'));
    await expect(linkCompany(world, await company())).rejects.toThrow('no room');
    expect(await statuses(world)).toEqual({ PendingAuth: 1 });
  });

  it('creates connections that wait for their person, for enabled platforms of own companies only', async () => {
    const companyId = await company();
    const { connections } = world.services;
    const { connectionId } = await connections.create(world.operatorId, companyId, 'gbol');
    expect((await sql('select status from connection where id = $1', [connectionId])).rows).toEqual([{ status: 'PendingAuth' }]);
    await expect(connections.create(world.operatorId, companyId, 'nope')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(connections.create(world.operatorId, newId(), 'gbol')).rejects.toMatchObject({ kind: 'notFound' });
    await sql('update integration set enabled = false');
    await expect(connections.create(world.operatorId, companyId, 'gbol')).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('unlinks once: a second time changes nothing and tells the platform nothing more', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await Promise.all([1, 2, 3].map(() => world.services.connections.unlink(world.operatorId, id, connectionId)));
    expect((await sql('select count(*)::int as rows from disconnection')).rows).toEqual([{ rows: 1 }]);
    await runDisconnections(world);
    expect(await disconnection()).toMatchObject({ status: 'done', attempts: 1 });
  });

  it('deletes a connection with its records, of this connection only', async () => {
    const [one, other] = await two();
    for (const { connectionId } of [one, other]) {
      await sql(`insert into record (operator_id, connection_id, data_type, source_id, native, native_hash, modified_at) values ($1, $2, 'invoices', 'x', '{}', '', now())`, [world.operatorId, connectionId]);
    }
    await world.services.connections.delete(world.operatorId, one.company.id, one.connectionId);
    await runDisconnections(world);
    expect((await sql('select connection_id from record')).rows).toEqual([{ connection_id: other.connectionId }]);
    expect((await sql('select id from connection')).rows).toEqual([{ id: other.connectionId }]);
    expect(await platformConnections(world)).toHaveLength(1);
  });

  it('ends a connection again that its person links while its records are being removed', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await sql(`insert into record (operator_id, connection_id, data_type, source_id, native, native_hash, modified_at) values ($1, $2, 'invoices', 'x', '{}', '', now())`, [world.operatorId, connectionId]);
    const owner = new pg.Client({ connectionString: world.database.ownerUrl });
    await owner.connect();
    await owner.query(`
      create function link_again() returns trigger language plpgsql as $$ begin
        if exists (select from gone) then
          update connection set status = 'Linked', external_id = 'linked again', grant_id = (select id from token_grant limit 1);
        end if;
        return null;
      end $$;
      create trigger link_again after delete on record referencing old table as gone for each statement execute function link_again();`);
    await owner.end();
    await world.services.connections.delete(world.operatorId, id, connectionId);
    expect((await sql('select count(*)::int as rows from connection')).rows).toEqual([{ rows: 0 }]);
    expect((await sql(`select reason from disconnection where external_id = 'linked again'`)).rows).toEqual([{ reason: 'deleted' }]);
  });

  it('releases a company\'s connection with the company', async () => {
    const { company: { id } } = await linkCompany(world, await company());
    await world.services.connections.releaseCompany(world.operatorId, id);
    expect((await sql('select count(*)::int as rows from connection')).rows).toEqual([{ rows: 0 }]);
    await runDisconnections(world);
    expect(await platformConnections(world)).toEqual([]);
  });

  it('tries again later, longer each time, while the platform cannot be told', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await fault('maintenance', { times: null });
    await world.services.connections.unlink(world.operatorId, id, connectionId);
    const [row] = world.services.woken.ids.splice(0);
    const first = await world.services.disconnections.disconnect(world.operatorId, row);
    expect(first).toBeGreaterThan(5);
    expect(await disconnection()).toMatchObject({ status: 'started', attempts: 1, last_error: expect.stringContaining('unavailable') });
    expect(await world.services.disconnections.disconnect(world.operatorId, row)).toBeNull();
    await sql('update disconnection set next_at = now(), attempts = 6');
    expect(await world.services.disconnections.disconnect(world.operatorId, row)).toBeGreaterThan(first!);
    await sql('update disconnection set next_at = now()');
    await world.simulator.control('DELETE', 'faults');
    expect(await world.services.disconnections.disconnect(world.operatorId, row)).toBeNull();
    expect(await platformConnections(world)).toEqual([]);
  });

  it('counts a connection that is gone already as ended', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    const [connection] = await platformConnections(world);
    await world.simulator.control('DELETE', `connections/${connection.id}`);
    await world.services.connections.unlink(world.operatorId, id, connectionId);
    await runDisconnections(world);
    expect(await disconnection()).toMatchObject({ status: 'done' });
  });

  const dieOfAge = async () => {
    world.simulator.clock.advance(61 * 86_400);
    await sql('update token_grant set access_expires_at = now()');
  };
  const tokens = async () => (await sql('select 1 from token_grant')).rowCount;

  it('ends a connection in the name of the app when the person\'s tokens are dead, and that connection only', async () => {
    const [one] = await two();
    await dieOfAge();
    await world.services.connections.unlink(world.operatorId, one.company.id, one.connectionId);
    await runDisconnections(world);
    expect([await disconnection(), (await platformConnections(world)).length]).toMatchObject([{ status: 'done', attempts: 1 }, 1]);
  });

  it('ends a deauthorized connection at the platform when it is unlinked: it takes up a place there', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await dieOfAge();
    await expect(reads(connectionId)).rejects.toMatchObject({ reason: 'grantDead' });
    expect([await statuses(world), (await platformConnections(world)).length]).toEqual([{ Deauthorized: 1 }, 1]);
    await world.services.connections.unlink(world.operatorId, id, connectionId);
    await runDisconnections(world);
    expect([await statuses(world), await platformConnections(world), await disconnection()]).toMatchObject([{ Unlinked: 1 }, [], { status: 'done' }]);
  });

  it('gives up, with the reason, and keeps no tokens when neither the person\'s tokens nor the app may end it', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await dieOfAge();
    await world.simulator.control('POST', 'faults', { kind: 'answer', path: '/connect/token', skip: 1, status: 400, body: '{"error":"invalid_scope"}', contentType: 'application/json' });
    await world.services.connections.unlink(world.operatorId, id, connectionId);
    await runDisconnections(world);
    expect([await disconnection(), await tokens()]).toMatchObject([{ status: 'given-up', last_error: expect.stringContaining('missingScope') }, 0]);
  });

  it('lets a worker that was frozen in the middle say nothing about a row that another one has taken over', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await world.services.connections.unlink(world.operatorId, id, connectionId);
    const [row] = world.services.woken.ids.splice(0);
    await fault('delay', { delayMs: 3_000, times: 1 });
    const frozen = world.services.disconnections.disconnect(world.operatorId, row);
    while ((await disconnection()).attempts === 0) await pause(20);
    await sql('update disconnection set attempts = 2');
    await frozen;
    expect(await disconnection()).toMatchObject({ status: 'started', attempts: 2 });
  });

  it('lets one of two workers end a connection', async () => {
    const { company: { id }, connectionId } = await linkCompany(world, await company());
    await world.services.connections.unlink(world.operatorId, id, connectionId);
    const [row] = world.services.woken.ids.splice(0);
    await world.simulator.control('DELETE', 'calls');
    await Promise.all([1, 2, 3].map(() => world.services.disconnections.disconnect(world.operatorId, row)));
    const calls = await world.simulator.control<{ method: string }[]>('GET', 'calls');
    expect(calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});
