import { usePortalApi } from '#test/portal-api';
import { newId } from '#platform/ids';

jest.setTimeout(60_000);

const api = usePortalApi();
const wanted = { url: 'https://hooks.example.com/in', eventTypes: ['company.created', 'read.completed'], companyTags: ['region:uk'] };

test('a consumer is created with a secret that no list shows, and deleted', async () => {
  const operator = await api.addOperator();
  const { status, body: created } = await operator.call('POST', '/webhooks', wanted);
  expect({ status, created }).toEqual({ status: 201, created: { ...wanted, id: expect.any(String), disabled: false, secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) } });
  const { secret: _, ...shown } = created;
  expect((await operator.call('GET', '/webhooks')).body).toEqual({ results: [shown] });
  expect((await operator.call('DELETE', `/webhooks/${created.id}`)).status).toBe(204);
  expect((await operator.call('DELETE', `/webhooks/${created.id}`)).status).toBe(404);
});

test.each([
  ['url', { url: 'http://hooks.example.com' }], ['url', { url: 'https://127.0.0.1/' }], ['url', { url: 'https://metadata.google.internal/' }], ['url', { url: 7 }],
  ['eventTypes', { eventTypes: [] }], ['eventTypes.0', { eventTypes: ['no.such.event'] }], ['companyTags', { companyTags: Array(11).fill('a:b') }], ['companyTags.0', { companyTags: ['a'] }], ['disabled', { disabled: 'no' }],
])('a field that is not accepted is named: %s %j', async (field, change) => {
  const operator = await api.addOperator();
  const { status, body } = await operator.call('POST', '/webhooks', { ...wanted, ...change });
  expect([status, body.validation.errors.map(({ itemId }: { itemId: string }) => itemId)]).toEqual([400, [field]]);
});

test('there are at most 50, also when several are created at once', async () => {
  const operator = await api.addOperator();
  const statuses = await Promise.all(Array.from({ length: 54 }, () => operator.call('POST', '/webhooks', wanted).then(({ status }) => status)));
  expect(statuses.filter((status) => status === 201).length).toBe(50);
  expect(statuses.filter((status) => status === 409).length).toBe(4);
});

test('a secret is replaced, and a consumer disabled and enabled', async () => {
  const operator = await api.addOperator();
  const { body: { id, secret } } = await operator.call('POST', '/webhooks', wanted);
  const { body: replaced } = await operator.call('POST', `/webhooks/${id}/secret`);
  expect(replaced.secret).not.toBe(secret);
  expect(Math.round((Date.parse(replaced.previousValidUntil) - Date.now()) / 3_600_000)).toBe(24);
  for (const disabled of [true, false]) expect((await operator.call('PATCH', `/webhooks/${id}`, { disabled })).body).toMatchObject({ id, disabled });
});

test("another operator's consumers are as if they did not exist", async () => {
  const [owner, other] = [await api.addOperator(), await api.addOperator()];
  const { body: { id } } = await owner.call('POST', '/webhooks', wanted);
  const ask = (consumer: string) => Promise.all([
    other.call('PATCH', `/webhooks/${consumer}`, { disabled: true }), other.call('POST', `/webhooks/${consumer}/secret`), other.call('DELETE', `/webhooks/${consumer}`),
  ]).then((answers) => answers.map(({ status, body }) => [status, body.error.replace(consumer, '…')]));
  expect(await ask(id)).toEqual(await ask(newId()));
  expect((await other.call('GET', '/webhooks')).body).toEqual({ results: [] });
  expect((await owner.call('GET', '/webhooks')).body.results).toMatchObject([{ id, disabled: false }]);
});

test('a company that is created and deleted is told of in the same transaction', async () => {
  const operator = await api.addOperator();
  const { body: { id } } = await operator.call('POST', '/companies', { name: 'Told' });
  await operator.call('DELETE', `/companies/${id}`);
  const { rows } = await api.database.tenants.sql(operator.operatorId, (client) => client.query('select type, subject from event where operator_id = $1 order by id', [operator.operatorId]));
  expect(rows).toMatchObject([{ type: 'company.created', subject: { company: { id, name: 'Told' } } }, { type: 'company.deleted', subject: { company: { id } } }]);
});
