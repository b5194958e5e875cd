import { setTimeout as pause } from 'node:timers/promises';
import { ErrorMessage } from '@codat/platform/sdk/models/errors/index.js';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { newId } from '#platform/ids';
import { codatPlatform } from '#test/codat-sdks';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { WebhookReceiver } from '#test/webhook-receiver';

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
});
