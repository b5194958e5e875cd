import { Webhook } from 'standardwebhooks';
import { WebhookBench } from '#test/webhook-bench';
import { WebhookReceiver } from '#test/webhook-receiver';
import { appendEvent } from './append.js';
import { newWebhookSecret } from './signature.js';

jest.setTimeout(60_000);

let bench: WebhookBench;
let receiver: WebhookReceiver;
beforeEach(async () => {
  bench = await WebhookBench.open();
  receiver = await WebhookReceiver.listen();
});
afterEach(async () => {
  await receiver.close();
  await bench.database.drop();
});

const statuses = () => bench.rows<{ status: string; count: string }>('select status, count(*) from webhook_delivery where operator_id = $1 group by 1').then((rows) => Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)])));
const answer = (status: number, headers: Record<string, string> = {}) => { receiver.answer = (_, response) => response.writeHead(status, headers).end(); };
const secondsToNext = async () => (await bench.rows<{ wait: number }>('select extract(epoch from min(next_try_at) - clock_timestamp())::float as wait from webhook_delivery where operator_id = $1'))[0].wait;

test('an event of a committed transaction is delivered once, and one that was rolled back never', async () => {
  await bench.addConsumer(receiver.url);
  const id = await bench.append({ webhook: { a: 1 } });
  await bench.database.tenants.sql(bench.operatorId, async (client) => {
    await client.query(`insert into event (operator_id, id, type, subject) values ($1, gen_random_uuid(), 'webhook.test', '{}')`, [bench.operatorId]);
    throw new Error('rolled back');
  }).catch(() => undefined);
  for (let round = 0; round < 3; round += 1) await bench.deliver();
  expect(receiver.received.map(({ id: sent, body }) => [sent, JSON.parse(body)])).toEqual([
    [`msg_${id.replaceAll('-', '')}`, { id, eventType: 'webhook.test', generatedDate: expect.any(String), payload: { a: 1 } }],
  ]);
});

test('only consumers that want an event get it', async () => {
  const { id: other } = await bench.addConsumer(receiver.url, { types: ['company.deleted'] });
  const tagged = await bench.addConsumer(receiver.url, { types: ['company.created'], tags: ['region:uk', 'region:ie'] });
  const company = { id: other, name: 'A', description: null, createdAt: '2026-11-22T08:00:00Z' };
  for (const tags of [null, { region: 'us' }, { team: 'uk' }, { region: 'ie' }]) await bench.append({ company: { ...company, tags } }, 'company.created');
  await bench.deliver();
  expect(await bench.rows('select consumer_id from webhook_delivery where operator_id = $1')).toEqual([{ consumer_id: tagged.id }]);
  expect(JSON.parse(receiver.received[0].body)).toMatchObject({ payload: { name: 'A', tags: { region: 'ie' }, redirect: `http://localhost:3000/link/company/${other}` } });
});

test.each([['3xx', 301], ['4xx', 404], ['5xx', 500]])('a %s answer is a failure, which is tried again with the same id and body', async (_, status) => {
  await bench.addConsumer(receiver.url);
  await bench.append();
  answer(status, { location: 'http://127.0.0.1:1/' });
  await bench.deliver();
  expect(await secondsToNext()).toBeGreaterThan(4);
  await bench.deliver();
  expect(receiver.received.length).toBe(1);
  answer(200);
  await bench.passTime(6);
  await bench.deliver();
  expect([new Set(receiver.received.map(({ id }) => id)).size, new Set(receiver.received.map(({ body }) => body)).size, receiver.received.length]).toEqual([1, 1, 2]);
  expect(await statuses()).toEqual({ succeeded: 1 });
});

test('a message that is never answered well is tried 13 times over more than 96 hours', async () => {
  await bench.addConsumer(receiver.url);
  answer(500);
  await bench.append();
  let hours = 0;
  for (let round = 0; round < 20; round += 1) {
    await bench.deliver();
    if ((await statuses())['waiting'] !== 1) break;
    const wait = await secondsToNext() + 1;
    hours += wait / 3600;
    await bench.passTime(wait);
  }
  expect(receiver.received.length).toBe(13);
  expect(hours).toBeGreaterThan(96);
  expect(await statuses()).toEqual({ failed: 1 });
});

