import { addCompany } from '#test/access';
import { linkCompany, linkingWorld, type LinkingWorld, platformConnections } from '#test/linking';
import type { ArrivingFile } from '#connector-kit/arriving-file';
import type { Call } from '#connector-kit/call';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const request = { method: 'GET', path: '/api.xro/2.0/Organisation', headers: { accept: 'application/json' } } as const;

describe('calls for an organisation', () => {
  let world: LinkingWorld;
  let connectionId: string;
  let call: Call;

  beforeEach(async () => {
    world = await linkingWorld();
    connectionId = (await linkCompany(world, await addCompany(world.database.tenants, world.operatorId))).connectionId;
    call = await world.services.calls.callFor(world.operatorId, connectionId);
    await world.simulator.control('DELETE', 'calls');
  }, 60_000);

  afterEach(() => world?.close());

  const sql = (text: string, values: unknown[] = []) => world.database.tenants.sql(world.operatorId, (client) => client.query(text, values));
  const fault = (kind: string, more = {}) => world.simulator.control('POST', 'faults', { kind, path: '/Organisation', ...more });
  const counters = () => world.simulator.control<Record<string, number>>('GET', 'counters');
  const status = async () => (await sql('select status, status_reason from connection where id = $1', [connectionId])).rows[0];

  it('names the organisation of the connection and returns what it answers', async () => {
    const answer = await call(request);
    expect(answer.status).toBe(200);
    const { rows: [connection] } = await sql('select organisation_id from connection where id = $1', [connectionId]);
    expect(answer.body).toMatchObject({ Organisations: [{ OrganisationID: connection.organisation_id }] });
  });

  it('meters calls, and the bytes that the platform bills', async () => {
    await call(request);
    const { bytes } = await call({ ...request, path: '/api.xro/2.0/Accounts' });
    const { rows } = await sql('select calls::int, bytes::int from call_meter where organisation_id <> $1', ['']);
    expect(rows).toEqual([{ calls: 2, bytes }]);
    const [app] = Object.values(await world.simulator.control<Record<string, { egressBytes: number }>>('GET', 'usage'));
    expect(app.egressBytes).toBe(bytes);
  });

  it('holds the place of a file until its last byte, and meters it then', async () => {
    const size = 600_000;
    await fault('answer', { path: '/Invoices', contentType: 'application/pdf', body: 'x'.repeat(size) });
    const { body } = await call({ method: 'GET', path: '/api.xro/2.0/Invoices/1', headers: { accept: 'application/pdf' }, largestFile: size });
    const underWay = async () => (await sql('select from call_entry where finished_at is null')).rowCount;
    expect(await underWay()).toBe(1);
    const { stream, ended } = body as ArrivingFile;
    expect((await buffer(stream)).length).toBe(size);
    const bytes = await ended;
    while (await underWay()) await pause(20);
    expect((await sql(`select bytes::int from call_meter where organisation_id <> ''`)).rows).toEqual([{ bytes }]);
  });

  it('gives the place of a file back that nobody wants any more', async () => {
    await fault('answer', { path: '/Invoices', contentType: 'application/pdf', body: 'x'.repeat(600_000) });
    const { body } = await call({ method: 'GET', path: '/api.xro/2.0/Invoices/1', largestFile: 600_000 });
    (body as ArrivingFile).stream.destroy();
    while ((await sql('select from call_entry where finished_at is null')).rowCount) await pause(20);
  });

  it('refreshes an expired token once and sends the call again', async () => {
    await fault('tokenExpired');
    expect((await call(request)).status).toBe(200);
    expect(await counters()).toMatchObject({ 'token refresh_token ok': 1 });
  });

  it('does not go on refreshing when a new token is refused too, and does not give the connection up for it', async () => {
    await fault('tokenExpired', { times: null });
    await expect(call(request)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await counters()).toMatchObject({ 'token refresh_token ok': 1 });
    expect((await status()).status).toBe('Linked');
  });

  it('works through an access token that has run out on the platform\'s clock only', async () => {
    world.simulator.clock.advance(3_600);
    expect((await call(request)).status).toBe(200);
  });

  it('sends the call again when the platform refuses an organisation that it still lists', async () => {
    await fault('forbidden');
    expect((await call(request)).status).toBe(200);
    expect((await status()).status).toBe('Linked');
  });

  it('takes a lasting refusal of a listed organisation for a fault of the platform', async () => {
    await fault('forbidden', { times: null });
    await expect(call(request)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await status()).status).toBe('Linked');
  });

  it('deauthorizes a connection that the platform no longer lists, once and with at most three further calls', async () => {
    const [connection] = await platformConnections(world);
    await world.simulator.control('DELETE', `connections/${connection.id}`);
    await world.simulator.control('DELETE', 'calls');
    await expect(call(request)).rejects.toMatchObject({ kind: 'reconnect', reason: 'notConnected' });
    expect(await status()).toMatchObject({ status: 'Deauthorized', status_reason: expect.stringContaining('no longer connected') });
    const made = await counters();
    expect(Object.entries(made).filter(([name]) => name.startsWith('call ')).reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(3);
    await expect(world.services.calls.callFor(world.operatorId, connectionId)).rejects.toMatchObject({ kind: 'reconnect' });
  });

  it('deauthorizes every connection of a grant that has died', async () => {
    world.simulator.clock.advance(61 * 86_400);
    await sql(`update token_grant set access_expires_at = now()`);
    await expect(call(request)).rejects.toMatchObject({ kind: 'reconnect', reason: 'grantDead' });
    expect((await status()).status).toBe('Deauthorized');
  });

  it('keeps the connection when the operator\'s keys are refused', async () => {
    await world.simulator.control('PATCH', `apps/${world.simulator.clientId}`, { clientSecret: 'changed-by-the-operator' });
    await sql(`update token_grant set access_expires_at = now()`);
    await expect(call(request)).rejects.toMatchObject({ kind: 'rejected', reason: 'badCredentials' });
    expect((await status()).status).toBe('Linked');
  });

  it('sends a reading call again after a fault of one moment, and hands a lasting one on', async () => {
    await fault('serverError');
    expect((await call(request)).status).toBe(200);
    await fault('reset');
    expect((await call(request)).status).toBe(200);
    await fault('serverError', { times: null });
    await expect(call(request)).rejects.toMatchObject({ kind: 'unavailable', reason: 'platformFault', status: 500 });
  });

  it('never sends a writing call twice', async () => {
    await fault('serverError', { method: 'POST', path: '/connections', times: null });
    await world.simulator.control('DELETE', 'calls');
    await expect(call({ method: 'POST', path: '/connections', body: {} })).rejects.toMatchObject({ kind: 'unavailable' });
    const calls = await world.simulator.control<{ method: string }[]>('GET', 'calls');
    expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('sends no deletion of a record twice, nothing after its time, and nothing for another organisation than was meant', async () => {
    await fault('serverError', { method: 'DELETE', path: '/connections', times: null });
    await world.simulator.control('DELETE', 'calls');
    const write = await world.services.calls.callFor(world.operatorId, connectionId, 'write');
    await expect(write({ method: 'DELETE', path: '/connections/c1' })).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(write({ ...request, notAfter: performance.now() - 1 })).rejects.toMatchObject({ kind: 'unavailable', reason: 'timeout' });
    expect(await world.simulator.control<unknown[]>('GET', 'calls')).toHaveLength(1);
    await expect(world.services.calls.callFor(world.operatorId, connectionId, 'write', 'another')).rejects.toMatchObject({ kind: 'reconnect' });
  });

  it('hands an organisation that is offline on without asking again', async () => {
    await fault('organisationOffline', { times: null });
    await world.simulator.control('DELETE', 'calls');
    await expect(call(request)).rejects.toMatchObject({ kind: 'unavailable', reason: 'organisationOffline', retryAfterSeconds: expect.any(Number) });
    expect(await world.simulator.control('GET', 'calls')).toHaveLength(1);
  });

  it('waits for Retry-After after a refusal, for this organisation, in every worker', async () => {
    await fault('throttled', { limit: 'minute', retryAfterSeconds: 40 });
    await expect(call(request)).rejects.toMatchObject({ kind: 'throttled', reason: 'minuteLimit', retryAfterSeconds: 40 });
    await world.simulator.control('DELETE', 'calls');
    await expect(call(request)).rejects.toMatchObject({ kind: 'throttled', reason: 'minuteLimit' });
    expect(await world.simulator.control('GET', 'calls')).toHaveLength(0);
    expect((await sql('select throttled::int from call_meter where throttled > 0')).rows).toEqual([{ throttled: 1 }]);
  });

  it('heals a refusal for too many calls at once by itself', async () => {
    await fault('throttled', { limit: 'concurrent', retryAfterSeconds: null });
    expect((await call(request)).status).toBe(200);
  });

  it('carries no token in what it throws', async () => {
    const token = await world.services.grants.accessToken(world.operatorId, (await sql('select id from token_grant')).rows[0].id);
    await fault('serverError', { times: null });
    const error = await call(request).catch((thrown: unknown) => thrown) as Error;
    expect(`${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`).not.toContain(token);
  });
});
