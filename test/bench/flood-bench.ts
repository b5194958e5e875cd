import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SimulatedBooks, storedDocuments } from '#test/books-truth';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { changeWebhook, enterWebhook, orderWebhook, untilServed } from '#test/xero-webhooks';
import { median, percentile, processorSeconds, rounded } from './measure.js';

const accountant = { email: 'accountant@example.com', password: 'demo' };
const told = 'Harbour Bakery Ltd';
const toldTwice = 'O’Neill';

interface Flood { sent: number; signed: Record<string, number>; forged: Record<string, number>; ms: { p50: number; p99: number; most: number }; lastAccepted: Record<string, string> }

/**
 * Webhooks of Xero: how long a change at the simulator takes until it is served, told once, and told twice and out of
 * order; then so many deliveries a second, half of them forged, while the demo company's books are edited.
 */
export async function benchFlood(perSecond: number, seconds: number, samples: number): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '100', SIMULATOR_LIMITS: 'off' }, durable: true });
  const admin = new pg.Client({ connectionString: platform.adminUrl });
  try {
    await admin.connect();
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const link = async (user: typeof accountant | undefined, organisation: string) => {
      const { id } = await operator.createCompany(organisation);
      await operator.link(id, user, organisation);
      await operator.untilPulled(id);
      return { id, books: await SimulatedBooks.of(platform, organisation === toldTwice ? 'O’Neill & Sons Joinery' : organisation) };
    };
    const [once, twice, flooded] = [await link(accountant, told), await link(accountant, toldTwice), await link(undefined, 'Demo Company (UK)')];
    const passed = await enterWebhook(platform, operator);
    const latencies = async ({ id, books }: typeof once) => {
      const waits: number[] = [];
      for (let sample = 0; sample < samples; sample += 1) {
        await pause(200 + 300 * Math.random());
        waits.push(await untilServed(operator, id, books));
      }
      return { medianMs: rounded(median(waits), 0), p95Ms: rounded(percentile(waits, 0.95), 0), mostMs: rounded(Math.max(...waits), 0) };
    };
    const onceMs = await latencies(once);
    await changeWebhook(platform.simulatorUrl, { doubled: true, shuffled: true });
    const twiceMs = await latencies(twice);
    await changeWebhook(platform.simulatorUrl, {});
    return { intentToReceive: passed ? 'passed' : 'failed', samples, servedAfterChange: onceMs, servedAfterChangeDoubledAndShuffled: twiceMs, flood: await flood(platform, admin, flooded.books, { perSecond, seconds }) };
  } finally {
    await admin.end();
    await platform.stop();
  }
}

async function flood(platform: RunningPlatform, admin: pg.Client, books: SimulatedBooks, order: { perSecond: number; seconds: number }): Promise<Record<string, unknown>> {
  const { pid } = platform.portal.process;
  const before = await processorSeconds(pid!);
  let flooding = true;
  const editing = (async () => {
    while (flooding) {
      await books.edit({ kind: 'invoice.create' });
      await pause(500);
    }
  })();
  const { sent, signed, forged, ms, lastAccepted } = await orderWebhook<Flood>(platform.simulatorUrl, 'POST', '/flood', { ...order, tenantIds: [books.organisationId] });
  const portalSeconds = await processorSeconds(pid!) - before;
  flooding = false;
  await editing;
  // The source was read so often that its readings keep a distance: what is noted is read within minutes.
  while ((await count(admin, 'select count(*)::int as count from source_change')) > 0 || (await count(admin, 'select count(*)::int as count from reading where finished_at is null')) > 0) await pause(500);
  const readAfter = await count(admin, `
    select count(*)::int as count from reading r join connection k on k.id = r.connection_id
    where k.organisation_id = '${books.organisationId}' and r.source = 'Invoices' and r.status = 'complete' and r.started_at >= '${lastAccepted[books.organisationId]}'`);
  const { rows: [linked] } = await admin.query<{ id: string }>('select id from connection where organisation_id = $1', [books.organisationId]);
  const [truth, stored] = [await books.documents(), await storedDocuments(admin, linked.id)];
  return {
    sent, perSecond: order.perSecond, signed, forged, ms, portalProcessorSeconds: rounded(portalSeconds),
    readingsAfterTheLastAccepted: readAfter, documents: truth.length, documentsThatDiffer: truth.filter((line) => !stored.includes(line)).length + stored.filter((line) => !truth.includes(line)).length,
  };
}

async function count(admin: pg.Client, text: string): Promise<number> {
  return (await admin.query<{ count: number }>(text)).rows[0].count;
}