test('a consumer of which every message failed for five days is disabled with a notice, and not before', async () => {
  const notified = await WebhookReceiver.listen();
  await bench.addConsumer(notified.url, { types: ['webhook.disabled'] });
  const { id } = await bench.addConsumer(receiver.url);
  answer(500);
  for (let day = 0; day < 5; day += 1) {
    await bench.append();
    await bench.deliver();
    expect(await bench.consumer(id)).toMatchObject({ disabled_why: null });
    await bench.passTime(86_400);
  }
  await bench.deliver();
  expect(await bench.consumer(id)).toMatchObject({ disabled_why: 'Every message has failed for five days.' });
  const before = receiver.received.length;
  await bench.append();
  await bench.deliver();
  expect(receiver.received.length).toBe(before);
  expect(JSON.parse(notified.received[0].body)).toMatchObject({ eventType: 'webhook.disabled', payload: { webhookId: id, url: receiver.url } });
  await notified.close();
});

test('days in which nothing was sent are no days of failure', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  answer(500);
  await bench.append();
  await bench.deliver();
  await bench.rows(`update webhook_delivery set status = 'failed' where operator_id = $1`);
  await bench.passTime(20 * 86_400);
  await bench.append();
  await bench.deliver();
  expect([receiver.received.length, await bench.consumer(id)]).toMatchObject([2, { disabled_why: null }]);
});

test('a consumer that answers nothing well gives up its turn after one round, and rests the longer the longer that is so', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  answer(500);
  for (let count = 0; count < 40; count += 1) await bench.append();
  const rests: number[] = [];
  for (const failingFor of [0, 60, 3600]) {
    await bench.passTime(failingFor);
    await bench.deliver();
    rests.push((await bench.rows<{ rest: number }>('select extract(epoch from paused_until - clock_timestamp())::float as rest from webhook_consumer where id = $2 and operator_id = $1', [id]))[0].rest);
  }
  expect(receiver.received.length).toBe(24);
  expect(rests.map((rest) => rest > 0)).toEqual([false, true, true]);
  expect([rests[1] < rests[2], rests[2] <= 60]).toEqual([true, true]);
});

test('one success ends the days of failure', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  await bench.append();
  answer(500);
  await bench.deliver();
  await bench.passTime(4 * 86_400);
  await bench.append();
  receiver.answer = ({ body }, response) => response.writeHead(body.includes('good') ? 200 : 500).end();
  await bench.append({ webhook: { good: true } });
  await bench.deliver();
  expect(await bench.consumer(id)).toMatchObject({ failing_since: null });
});

test('410 disables at once', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  answer(410);
  for (let count = 0; count < 20; count += 1) await bench.append();
  await bench.deliver();
  expect(await bench.consumer(id)).toMatchObject({ disabled_why: 'The address answered 410: it is gone.' });
  expect(receiver.received.length).toBeLessThanOrEqual(8);
});

test.each([['429 with a time', 429, { 'retry-after': '90' }, 90], ['429 without one', 429, {}, 30], ['503 with a time', 503, { 'retry-after': '90' }, 90]])('%s rests the whole consumer, for what comes meanwhile too', async (_, status, headers, seconds) => {
  await bench.addConsumer(receiver.url);
  answer(status, headers);
  for (let count = 0; count < 20; count += 1) await bench.append();
  await bench.deliver();
  const before = receiver.received.length;
  expect(before).toBeLessThanOrEqual(8);
  answer(200);
  await bench.passTime(seconds - 10);
  await bench.append();
  await bench.deliver();
  expect(receiver.received.length).toBe(before);
  await bench.passTime(11);
  for (let round = 0; round < 3; round += 1) await bench.deliver();
  expect(receiver.received.length).toBeGreaterThanOrEqual(21);
});

