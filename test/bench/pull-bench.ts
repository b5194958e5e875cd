import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#platform/ids';
import { SimulatedBooks } from '#test/books-truth';
import { directAccess } from '#test/consent';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { fetchAndParse, storingFloor, xeroNodeLoop, type Source } from './baselines.js';
import { peakMemory, rounded, seconds } from './measure.js';

const scope = 'offline_access openid profile email accounting.invoices.read accounting.settings.read accounting.contacts.read';

/** A pull of `invoices` documents with five lines each, beside baselines of the same run. */
export async function benchPull(invoices: number): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: String(invoices), SIMULATOR_LINES: '5', SIMULATOR_LIMITS: 'off' }, durable: true });
  try {
    const source: Source = { ...await directAccess(platform.simulatorUrl, scope), simulatorUrl: platform.simulatorUrl };
    await fetchAndParse(source);
    const parse = await seconds(() => fetchAndParse(source));
    const floor = await floorSeconds(platform, source);
    const sdk = await seconds(() => xeroNodeLoop(source));

    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const company = await operator.createCompany('Bench');
    await operator.link(company.id);
    const everything = await seconds(() => operator.untilPulled(company.id));
    const stored = await count(platform, 'true');
    // The documents are timed beside nothing else, as the baselines are.
    await operator.pullOnly(company.id, ['invoices', 'bills']);
    await untilProved(platform);
    await forget(platform);
    const ours = await pullAgain(platform, operator, company.id, 'full');
    const rows = await count(platform, `data_type in ('invoices', 'bills')`);
    await noteVersions(platform);
    const again = await pullAgain(platform, operator, company.id, 'full');
    const delta = await pullAgain(platform, operator, company.id, 'delta');
    const written = await rewritten(platform);
    const edits = Math.ceil(invoices / 100);
    await edit(platform, edits);
    const deltaOfEdits = await pullAgain(platform, operator, company.id, 'delta');
    return {
      invoices, storedDocuments: rows, storedRecords: stored, editedInvoices: edits,
      seconds: {
        fetchAndParse: rounded(parse), storingFloor: rounded(floor), xeroNode: rounded(sdk), ours: rounded(ours), unchangedAgain: rounded(again),
        firstPullOfEverything: rounded(everything), unchangedDelta: rounded(delta), deltaOfEdits: rounded(deltaOfEdits),
      },
      ratios: {
        oursToStoringFloor: rounded(floor / ours), oursToFetchAndParse: rounded(parse / ours), oursToXeroNode: rounded(sdk / ours),
        unchangedAgainToFetchAndParse: rounded(parse / again),
      },
      recordsWrittenByUnchangedPulls: written,
      workerPeakMemoryMb: await peakMemory(platform.workers[0].process.pid!),
    };
  } finally {
    await platform.stop();
  }
}

/** Times the one reading that the baselines do too: that of the documents, from claim to proof. */
async function pullAgain(platform: RunningPlatform, operator: OperatorClient, companyId: string, mode: 'full' | 'delta'): Promise<number> {
  await untilProved(platform);
  await operator.api('POST', `/companies/${companyId}/data/all${mode === 'full' ? '?full=true' : ''}`);
  const failed = (await operator.untilPulled(companyId)).filter(({ isErrored }) => isErrored);
  if (failed.length > 0) throw new Error(`The pull failed: ${JSON.stringify(failed)}`);
  const [row] = await asOwner<{ seconds: number }>(platform, `
    select extract(epoch from finished_at - started_at)::float8 as seconds from reading where source = 'Invoices' order by requested_at desc limit 1`);
  return row.seconds;
}

/** A pull of everything is followed by a proof of the books, which reads what changes and would pull it before we do. */
async function untilProved(platform: RunningPlatform): Promise<void> {
  for (;;) {
    const [{ open }] = await asOwner<{ open: number }>(platform, `
      select (select count(*) from ledger_proof where finished_at is null)::int + (select count(*) from reading where finished_at is null)::int as open`);
    if (open === 0) return;
    await pause(100);
  }
}

async function floorSeconds(platform: RunningPlatform, source: Source): Promise<number> {
  const client = new pg.Client({ connectionString: platform.appUrl });
  await client.connect();
  const [operatorId, connectionId] = [newId(), newId()];
  try {
    const taken = await seconds(() => storingFloor(source, client, operatorId, connectionId));
    return taken;
  } finally {
    await client.end();
    await asOwner(platform, 'truncate record');
  }
}

/** Empties the store of documents, so that the measured pull writes all of them. */
async function forget(platform: RunningPlatform): Promise<void> {
  await asOwner(platform, `delete from record_total where data_type in ('invoices', 'bills')`);
  await asOwner(platform, `delete from record where data_type in ('invoices', 'bills')`);
  await asOwner(platform, 'vacuum analyze record');
  await pause(1000);
}

async function count(platform: RunningPlatform, condition: string): Promise<number> {
  const [row] = await asOwner<{ count: number }>(platform, `select count(*)::int from record where ${condition}`);
  return row.count;
}

/** As many invoices and bills as that, each another one, changed as a person in Xero would. */
async function edit(platform: RunningPlatform, edits: number): Promise<void> {
  const chosen = await asOwner<{ source_id: string }>(platform, `select source_id from record where data_type in ('invoices', 'bills') and status in ('submitted', 'open') order by source_id limit ${edits}`);
  const books = await SimulatedBooks.of(platform);
  await books.edit(chosen.map(({ source_id: id }) => ({ kind: 'invoice.update', id })));
}

/** Notes which version of each record is stored. PostgreSQL's statistics would tell too, but late. */
async function noteVersions(platform: RunningPlatform): Promise<void> {
  await asOwner(platform, 'create table bench_version as select connection_id, data_type, source_id, xmin::text as version from record');
}

/** Records that were inserted, updated or deleted since their versions were noted. */
async function rewritten(platform: RunningPlatform): Promise<number> {
  const [row] = await asOwner<{ count: number }>(platform, `
    select count(*)::int as count from bench_version b full join record r using (connection_id, data_type, source_id) where b.version is distinct from r.xmin::text`);
  return row.count;
}

async function asOwner<T extends pg.QueryResultRow>(platform: RunningPlatform, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: platform.adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}
