import { DailyRequests } from '#operators/daily-requests.service';
import { FanOut } from '#events/fan-out';
import { newId } from '#platform/ids';
import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { storeConnection } from '#test/stored-records';

describe('requests of a day', () => {
  const api = usePortalApi({ dailyRequests: 3 });
  let operator: ApiOperator;

  beforeEach(async () => {
    operator = await api.addOperator();
  });

  const link = async (status = 'Linked') => {
    const companyId = newId();
    await api.database.tenants.run(operator.operatorId, (manager) => manager.query(`insert into company (operator_id, id, name) values ($1, $2, 'A')`, [operator.operatorId, companyId]));
    await storeConnection(api.database.tenants, operator.operatorId, companyId, status);
  };
  const left = async (path = '/companies') => {
    const { status, headers } = await operator.call('GET', path);
    return [status, headers['x-rate-limit-limit'], headers['x-rate-limit-remaining']];
  };

  it('are told with each answer, refusals too, and none is answered beyond them', async () => {
    expect([await left(), await left('/companies/x'), await left('/companies?page=0')]).toEqual([[200, '3', '2'], [404, '3', '1'], [400, '3', '0']]);
    const before = Date.now();
    const { status, headers, body } = await operator.call('GET', '/companies');
    const midnight = new Date(headers['x-rate-limit-reset'] as string).getTime();
    expect([status, midnight % 86_400_000, midnight - before <= 86_400_000]).toEqual([429, 0, true]);
    expect(Math.abs(Number(headers['retry-after']) * 1000 - (midnight - before))).toBeLessThan(60_000);
    expect(body).toMatchObject({ statusCode: 429, service: 'PublicApi', canBeRetried: 'True', error: 'All 3 requests of this day are used. The next day begins at midnight UTC.' });
    expect(await left()).toEqual([429, '3', '0']);
  });

  it('are as many again for each company that is linked, and not for others', async () => {
    for (const status of ['Linked', 'Unlinked', 'Linked']) await link(status);
    expect(await left()).toEqual([200, '9', '8']);
  });

  it('are an operator\'s own', async () => {
    for (let i = 0; i < 4; i += 1) await left();
    expect((await (await api.addOperator()).call('GET', '/companies')).headers['x-rate-limit-remaining']).toBe('2');
  });

  it('are not one fewer by a request without a key', async () => {
    const { status, headers } = await operator.call('GET', '/companies', undefined, { headers: { authorization: 'Basic bm9uZQ==' } });
    expect([status, headers['x-rate-limit-limit']]).toEqual([401, undefined]);
    expect(await left()).toEqual([200, '3', '2']);
  });

  it('that are too many under an Idempotency-Key may be sent again under it', async () => {
    for (let i = 0; i < 3; i += 1) await left();
    const create = () => operator.call('POST', '/companies', { name: 'B' }, { headers: { 'idempotency-key': key } });
    const key = newId();
    expect((await create()).status).toBe(429);
    await link();
    await api.app.get(DailyRequests).onModuleDestroy();
    expect((await create()).status).toBe(200);
  });

  describe('in several portals', () => {
    const noon = Date.UTC(2026, 10, 22, 12);
    const portal = () => new DailyRequests(api.database.tenants, 10);
    const take = async (requests: DailyRequests, times: number, now = noon) => {
      const taken = await Promise.all(Array.from({ length: times }, () => requests.take(operator.operatorId, now)));
      return taken.filter((quota) => quota?.allowed).length;
    };

    it('are counted together once they have told each other, and none is lost or doubled', async () => {
      const [one, two] = [portal(), portal()];
      expect([await take(one, 4), await take(two, 3)]).toEqual([4, 3]);
      for (const each of [one, two, one, two]) await each.onModuleDestroy();
      expect((await one.take(operator.operatorId, noon))?.remaining).toBe(2);
      expect([await take(one, 5), await take(portal(), 1)]).toEqual([2, 1]);
    });

    it('tell webhook consumers once when they are used, and of the next day when it begins', async () => {
      const [one, two] = [portal(), portal()];
      await take(one, 9, Date.now());
      await one.onModuleDestroy();
      const events = async () => (await api.database.tenants.sql(operator.operatorId, (client) => client.query<{ type: string; created_at: Date; subject: { quota: object } }>(
        'select type, created_at, subject from event where operator_id = $1 order by created_at', [operator.operatorId]))).rows;
      expect(await events()).toEqual([]);
      for (const each of [one, two, one]) {
        await take(each, 5, Date.now());
        await each.onModuleDestroy();
      }
      const [reached, reset, ...more] = await events();
      const days = [1, 2].map((count) => new Date(Math.floor(reached.created_at.getTime() / 86_400_000 + count) * 86_400_000));
      expect([reached.type, reset.type, more]).toEqual(['client.rateLimit.reached', 'client.rateLimit.reset', []]);
      expect(reached.subject.quota).toEqual({ dailyQuota: 10, quotaRemaining: 0, expiryDate: days[0].toISOString() });
      expect([reset.created_at, reset.subject.quota]).toEqual([days[0], { dailyQuota: 10, quotaRemaining: 10, expiryDate: days[1].toISOString() }]);
      const give = () => new FanOut(api.database.directory, api.database.tenants, { wake: () => Promise.resolve() } as never, 'http://localhost:3000').run();
      const given = async () => (await api.database.tenants.sql(operator.operatorId, (client) => client.query<{ body: string }>(
        'select body from event where operator_id = $1 and body is not null order by created_at', [operator.operatorId]))).rows.map(({ body }) => JSON.parse(body) as { eventType: string; payload: object });
      await give();
      expect(await given()).toMatchObject([{ eventType: 'client.rateLimit.reached', payload: reached.subject.quota }]);
      await api.database.tenants.sql(operator.operatorId, (client) => client.query(`update event set created_at = now() where operator_id = $1`, [operator.operatorId]));
      await give();
      expect((await given()).length).toBe(2);
    });

    it('are exact in each of them, however many are asked at once', async () => {
      expect(await take(portal(), 50)).toBe(10);
    });

    it('begin anew at midnight UTC', async () => {
      const requests = portal();
      expect([await take(requests, 11, Date.UTC(2026, 10, 22, 23, 59, 59, 999)), await take(requests, 11, Date.UTC(2026, 10, 23))]).toEqual([10, 10]);
      expect((await requests.take(operator.operatorId, Date.UTC(2026, 10, 23)))?.resetsAt).toEqual(new Date('2026-11-24T00:00:00Z'));
    });
  });
});
