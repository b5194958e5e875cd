import { WebhookBench } from '#test/webhook-bench';
import { WebhookReceiver } from '#test/webhook-receiver';

jest.setTimeout(60_000);

let bench: WebhookBench;
let receiver: WebhookReceiver;
beforeAll(async () => {
  bench = await WebhookBench.open();
  receiver = await WebhookReceiver.listen();
});
afterEach(async () => {
  receiver.received.length = 0;
  receiver.answer = (_, response) => response.writeHead(204).end();
  for (const table of ['webhook_consumer', 'event']) await bench.rows(`delete from ${table} where operator_id = $1`);
});
afterAll(async () => {
  await receiver.close();
  await bench.database.drop();
});

const hourAgo = () => new Date(Date.now() - 3_600_000);
const settle = (status: string) => bench.rows('update webhook_delivery set status = $2, tries = 13 where operator_id = $1', [status]);
const rows = () => bench.rows<{ status: string; tries: number }>('select status, tries from webhook_delivery where operator_id = $1 order by event_id');

test('a test goes to the one consumer that it was asked for, whatever that wants', async () => {
  const { id } = await bench.addConsumer(receiver.url, { types: ['company.created'] });
  await bench.addConsumer(`${receiver.url}/other`);
  const event = await bench.again.test(bench.operatorId, id);
  await bench.deliver();
  expect(receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject([{ id: event, eventType: 'webhook.test', payload: { webhookId: id } }]);
});

test('a message is sent again with the same id and body, and has all of its tries again', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  const event = await bench.append();
  await bench.deliver();
  await settle('failed');
  receiver.answer = (_, response) => response.writeHead(500).end();
  await bench.again.resend(bench.operatorId, id, event);
  await bench.deliver();
  expect(await rows()).toEqual([{ status: 'waiting', tries: 1 }]);
  const [first, second] = receiver.received;
  expect([second.id, second.body]).toEqual([first.id, first.body]);
});

test('recovering sends what failed since a time, and nothing else', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  const [old] = [await bench.append(), await bench.append(), await bench.append()];
  await bench.deliver();
  await settle('failed');
  await bench.rows(`update event set created_at = now() - interval '2 hours' where operator_id = $1 and id = $2`, [old]);
  await bench.rows(`update webhook_delivery set status = 'succeeded' where operator_id = $1 and event_id = (select max(id::text)::uuid from event where operator_id = $1)`);
  expect(await bench.again.recover(bench.operatorId, id, hourAgo())).toBe(1);
  await bench.deliver();
  expect(receiver.received.length).toBe(4);
});

test('replaying sends what the consumer wants since a time, whether it was told before or not', async () => {
  const company = { id: bench.operatorId, name: 'A', description: null, createdAt: '2026-11-22T08:00:00Z' };
  const append = (tags: object | null) => bench.append({ company: { ...company, tags } }, 'company.created');
  const missed = [await append({ region: 'uk' }), await append({ region: 'us' }), await append(null), await bench.append()];
  await bench.fanOut();
  const { id } = await bench.addConsumer(receiver.url, { types: ['company.created', 'webhook.test'], tags: ['region:uk'] });
  const told = await append({ region: 'uk' });
  await bench.deliver();
  expect(receiver.received.length).toBe(1);
  expect(await bench.again.replay(bench.operatorId, id, hourAgo())).toBe(3);
  await bench.deliver();
  expect(receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id).sort()).toEqual([missed[0], missed[3], told, told].sort());
  expect(await bench.again.replay(bench.operatorId, id, new Date())).toBe(0);
});

test('a message that is on its way is left alone', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  const event = await bench.append();
  await bench.fanOut();
  await settle('sending');
  await bench.again.resend(bench.operatorId, id, event);
  expect(await bench.again.replay(bench.operatorId, id, hourAgo())).toBe(0);
  expect(await rows()).toEqual([{ status: 'sending', tries: 13 }]);
});
