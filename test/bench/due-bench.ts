import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { simulatorUser } from '#test/consent';
import { OperatorClient, type WirePullOperation } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { copyCompany, type CompanyCopy } from './copied-companies.js';
import { peakMemory, percentile, processorSeconds, rounded, seconds } from './measure.js';

/** How many data types people ask for while everything is due. */
const refreshes = 8;

/**
 * So many companies that are due at once: their books are small and hardly changed since they were pulled. One of them is
 * linked and pulled; the others are copies of it in the database, each with an organisation of its own at the simulator,
 * whose limits are on.
 */
export async function benchDue(companies: number): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '8', SIMULATOR_TIER: 'plus' }, durable: true });
  const admin = new pg.Client({ connectionString: platform.adminUrl });
  try {
    await admin.connect();
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const { id } = await operator.createCompany('Due');
    const connectionId = await operator.link(id);
    const first = (await operator.untilPulled(id)).filter(({ isErrored }) => isErrored);
    if (first.length > 0) throw new Error(`The first company could not be pulled: ${JSON.stringify(first)}`);
    const copies = await addCompanies(platform, admin, connectionId, companies - 1);
    await send(platform, 'DELETE', 'calls');
    await admin.query(`update connection set linked_at = linked_at - interval '1 day'`);
    const before = await versions(admin);
    const { rows: [{ since }] } = await admin.query<{ since: string }>('select clock_timestamp()::text as since');
    await admin.query('update sync_schedule set next_at = now()');

    const worker = platform.workers[0].process.pid!;
    const [idle, transactions] = [await processorSeconds(worker), await commits(admin)];
    const watch = watchCalls(platform, admin);
    let asked: number[] = [];
    const served = await seconds(async () => {
      [asked] = await Promise.all([refreshLast(admin, operator, copies), untilServed(admin)]);
    });
    const { mostPerMinute, dueQueryMs } = await watch.stop();
    const workerSeconds = (await processorSeconds(worker)) - idle;
    const readings = await count(admin, `select count(*)::int as count from reading where finished_at > '${since}'`);
    return {
      companies, dataTypes: await count(admin, 'select count(*)::int as count from sync_schedule'), secondsUntilAllServed: rounded(served),
      readings, readingsPerSecond: rounded(readings / served, 1),
      workerProcessorSeconds: rounded(workerSeconds), workerMsPerReading: rounded(1000 * workerSeconds / readings, 1),
      transactionsPerReading: rounded(((await commits(admin)) - transactions) / readings, 1),
      calls: await usage(platform), callsInTheBusiestMinute: mostPerMinute, appMinute: 10_000,
      dueQueryMs: { p50: rounded(percentile(dueQueryMs, 0.5), 1), p95: rounded(percentile(dueQueryMs, 0.95), 1), most: rounded(Math.max(...dueQueryMs), 1) },
      askedForMeanwhileSeconds: asked.map((each) => rounded(each, 1)),
      ends: await ends(admin, since), faults: await faults(platform),
      recordsWritten: await written(admin, before),
      workerPeakMb: await peakMemory(worker),
    };
  } finally {
    await admin.end();
    await platform.stop();
  }
}

async function addCompanies(platform: RunningPlatform, admin: pg.Client, connectionId: string, count: number): Promise<CompanyCopy[]> {
  const organisations = await send<{ tenantId: string; name: string; seed: number; anchor: number }[]>(platform, 'GET', 'organisations');
  const { rows: [linked] } = await admin.query<{ organisation_id: string; scopes: string[] }>(`
    select k.organisation_id, g.scopes from connection k join token_grant g on g.operator_id = k.operator_id and g.id = k.grant_id where k.id = $1`, [connectionId]);
  const { name, seed, anchor } = organisations.find(({ tenantId }) => tenantId === linked.organisation_id)!;
  const tenantIds: string[] = [];
  // Of one name, too: it is part of what was pulled.
  for (let number = 1; number <= count; number += 1) {
    tenantIds.push((await send<{ tenantId: string }>(platform, 'POST', 'organisations', { name, invoices: 8, seed, anchor, email: simulatorUser.email })).tenantId);
  }
  await send(platform, 'POST', 'consents', { email: simulatorUser.email, tenantIds, scopes: linked.scopes.join(' ') });
  return copyCompany(admin, connectionId, tenantIds);
}

/** Everything that was due is pulled: no time of the schedule has come, and nothing is left to read. */
async function untilServed(admin: pg.Client): Promise<void> {
  const left = async () => count(admin, `
    select (select count(*) from sync_schedule where next_at <= now())::int
         + (select count(*) from reading where finished_at is null)::int as count`);
  for (let open = await left(); open > 0; open = await left()) {
    console.error(`  ${open} schedules due or readings open`);
    await pause(2000);
  }
}

