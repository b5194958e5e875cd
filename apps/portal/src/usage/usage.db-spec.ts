import { type ApiOperator, usePortalApi } from '#test/portal-api';

describe('usage', () => {
  const api = usePortalApi();
  let operator: ApiOperator;
  let appId: string;

  beforeEach(async () => {
    operator = await api.addOperator();
    [{ id: appId }] = await sql<{ id: string }>(`update app set tier = 'core' returning id`);
    await meter('o1', 0, { calls: 4_000, bytes: 11 * 2 ** 30 });
    await meter('o1', 40, { calls: 7, bytes: 70 });
    await meter('o2', 0, { calls: 20, bytes: 0 });
    await meter('', 0, { calls: 1, bytes: 5 });
  });

  const sql = <Row>(text: string, values: unknown[] = []) => api.database.tenants.sql(operator.operatorId, async (client) => (await client.query(text, values)).rows as Row[]);
  const meter = (organisation: string, daysAgo: number, { calls, bytes }: { calls: number; bytes: number }) => sql(
    `insert into call_meter values ($1, $2, $3, (now() at time zone 'UTC')::date - $4::int, $5, $6, 1)`, [operator.operatorId, appId, organisation, daysAgo, calls, bytes]);

  it('of an app is all that was used this month, with what its tier includes and when that is passed', async () => {
    const { status, body } = await operator.call('GET', '/usage');
    expect(status).toBe(200);
    const used = { calls: 4_021, throttled: 3, bytes: 11 * 2 ** 30 + 5 };
    expect(body.results).toEqual([{
      appId, integrationKey: 'gbol', tier: 'Core', today: used, month: used, connections: 0,
      included: { connections: 50, callsPerDay: 5_000, egressGiB: 10 },
      price: { currency: 'AUD', perMonth: 35, perExtraGiB: 2.4, since: '2026-03-02', source: 'https://developer.xero.com/pricing' },
      forecast: { calls: expect.any(Number), bytes: expect.any(Number), connections: 0, cost: expect.objectContaining({ tier: 35 }), warnings: [expect.stringContaining('10 GiB')] },
    }]);
  });

  it('of an app without a published price tells no cost', async () => {
    await sql(`update app set tier = 'enterprise'`);
    expect((await operator.call('GET', '/usage')).body.results).toMatchObject([{ price: null, forecast: { cost: null } }]);
  });

  it('of organisations says how many calls of the day are left, by our count or by what an answer told', async () => {
    await sql(`insert into call_tally values ($1, $2, 'o1', now(), 4000), ($1, $2, 'o2', now(), 20)`, [operator.operatorId, appId]);
    await sql(`insert into call_budget (operator_id, app_id, organisation_id, day_left) values ($1, $2, 'o1', 4999)`, [operator.operatorId, appId]);
    const { body } = await operator.call('GET', '/usage/organisations');
    expect(body.results.map(({ organisationId, callsLeftToday, today }: Record<string, unknown>) => [organisationId, callsLeftToday, (today as { calls: number }).calls]))
      .toEqual([['o1', 4_999, 4_000], ['o2', 4_980, 20]]);
    expect((await operator.call('GET', '/usage/organisations?query=organisationId%3Do2')).body.totalResults).toBe(1);
  });

  it('is an operator\'s own', async () => {
    const other = await api.addOperator();
    expect((await other.call('GET', '/usage/organisations')).body.results).toEqual([]);
    expect((await other.call('GET', '/usage')).body.results).toMatchObject([{ month: { calls: 0 } }]);
  });
});
