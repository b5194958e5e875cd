import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SimulatedBooks, storedDocuments } from '#test/books-truth';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { changeWebhook, enterWebhook, untilServed } from '#test/xero-webhooks';

interface Changes { results: { id: string; change: string }[]; cursor: string; hasMore: boolean }

describe('what Xero tells by webhooks', () => {
  let platform: RunningPlatform;
  let admin: pg.Client;
  let operator: OperatorClient;
  let books: SimulatedBooks;
  let companyId: string;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '60', SIMULATOR_LIMITS: 'off' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    books = await SimulatedBooks.of(platform);
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    ({ id: companyId } = await operator.createCompany('Told'));
    await operator.pullOnly(companyId, ['company', 'chartOfAccounts', 'taxRates', 'customers', 'suppliers', 'invoices', 'bills']);
    await operator.link(companyId);
    await operator.untilPulled(companyId);
  }, 120_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
  });

  const changesAfter = (cursor: string | null) => operator.api<Changes>('GET', `/companies/${companyId}/data/invoices/changes?pageSize=5000${cursor === null ? '' : `&after=${cursor}`}`);

  it('is heard at an address that passes Xero\'s check, and served with no pull ordered, in the feed of changes too', async () => {
    expect(await enterWebhook(platform, operator)).toBe(true);
    const { cursor } = await changesAfter(null);
    expect(await untilServed(operator, companyId, books)).toBeGreaterThan(0);
    expect((await changesAfter(cursor)).results).toEqual([{ id: expect.any(String), change: 'created', modifiedDate: expect.any(String), record: expect.any(Object) }]);
  });

  it('ends in the same books when it is told twice, out of order, and a part of it not at all', async () => {
    await changeWebhook(platform.simulatorUrl, { doubled: true, shuffled: true, lostShare: 0.3 });
    for (let round = 0; round < 5; round += 1) {
      await books.edit(['create', 'update', 'renumber', 'create', 'renumber'].map((what) => ({ kind: `invoice.${what}` })));
      await pause(50);
    }
    // Whatever was lost comes with what is told next.
    await changeWebhook(platform.simulatorUrl, {});
    await untilServed(operator, companyId, books);
    const truth = await books.documents();
    while (JSON.stringify(await storedDocuments(admin)) !== JSON.stringify(truth)) await pause(50);
    const { rows } = await admin.query('select from dataset where status <> \'Complete\' and completed_at is not null');
    expect(rows).toEqual([]);
  });
});