/** A person asks for the tax rates of companies whose turn has not come: seconds until they have been pulled. */
async function refreshLast(admin: pg.Client, operator: OperatorClient, copies: readonly CompanyCopy[]): Promise<number[]> {
  const waits: number[] = [];
  for (const { companyId, connectionId } of copies.slice(-refreshes)) {
    await pause(4000);
    const begun = await count(admin, `select count(*)::int as count from reading where connection_id = '${connectionId}'`);
    if (begun === 0) waits.push(await seconds(() => refresh(operator, companyId)));
  }
  return waits;
}

async function refresh(operator: OperatorClient, companyId: string): Promise<void> {
  const { id } = await operator.api<WirePullOperation>('POST', `/companies/${companyId}/data/queue/taxRates`);
  for (;;) {
    const { isCompleted, isErrored, errorMessage } = await operator.api<WirePullOperation>('GET', `/companies/${companyId}/data/history/${id}`);
    if (isErrored) throw new Error(`What a person asked for was not pulled: ${errorMessage}`);
    if (isCompleted) return;
    await pause(100);
  }
}

/** Looks every second how many calls the app has made, and how long the query for due work takes. */
function watchCalls(platform: RunningPlatform, admin: pg.Client): { stop(): Promise<{ mostPerMinute: number; dueQueryMs: number[] }> } {
  const counts: { at: number; calls: number }[] = [];
  const dueQueryMs: number[] = [];
  let going = true;
  const watching = (async () => {
    while (going) {
      counts.push({ at: performance.now(), calls: (await usage(platform)).calls });
      dueQueryMs.push(1000 * await seconds(() => admin.query('select operator_id, connection_id from directory.due_pulls(50)')));
      await pause(1000);
    }
  })();
  // Awaited when everything is served; if that fails before, its failure is the one to tell.
  watching.catch(() => undefined);
  return {
    async stop() {
      going = false;
      await watching;
      const since = (at: number) => counts.find((earlier) => earlier.at >= at - 60_000)!.calls;
      return { mostPerMinute: Math.max(...counts.map(({ at, calls }) => calls - since(at))), dueQueryMs };
    },
  };
}

async function usage(platform: RunningPlatform): Promise<{ calls: number; refused: Record<string, number>; early: number }> {
  const [app] = Object.values(await send<Record<string, { calls: number; refused: Record<string, number>; early: number }>>(platform, 'GET', 'usage'));
  const { calls, refused, early } = app ?? { calls: 0, refused: {}, early: 0 };
  return { calls, refused, early };
}

async function send<Answer>({ simulatorUrl }: RunningPlatform, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${simulatorUrl}/simulator/${path}`, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/** Datasets by how they ended, and readings by why they did not end well. */
async function ends(admin: pg.Client, since: string): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ end: string; count: number }>(`
    select 'dataset ' || status as end, count(*)::int as count from dataset where requested_at >= $1 group by 1
    union all select 'reading ' || status || ': ' || coalesce(error, ''), count(*)::int from reading where requested_at >= $1 and status <> 'complete' group by 1
    union all select 'deaths', sum(deaths)::int from reading where requested_at >= $1 having sum(deaths) > 0`, [since]);
  return Object.fromEntries(rows.map((row) => [row.end, row.count]));
}

/** What the processes wrote into their logs, which hold warnings and errors only, by what it says. */
async function faults({ logs }: RunningPlatform): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of (await readdir(logs)).filter((each) => /^(portal|worker)-.*\.log$/.test(each))) {
    for (const line of (await readFile(path.join(logs, name), 'utf8')).split('\n').filter((each) => each !== '')) {
      const said = `${name}: ${/"msg":"([^"]*)"/.exec(line)?.[1] ?? line.slice(0, 200)} ${/"message":"([^"]*)"/.exec(line)?.[1] ?? ''}`.trim();
      found[said] = (found[said] ?? 0) + 1;
    }
  }
  return found;
}

async function commits(admin: pg.Client): Promise<number> {
  return count(admin, `select (xact_commit + xact_rollback)::int as count from pg_stat_database where datname = current_database()`);
}

async function versions(admin: pg.Client): Promise<string> {
  await admin.query('create table bench_version as select connection_id, data_type, source_id, xmin::text as version from record');
  return 'bench_version';
}

async function written(admin: pg.Client, before: string): Promise<number> {
  return count(admin, `
    select count(*)::int as count from ${before} b full join record r using (connection_id, data_type, source_id) where b.version is distinct from r.xmin::text`);
}

async function count(admin: pg.Client, text: string): Promise<number> {
  const { rows: [row] } = await admin.query<{ count: number }>(text);
  return row.count;
}
