import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from '../../apps/launcher/src/browser.js';
import { allowAccess } from '#test/consent';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

describe('a consent whose organisations the platform does not list at once', () => {
  let platform: RunningPlatform;
  let client: OperatorClient;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '40', SIMULATOR_LIMITS: 'off' } });
    client = await OperatorClient.signedIn(platform);
    await client.enableXero('core');
  }, 180_000);

  afterAll(() => platform?.stop(), 60_000);

  it('is linked by a worker, which starts the first pull too, without anybody coming back', async () => {
    const { id } = await client.createCompany('Patient Ltd');
    const fault = { kind: 'maintenance', path: '^/connections', method: 'GET', times: 2 };
    await fetch(`${platform.simulatorUrl}/simulator/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) });
    const person = new Browser();
    const { authorizeUrl } = await person.call<{ authorizeUrl: string }>('POST', `${platform.portalUrl}/link/api/companies/${id}/connections`, { platformKey: 'gbol' });
    await allowAccess(person, authorizeUrl);
    const attemptId = /\/link\/attempts\/([0-9a-f-]+)/.exec(person.address)?.[1];
    const status = async () => (await person.call<{ status: string }>('GET', `${platform.portalUrl}/link/api/attempts/${attemptId}`)).status;
    expect(await status()).toBe('settling');
    while (await status() === 'settling') await pause(500);
    expect(await status()).toBe('linked');
    const pulled = await client.untilPulled(id);
    expect(pulled.map(({ status: end }) => end)).toEqual(pulled.map(() => 'Complete'));
  }, 120_000);
});