test.each([
  ['hangs', () => undefined],
  ['resets', (_: unknown, response: { socket: { resetAndDestroy(): void } | null }) => response.socket?.resetAndDestroy()],
  ['trickles', (_: unknown, response: { socket: { write(text: string): void } | null }) => { const timer = setInterval(() => response.socket?.write('HTTP/1.1 102 Processing\r\n\r\n'), 20); setTimeout(() => clearInterval(timer), 5_000); }],
])('a consumer that %s takes nothing from another: all of its messages arrive while the first call is under way', async (_, behaviour) => {
  const good = await WebhookReceiver.listen();
  receiver.answer = behaviour;
  const bad = await bench.addConsumer(receiver.url);
  await bench.addConsumer(good.url);
  for (let count = 0; count < 100; count += 1) await bench.append();
  await bench.fanOut();
  const due = (await bench.database.directory.unfinishedWork(500)).sort((a) => (a.id === bad.id ? -1 : 1));
  const turns = due.map((ids) => bench.worker().run(ids, { stopping: new AbortController().signal }));
  await turns[1];
  expect(good.received.length).toBe(100);
  await receiver.close();
  await Promise.all(turns);
  receiver = good;
});

test('a worker that died while it delivered is followed by one that sends what was under way again, and its late writes change nothing', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  await bench.append();
  let thaw: () => void = () => undefined;
  receiver.answer = (_, response) => { thaw = () => response.writeHead(500).end(); };
  await bench.fanOut();
  const frozen = bench.worker().run({ operatorId: bench.operatorId, id }, { stopping: new AbortController().signal });
  while (receiver.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const thawOld = thaw;
  await bench.rows(`update webhook_consumer set lease_until = now() - interval '1 second' where operator_id = $1`);
  answer(200);
  await bench.deliver();
  expect(await statuses()).toEqual({ succeeded: 1 });
  thawOld();
  await frozen;
  expect(await statuses()).toEqual({ succeeded: 1 });
  expect(new Set(receiver.received.map((received) => received.id)).size).toBe(1);
});

test('a try that a worker did not live to end is not counted twice', async () => {
  await bench.addConsumer(receiver.url);
  await bench.append();
  await bench.deliver();
  await bench.rows(`update webhook_delivery set status = 'sending' where operator_id = $1`);
  await bench.rows(`update webhook_consumer set next_at = now() where operator_id = $1`);
  await bench.deliver();
  expect(await bench.rows('select tries, status from webhook_delivery where operator_id = $1')).toEqual([{ tries: 1, status: 'succeeded' }]);
  expect(receiver.received.length).toBe(2);
});

test('an operator whose events cannot be told keeps nobody else waiting', async () => {
  for (const broken of ['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff']) {
    await bench.database.tenants.sql(broken, async (client) => {
      await client.query(`insert into operator (id, name) values ($1, 'Broken Ltd')`, [broken]);
      const connection = { id: broken, platformKey: 'none', createdAt: '2026-11-22T08:00:00Z', lastSyncAt: null };
      await appendEvent(client, broken, 'connection.created', { company: { id: broken, name: 'A', createdAt: '2026-11-22T08:00:00Z' }, connection });
    });
  }
  await bench.addConsumer(receiver.url);
  await bench.append();
  await bench.fanOut().catch(() => undefined);
  expect(await statuses()).toEqual({ waiting: 1 });
});

test('a secret that is replaced in the middle of a turn signs the rest of it', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  for (let count = 0; count < 9; count += 1) await bench.append();
  const secret = newWebhookSecret();
  let replacing: Promise<unknown> | undefined;
  receiver.answer = (_, response) => {
    replacing ??= bench.rows('update webhook_consumer set secret = $2 where operator_id = $1', [bench.vault.seal(secret, { operatorId: bench.operatorId, table: 'webhook_consumer', column: 'secret', rowId: id })]);
    void replacing.then(() => response.writeHead(200).end());
  };
  await bench.deliver();
  const { body, headers } = receiver.received[8];
  expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
});

test('while a secret is replaced, messages carry two signatures', async () => {
  const { id } = await bench.addConsumer(receiver.url);
  const sealed = bench.vault.seal('whsec_b2xk', { operatorId: bench.operatorId, table: 'webhook_consumer', column: 'previous_secret', rowId: id });
  for (const [until, signatures] of [['1 hour', 2], ['-1 hour', 1]]) {
    await bench.rows('update webhook_consumer set previous_secret = $2, previous_until = now() + $3::interval where operator_id = $1', [sealed, until]);
    await bench.append();
    await bench.deliver();
    expect(receiver.received.at(-1)!.headers['webhook-signature'].split(' ').length).toBe(signatures);
  }
});
