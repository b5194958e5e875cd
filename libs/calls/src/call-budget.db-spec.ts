import { setTimeout as pause } from 'node:timers/promises';
import { ConnectorError } from '#connector-kit/errors';
import { testDatabase, type TestDatabase } from '#test/database';
import { newId } from '#platform/ids';
import { FixedWindows } from '#test/fixed-windows';
import { CallBudget, type Caller, type CallEnd, type Ticket } from './call-budget.js';

describe('the call budget', () => {
  let database: TestDatabase;
  const windows = { minuteMs: 1_500, dayMs: 86_400_000, leaseMs: 1_000 };

  beforeAll(async () => {
    database = await testDatabase();
  }, 60_000);

  afterAll(() => database?.drop());

  const caller = (more: Partial<Caller> = {}, limits: Partial<Caller['limits']> = {}): Caller => ({
    operatorId: newId(), appId: newId(), organisationId: newId(), lifted: null, purpose: 'pull',
    limits: { concurrent: 5, perMinute: 60, perDay: 5_000, perMinuteOfApp: 10_000, ...limits },
    ...more,
  });
  const budget = (more: Partial<typeof windows> = {}) => new CallBudget(database.tenants, { ...windows, ...more });
  const end = (more: Partial<CallEnd> = {}): CallEnd => ({ bytes: 10, ...more });
  const throttled = (reason: ConstructorParameters<typeof ConnectorError>[1], retryAfterSeconds?: number) =>
    end({ throttled: new ConnectorError('throttled', reason, { retryAfterSeconds }) });

  /** Calls until `enough`, sleeping out what the budget tells to wait. */
  const hammer = async (who: Caller, using: CallBudget, enough: () => boolean, work: () => Promise<CallEnd>) => {
    while (!enough()) {
      let ticket: Ticket;
      try {
        ticket = await using.take(who);
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        await pause(20);
        continue;
      }
      await ticket.finish(await work());
    }
  };

  it('never grants more than five at once nor sixty in any minute, to twenty callers of two workers', async () => {
    const who = caller();
    const [one, other] = [budget(), budget()];
    const platform = [0, 250, 500, 750, 1_000, 1_250].map((shift) => new FixedWindows(60, windows.minuteMs, shift));
    let [running, most, done] = [0, 0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      for (const fixed of platform) fixed.call(Date.now());
      await pause(5);
      running -= 1;
      done += 1;
      return end();
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => hammer(who, index % 2 ? one : other, () => done >= 150, work)));
    expect(most).toBeLessThanOrEqual(5);
    expect(done).toBeGreaterThanOrEqual(150);
    expect(platform.map(({ refused }) => refused)).toEqual([0, 0, 0, 0, 0, 0]);
  }, 60_000);

  it('goes on at once when an answer tells that the platform has begun a new window', async () => {
    const who = caller({}, { perMinute: 3 });
    const one = budget({ minuteMs: 600_000 });
    for (let call = 0; call < 3; call += 1) await (await one.take(who)).finish(end({ remaining: { minute: 2 - call, day: undefined, appMinute: undefined } }));
    await expect(one.take(who)).rejects.toMatchObject({ kind: 'throttled', reason: 'minuteLimit' });
    const unlimited = { ...who, lifted: { from: new Date(0), until: new Date(Date.now() + 60_000) } };
    await (await one.take(unlimited)).finish(end({ remaining: { minute: 2, day: undefined, appMinute: undefined } }));
    await (await one.take(who)).finish(end());
    await (await one.take(who)).finish(end());
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'minuteLimit' });
  });

  it('takes calls that were under way together off what an answer told', async () => {
    const who = caller({}, { perMinute: 2 });
    const one = budget({ minuteMs: 600_000 });
    const tickets = [await one.take(who), await one.take(who)];
    // Either answer may have been given before the platform counted the other call.
    for (const ticket of tickets) await ticket.finish(end({ remaining: { minute: 1, day: undefined, appMinute: undefined } }));
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'minuteLimit' });
  });

  it('counts days, tells how long to wait, and keeps organisations apart', async () => {
    const who = caller({}, { perDay: 3 });
    const one = budget();
    for (let call = 0; call < 3; call += 1) await (await one.take(who)).finish(end());
    const refused = await one.take(who).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'throttled', reason: 'dayLimit' });
    expect((refused as ConnectorError).retryAfterSeconds).toBeGreaterThan(86_000);
    await expect(one.take({ ...who, organisationId: newId() })).resolves.toBeDefined();
  });

  it('leaves a tenth of an organisation\'s day to persons and writes, by its own count and by what answers tell', async () => {
    const who = caller({}, { perDay: 20 });
    const one = budget();
    for (let call = 0; call < 18; call += 1) await (await one.take(who)).finish(end());
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'dayLimit' });
    await (await one.take({ ...who, purpose: 'person' })).finish(end({ remaining: { minute: undefined, day: 2, appMinute: undefined } }));
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'dayLimit' });
    await (await one.take({ ...who, purpose: 'write' })).finish(end());
    await (await one.take({ ...who, purpose: 'write' })).finish(end());
    await expect(one.take({ ...who, purpose: 'person' })).rejects.toMatchObject({ reason: 'dayLimit' });
  });

  it('lets a person\'s call go at once though pulls want every place and every call of the minute', async () => {
    const who = caller();
    const person = { ...who, purpose: 'person' as const };
    const one = budget({ minuteMs: 600_000 });
    const held = await Promise.all([1, 2, 3, 4].map(() => one.take(who)));
    const waiting = one.take(who).then((ticket) => ticket.finish(end()));
    await (await one.take(person)).finish(end());
    for (const ticket of held) await ticket.finish(end());
    await waiting;
    for (let call = 6; call < 58; call += 1) await (await one.take(who)).finish(end());
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'minuteLimit' });
    await (await one.take(person)).finish(end({ remaining: { minute: 1, day: undefined, appMinute: undefined } }));
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'minuteLimit' });
    await (await one.take({ ...who, purpose: 'write' })).finish(end());
    await expect(one.take(person)).rejects.toMatchObject({ reason: 'minuteLimit' });
  });

  it('lets a person\'s call go though its organisation has had its share of the app, and pulls all that they may have', async () => {
    const who = caller({}, { perMinuteOfApp: 100 });
    const one = budget({ minuteMs: 600_000 });
    const person = { ...who, purpose: 'person' as const };
    const others = [newId(), newId(), newId()].map((organisationId) => ({ ...who, organisationId }));
    const calls = async (from: Caller, count: number) => { for (let call = 0; call < count; call += 1) await (await one.take(from)).finish(end()); };
    for (const other of others) await calls(other, 24);
    await calls(who, 25);
    await database.tenants.sql(who.operatorId, (client) => client.query('update call_budget set share_until = null'));
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'appMinuteLimit' });
    await calls(person, 1);
    await calls(others[0], 1);
    await expect(one.take(others[1])).rejects.toMatchObject({ reason: 'appMinuteLimit' });
    await calls(person, 1);
    await expect(one.take(person)).rejects.toMatchObject({ reason: 'appMinuteLimit' });
  });

  it('counts an app over all its organisations, and calls without one', async () => {
    const who = caller({}, { perMinuteOfApp: 3 });
    const one = budget({ minuteMs: 600_000 });
    await one.take({ ...who, organisationId: null });
    await one.take({ ...who, organisationId: newId() });
    await one.take({ ...who, organisationId: newId() });
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'appMinuteLimit' });
    await expect(one.take({ ...who, organisationId: null })).rejects.toMatchObject({ reason: 'appMinuteLimit' });
    await expect(one.take({ ...who, appId: newId() })).resolves.toBeDefined();
  });

  it('gives the places of a killed worker back', async () => {
    const who = caller({}, { concurrent: 2 });
    const dead = budget({ leaseMs: 300 });
    // Taken and never finished nor renewed, as by a process that is gone.
    await database.tenants.sql(who.operatorId, (client) => client.query(`
      insert into call_entry select $1, $2, $3, gen_random_uuid(), now(), now() + interval '300 ms', null, true from generate_series(1, 2)`,
      [who.operatorId, who.appId, who.organisationId]));
    const began = Date.now();
    await (await dead.take(who)).finish(end());
    expect(Date.now() - began).toBeGreaterThanOrEqual(250);
  });

  it('keeps the place of a call that takes longer than a lease', async () => {
    const who = caller({}, { concurrent: 1 });
    const one = budget({ leaseMs: 300 });
    const ticket = await one.take(who);
    await pause(900);
    const { rows } = await database.tenants.sql(who.operatorId, (client) => client.query('select expires_at > now() as alive from call_entry'));
    expect(rows).toEqual([{ alive: true }]);
    await ticket.finish(end());
    await (await one.take(who)).finish(end());
  });

  it('makes no call before Retry-After, not even while limits are lifted', async () => {
    const lifted = { from: new Date(Date.now() - 1000), until: new Date(Date.now() + 60_000) };
    const who = caller({ lifted });
    const one = budget();
    await (await one.take(who)).finish(throttled('minuteLimit', 30));
    const refused = await one.take(who).catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'minuteLimit' });
    expect((refused as ConnectorError).retryAfterSeconds).toBeGreaterThanOrEqual(30);
    await expect(one.take({ ...who, organisationId: newId() })).resolves.toBeDefined();
  });

  it('blocks the whole app when the app\'s own limit was hit', async () => {
    const who = caller();
    const one = budget();
    await (await one.take(who)).finish(throttled('appMinuteLimit', 20));
    await expect(one.take({ ...who, organisationId: newId() })).rejects.toMatchObject({ reason: 'appMinuteLimit' });
  });

  it('waits out a short refusal by itself', async () => {
    const who = caller();
    const one = budget();
    await (await one.take(who)).finish(throttled('concurrentLimit'));
    const began = Date.now();
    await (await one.take(who)).finish(end());
    expect(Date.now() - began).toBeGreaterThanOrEqual(400);
  });

  it('lifts minute and day limits in the first half hour of a connection, but not five at once, and no longer once the platform objects', async () => {
    const lifted = { from: new Date(Date.now() - 1000), until: new Date(Date.now() + 60_000) };
    const who = caller({ lifted }, { perMinute: 2, perDay: 2, concurrent: 2 });
    const one = budget({ minuteMs: 600_000 });
    for (let call = 0; call < 10; call += 1) await (await one.take(who)).finish(end());
    const held = [await one.take(who), await one.take(who)];
    await database.tenants.sql(who.operatorId, (client) => client.query(`update call_entry set expires_at = now() + interval '1 hour' where finished_at is null`));
    const { rows } = await database.tenants.sql(who.operatorId, (client) => client.query(
      `select limited_by from take_call($1, $2, $3, gen_random_uuid(), 2, 2, 2, 10000, $4, $5, '1 second', '1 minute', '1 day', 0)`,
      [who.operatorId, who.appId, who.organisationId, lifted.from, lifted.until]));
    expect(rows).toEqual([{ limited_by: 'concurrent' }]);
    await held[0].finish(end());
    await held[1].finish(throttled('minuteLimit', 0));
    await database.tenants.sql(who.operatorId, (client) => client.query('update call_budget set blocked_until = null'));
    for (let call = 0; call < 2; call += 1) await (await one.take(who)).finish(end());
    await expect(one.take(who)).rejects.toMatchObject({ reason: 'minuteLimit' });
  });

  it('meters calls, bytes and refusals per organisation and day', async () => {
    const who = caller();
    const one = budget();
    await (await one.take(who)).finish(end({ bytes: 1_000 }));
    await (await one.take(who)).finish({ ...throttled('otherLimit', 0), bytes: 20 });
    const { rows } = await database.tenants.sql(who.operatorId, (client) => client.query('select calls::int, bytes::int, throttled::int from call_meter'));
    expect(rows).toEqual([{ calls: 2, bytes: 1_020, throttled: 1 }]);
  });
});
