import { setTimeout as pause } from 'node:timers/promises';
import { ErrorMessage } from '@codat/platform/sdk/models/errors/index.js';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import pg from 'pg';
import { appendEvent } from '#events/append';
import { eventTypes } from '#events/event-types';
import { newId } from '#platform/ids';
import { codatPlatform } from '#test/codat-sdks';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { WebhookReceiver } from '#test/webhook-receiver';

const kills = Number(process.env['WEBHOOK_KILLS'] ?? 3);
const events = Number(process.env['WEBHOOK_EVENTS'] ?? 300);

/** Webhooks as users of Codat's own SDK have them, from the worker's process to a consumer's server. */
describe('webhooks', () => {
  let platform: RunningPlatform;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await WebhookReceiver.listen();
    platform = await startPlatform({ workers: 1, env: { WEBHOOK_TRIAL_HOSTS: '127.0.0.1' } });
  }, 180_000);

  afterAll(async () => {
    await platform?.stop();
    await receiver?.close();
  }, 60_000);

  it('are created, listed and deleted with the SDK, and deliver what two independent libraries verify', async () => {
    const sdk = codatPlatform(platform.portalUrl, platform.apiKey);
    const made = await sdk.webhooks.createConsumer({ url: receiver.url, eventTypes: ['company.created', 'company.deleted'] });
    expect(made).toMatchObject({ url: receiver.url, disabled: false, eventTypes: ['company.created', 'company.deleted'] });
    expect((await sdk.webhooks.listConsumers()).results).toMatchObject([{ id: made.id, url: receiver.url }]);
    const replaced = await fetch(`${platform.portalUrl}/api/webhooks/${made.id}/secret`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(platform.apiKey).toString('base64')}` },
    });
    const { secret } = await replaced.json() as { secret: string };
    const { id } = await sdk.companies.create({ name: 'Told' });
    await sdk.companies.delete({ companyId: id });
    while (receiver.received.length < 2) await pause(50);
    expect([...receiver.types].sort()).toEqual(['company.created', 'company.deleted']);
    for (const { body, headers } of receiver.received) {
      for (const library of [new Standard(secret), new Svix(secret)]) expect(library.verify(body, headers)).toMatchObject({ payload: { id, name: 'Told' } });
    }
    await sdk.webhooks.deleteConsumer({ webhookId: made.id! });
    expect(await sdk.webhooks.deleteConsumer({ webhookId: newId() }).catch((error: unknown) => error)).toBeInstanceOf(ErrorMessage);
  });

  /**
   * Five consumers, each with a fifth of the events. Whenever some messages have arrived one of three workers is killed with
   * `kill -9`, so that there are always events that are committed and not delivered. Every fifth transaction is rolled back.
   */
  it(`deliver ${events} events through ${kills} kills of workers, the same at each try, and nothing that was rolled back`, async () => {
    while (platform.workers.length < 3) await platform.startWorker();
    const admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    const { rows: [{ id: operatorId }] } = await admin.query<{ id: string }>('select id from operator');
    const key = { authorization: `Basic ${Buffer.from(platform.apiKey).toString('base64')}`, 'content-type': 'application/json' };
    const types = eventTypes.filter((type) => /^(client|webhook|data|read)/.test(type)).slice(0, 5);
    for (const type of types) await fetch(`${platform.portalUrl}/api/webhooks`, { method: 'POST', headers: key, body: JSON.stringify({ url: receiver.url, eventTypes: [type] }) });
    receiver.received.length = 0;
    const committed = new Set<string>();
    for (let round = 0; round < kills || committed.size < events; round += 1) {
      for (const target = Math.ceil((events * (round + 1)) / kills); committed.size < Math.min(target, events);) {
        const back = Math.random() < 0.2;
        await admin.query('begin');
        const ids: string[] = [];
        for (const type of types) ids.push(await appendEvent(admin, operatorId, type, { webhook: { back } }));
        await admin.query(back ? 'rollback' : 'commit');
        if (!back) for (const id of ids) committed.add(id);
      }
      const before = receiver.received.length;
      while (receiver.received.length === before && new Set(receiver.received.map(({ id }) => id)).size < committed.size) await pause(5);
      await pause(Math.random() * 50);
      const [victim] = platform.workers.splice(Math.floor(Math.random() * platform.workers.length), 1);
      await victim.kill();
      await platform.startWorker();
    }
    while (new Set(receiver.received.map(({ id }) => id)).size < committed.size) await pause(200);
    // Every header with every body that came under it: as many as there are events, and each of an event that was committed.
    const different = [...new Set(receiver.received.map(({ id, body }) => `${id} ${body}`))];
    const told = different.map((text) => [text.slice(0, text.indexOf(' ')), (JSON.parse(text.slice(text.indexOf(' '))) as { id: string }).id]);
    expect(told.filter(([header, id]) => header !== `msg_${id.replaceAll('-', '')}` || !committed.has(id))).toEqual([]);
    expect(told.length).toBe(committed.size);
    const more = receiver.received.length - committed.size;
    process.stderr.write(`webhooks: ${committed.size} events, ${kills} kills, ${more} sent twice\n`);
    expect(more).toBeLessThanOrEqual(kills * 8 * types.length);
    await admin.end();
  }, 120_000 + kills * 30_000);
});
