import { type ApiOperator, usePortalApi } from '#test/portal-api';
import { newId } from '#platform/ids';

jest.setTimeout(60_000);

const api = usePortalApi();
let operator: ApiOperator;
let consumer: string;
beforeAll(async () => {
  operator = await api.addOperator();
  consumer = `/webhooks/${(await operator.call('POST', '/webhooks', { url: 'https://hooks.example.com/in', eventTypes: ['company.created'] })).body.id}`;
});

const statuses = (query = '') => operator.call('GET', `${consumer}/messages${query}`).then(({ body }) => body.results.map(({ id, status }: { id: string; status: string }) => [id, status]));
const end = (id: string, status: string, log: object[]) => api.database.tenants.sql(operator.operatorId, (client) => client.query(
  'update webhook_delivery set status = $3, tries = 2, log = $4 where operator_id = $1 and event_id = $2', [operator.operatorId, id, status, JSON.stringify(log)]));

test('each message tells what became of it, and can be found by that', async () => {
  const log = [{ at: '2026-11-22T08:00:00.000Z', milliseconds: 15_000, error: 'No complete answer came within 15 seconds.' }, { at: '2026-11-22T08:00:20.000Z', milliseconds: 12, status: 500 }];
  const ids: string[] = [];
  for (const [status, entries] of [['waiting', []], ['sending', []], ['waiting', log], ['succeeded', log], ['failed', log]] as const) {
    const { status: answered, body } = await operator.call('POST', `${consumer}/test`);
    expect([answered, body]).toEqual([200, {
      id: expect.any(String), eventType: 'webhook.test', created: expect.any(String), status: 'Sending', tries: 0, nextTry: expect.any(String), attempts: [],
      body: expect.objectContaining({ id: body.id, eventType: 'webhook.test' }),
    }]);
    ids.unshift(body.id);
    await end(body.id, status, [...entries]);
  }
  const shown = ['Failure', 'Success', 'Attempting', 'Sending', 'Sending'].map((status, place) => [ids[place], status]);
  expect(await statuses()).toEqual(shown);
  for (const wanted of ['Failure', 'Success', 'Attempting', 'Sending']) expect(await statuses(`?status=${wanted}`)).toEqual(shown.filter(([, status]) => status === wanted));
  const { body: page } = await operator.call('GET', `${consumer}/messages?page=2&pageSize=2&status=Sending`);
  expect(page).toMatchObject({ results: [], totalResults: 2, _links: { previous: { href: `/api${consumer}/messages?page=1&pageSize=2&status=Sending` } } });
  expect((await operator.call('GET', `${consumer}/messages/${ids[0]}`)).body).toEqual({
    id: ids[0], eventType: 'webhook.test', created: expect.any(String), status: 'Failure', tries: 2, body: expect.any(Object),
    lastTry: { at: '2026-11-22T08:00:20.000Z', milliseconds: 12, statusCode: 500 },
    attempts: [{ at: '2026-11-22T08:00:00.000Z', milliseconds: 15_000, error: 'No complete answer came within 15 seconds.' }, { at: '2026-11-22T08:00:20.000Z', milliseconds: 12, statusCode: 500 }],
  });
  expect((await operator.call('POST', `${consumer}/recover`, { since: new Date(Date.now() - 60_000).toISOString() })).body).toEqual({ count: 1 });
  expect((await operator.call('POST', `${consumer}/messages/${ids[1]}/resend`)).body).toMatchObject({ id: ids[1], status: 'Attempting', tries: 0 });
  await operator.call('POST', '/companies', { name: 'Told later' });
  expect((await operator.call('POST', `${consumer}/replay`, { since: new Date(Date.now() - 60_000).toISOString() })).body).toEqual({ count: 0 });
});

test.each(['yesterday', '2020-01-01', '2999-01-01', 7, null])('a time that nothing is kept of is refused: %p', async (since) => {
  for (const what of ['recover', 'replay']) {
    const { status, body } = await operator.call('POST', `${consumer}/${what}`, { since });
    expect([status, body.validation.errors[0].itemId]).toEqual([400, 'since']);
  }
});

test('a consumer that is disabled is sent nothing again', async () => {
  const { body: { id } } = await operator.call('POST', '/webhooks', { url: 'https://hooks.example.com/in', eventTypes: ['company.created'], disabled: true });
  const asked: [string, object?][] = [['test'], [`messages/${newId()}/resend`], ['recover', { since: new Date().toISOString() }], ['replay', { since: new Date().toISOString() }]];
  for (const [what, body] of asked) expect((await operator.call('POST', `/webhooks/${id}/${what}`, body)).status).toBe(409);
});
