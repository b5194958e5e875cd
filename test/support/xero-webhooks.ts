import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatedBooks } from './books-truth.js';
import { simulatorApp, type RunningPlatform } from './processes.js';
import type { OperatorClient } from './operator-client.js';

const key = 'the-key-that-xero-shows-beside-the-delivery-url';

/** Enters the webhook's key here and its address at the simulator, as an operator does once Xero is enabled. Returns whether the address passed Xero's check. */
export async function enterWebhook({ portalUrl, simulatorUrl }: RunningPlatform, operator: OperatorClient, tier = 'plus'): Promise<boolean> {
  const { webhookUrl } = await operator.session.call<{ webhookUrl: string }>('PUT', `${portalUrl}/portal/api/integrations/gbol`, { clientId: simulatorApp.clientId, tier, webhookKey: key });
  await orderWebhook(simulatorUrl, 'PUT', '', { url: webhookUrl, key });
  return (await orderWebhook<{ passed: boolean }>(simulatorUrl, 'POST', '/intent')).passed;
}

/** Has the simulator send the webhooks of the app from now on in another way: doubled, shuffled, lost. */
export async function changeWebhook(simulatorUrl: string, settings: object): Promise<void> {
  const { url } = await orderWebhook<{ url: string }>(simulatorUrl, 'GET', '');
  await orderWebhook(simulatorUrl, 'PUT', '', { url, key, ...settings });
}

export async function orderWebhook<Answer>(simulatorUrl: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${simulatorUrl}/simulator/apps/${simulatorApp.clientId}/webhook${path}`, {
    method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return await response.json() as Answer;
}

/** Makes an invoice in the books and asks for it until it is served. Returns the milliseconds that took. */
export async function untilServed({ portalUrl, apiKey }: OperatorClient, companyId: string, books: SimulatedBooks): Promise<number> {
  const begun = performance.now();
  const { id } = await books.edit({ kind: 'invoice.create', type: 'ACCREC' }) as { id: string };
  for (;;) {
    const response = await fetch(`${portalUrl}/api/companies/${companyId}/data/invoices/${id}`, { headers: { authorization: `Basic ${Buffer.from(apiKey).toString('base64')}` } });
    await response.arrayBuffer();
    if (response.ok) return performance.now() - begun;
    await pause(20);
  }
}
