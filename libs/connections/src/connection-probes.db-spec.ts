import { setTimeout as pause } from 'node:timers/promises';
import { Directory } from '#database/directory';
import { addCompany } from '#test/access';
import { linkCompany, linkingWorld, type LinkingWorld, platformConnections } from '#test/linking';
import { ConnectionProbes } from './connection-probes.js';

jest.setTimeout(120_000);

describe('a probe', () => {
  let world: LinkingWorld;
  let connectionId: string;

  beforeEach(async () => {
    world = await linkingWorld({ SIMULATOR_INVOICES: '5' });
    connectionId = (await linkCompany(world, await addCompany(world.database.tenants, world.operatorId))).connectionId;
    await world.simulator.control('DELETE', 'calls');
  });
  afterEach(() => world?.close());

  const probes = () => {
    const { platforms, calls } = world.services;
    return new ConnectionProbes(new Directory(world.database.pool), world.database.tenants, platforms, calls);
  };
  const sql = (text: string, values: unknown[] = []) => world.database.tenants.sql(world.operatorId, (client) => client.query(text, values));
  const makeDue = async (quietHours = 25) => {
    await sql(`update connection set linked_at = now() - $1 * interval '1 hour'`, [quietHours]);
    await sql(`update token_grant set probe_at = now() - interval '1 second'`);
  };
  const connection = async () => (await sql('select status, errors from connection where id = $1', [connectionId])).rows[0];
  const hours = async () => Number((await sql('select extract(epoch from probe_at - now()) / 3600 as hours from token_grant')).rows[0].hours);
  const calls = async () => Object.entries(await world.simulator.control<Record<string, number>>('GET', 'counters')).filter(([name]) => name.startsWith('call '));
  const disconnect = async () => world.simulator.control('DELETE', `connections/${(await platformConnections(world))[0].id}`);

  it('costs nothing in the first day of a connection', async () => {
    await probes().probeDue();
    expect(await probes().probeDue()).toBe(0);
    expect(await calls()).toEqual([]);
    expect(await hours()).toBeGreaterThan(23.9);
  });

  it('costs one call that counts for no organisation where nothing was lost, and follows a day later', async () => {
    await makeDue();
    expect(await probes().probeDue()).toBe(1);
    expect(await calls()).toEqual([['call GET /connections 200', 1]]);
    expect((await sql(`select from call_meter where organisation_id <> ''`)).rowCount).toBe(0);
    expect(await connection()).toEqual({ status: 'Linked', errors: [] });
    expect(await hours()).toBeGreaterThan(23.9);
  });

  it('costs none where every connection was pulled within a day, and follows when that is over', async () => {
    await makeDue(20);
    await probes().probeDue();
    expect(await calls()).toEqual([]);
    expect(await hours()).toBeCloseTo(4, 1);
  });

  it('finds a lost connection as a pull would, and says so once', async () => {
    await disconnect();
    await makeDue();
    await Promise.all([probes().probeDue(), probes().probeDue()]);
    await makeDue();
    await probes().probeDue();
    const { status, errors } = await connection();
    expect(status).toBe('Deauthorized');
    expect(errors).toEqual([expect.objectContaining({
      statusCode: '403', statusText: 'deauthorized', errorMessage: expect.stringMatching(/no longer connected at Xero.*disconnected there.*link the company again/),
    })]);
  });

  it('finds a dead grant', async () => {
    await world.simulator.control('DELETE', 'people/demo@example.com/tokens');
    await sql('update token_grant set access_expires_at = now()');
    await makeDue();
    await probes().probeDue();
    expect(await connection()).toMatchObject({ status: 'Deauthorized', errors: [{ statusCode: '400', statusText: 'deauthorized' }] });
    expect(await probes().probeDue()).toBe(0);
  });

  it('gives nothing up for a platform that is away, and looks again later', async () => {
    await world.simulator.control('POST', 'faults', { kind: 'maintenance', path: '/connections', times: null });
    await makeDue();
    await probes().probeDue();
    expect(await connection()).toEqual({ status: 'Linked', errors: [] });
    expect(await hours()).toBeCloseTo(1, 1);
  });

  it('believes no list that leaves out an organisation which answers', async () => {
    await world.simulator.control('POST', 'faults', { kind: 'answer', path: '/connections', status: 200, body: '[]', contentType: 'application/json' });
    await makeDue();
    await probes().probeDue();
    expect(await connection()).toEqual({ status: 'Linked', errors: [] });
  });

  it('that was overtaken leaves the time of the next one alone', async () => {
    await makeDue();
    await world.simulator.control('POST', 'faults', { kind: 'delay', path: '/connections', delayMs: 2_000 });
    const overtaken = probes().probeDue();
    while ((await sql('select from token_grant where probe_attempt > 0')).rowCount === 0) await pause(20);
    await sql(`update token_grant set probe_attempt = probe_attempt + 1, probe_at = now() + interval '5 hours'`);
    await overtaken;
    expect(await hours()).toBeCloseTo(5, 1);
  });
});
