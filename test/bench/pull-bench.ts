import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#platform/ids';
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
    await operator.untilPulled(company.id);
    await forget(platform);
    const ours = await pullAgain(platform, operator, company.id);
    const rows = await storedDocuments(platform);
    await noteVersions(platform);
    const again = await pullAgain(platform, operator, company.id);
    const written = await rewritten(platform);
    return {
      invoices, storedDocuments: rows,
      seconds: { fetchAndParse: rounded(parse), storingFloor: rounded(floor), xeroNode: rounded(sdk), ours: rounded(ours), unchangedAgain: rounded(again) },
      ratios: { oursToStoringFloor: rounded(floor / ours), oursToFetchAndParse: rounded(parse / ours), oursToXeroNode: rounded(sdk / ours) },
      recordsWrittenByUnchangedPull: written,
      workerPeakMemoryMb: await peakMemory(platform.workers[0].process.pid!),
    };
  } finally {
    await platform.stop();
  }
}

/**
 * Pulls everything, whether it changed or not, and times the one reading that the baselines do too: that of the documents, from claim to proof. It
 * waits for the references that documents name, so it runs beside nothing but the small rest.
 */
async function pullAgain(platform: RunningPlatform, operator: OperatorClient, companyId: string): Promise<number> {
  await operator.api('POST', `/companies/${companyId}/data/all?full=true`);
  const failed = (await operator.untilPulled(companyId)).filter(({ isErrored }) => isErrored);
  if (failed.length > 0) throw new Error(`The pull failed: ${JSON.stringify(failed)}`);
  const [row] = await asOwner<{ seconds: number }>(platform, `
    select extract(epoch from finished_at - started_at)::float8 as seconds from reading where source = 'Invoices' order by requested_at desc limit 1`);
  return row.seconds;
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

async function storedDocuments(platform: RunningPlatform): Promise<number> {
  const [row] = await asOwner<{ count: number }>(platform, `select count(*)::int from record where data_type in ('invoices', 'bills')`);
  return row.count;
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
