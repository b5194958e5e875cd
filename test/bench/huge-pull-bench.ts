import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { agedFigures, listFigures } from './huge-lists.js';
import { comparedWithTruth } from './huge-truth.js';
import { peakMemory, rounded, seconds } from './measure.js';

/** How long a first pull of a million invoices is waited for in parts of a second. */
const everyMs = 1000;

/**
 * One company with very many invoices of one line each, and the rest of the books that go with them: pulled by one worker
 * at a time, which is killed with `kill -9` at random moments, compared with the simulator's own sums, proved, then listed
 * and aged.
 */
export async function benchHugePull(invoices: number, kills: number): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: String(invoices), SIMULATOR_LINES: '1', SIMULATOR_LIMITS: 'off' }, durable: true });
  const admin = new pg.Client({ connectionString: platform.adminUrl });
  try {
    await admin.connect();
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const company = await operator.createCompany('Huge');
    let connectionId = '';
    const peaks: number[] = [];
    const pulled = await seconds(async () => {
      connectionId = await operator.link(company.id);
      await killWorkers(platform, admin, { pages: Math.ceil(invoices / 1000), kills, peaks });
      const failed = (await operator.untilPulled(company.id, everyMs)).filter(({ isErrored }) => isErrored);
      if (failed.length > 0) throw new Error(`The pull failed: ${JSON.stringify(failed)}`);
    });
    peaks.push(await peakMemory(platform.workers.at(-1)!.process.pid!));
    const { rows: [{ deaths, records }] } = await admin.query<{ deaths: number; records: number }>(`
      select (select sum(attempt - 1)::int from reading where source = 'Invoices') as deaths, (select sum(served)::int from record_total) as records`);
    return {
      invoices, kills, takeovers: deaths, storedRecords: records, secondsWithKills: rounded(pulled), workerPeaksMb: peaks, workerPeakMb: Math.max(...peaks),
      comparedWithTruth: await comparedWithTruth(platform, admin, connectionId),
      proof: await proofFigures(platform, admin, connectionId),
      lists: await listFigures(platform, operator, company.id, connectionId),
      aged: await agedFigures(operator, company.id),
      portalPeakMb: await peakMemory(platform.portal.process.pid!),
    };
  } finally {
    await admin.end();
    await platform.stop();
  }
}

/** Kills the only worker while it reads the invoices, each time at some moment after a page drawn by lot, and starts another. */
async function killWorkers(platform: RunningPlatform, admin: pg.Client, { pages, kills, peaks }: { pages: number; kills: number; peaks: number[] }): Promise<void> {
  const moments = Array.from({ length: kills }, () => Math.floor(Math.random() * pages)).sort((a, b) => a - b);
  for (const page of moments) {
    await untilPage(admin, page);
    await pause(Math.random() * 2_000);
    const worker = platform.workers.at(-1)!;
    peaks.push(await peakMemory(worker.process.pid!));
    await worker.kill();
    console.error(`  killed a worker at page ${page}, its peak ${peaks.at(-1)} MB`);
    await platform.startWorker();
  }
}

async function untilPage(admin: pg.Client, page: number): Promise<void> {
  for (;;) {
    const { rows: [reading] } = await admin.query<{ status: string; page: number }>(`
      select status, coalesce((cursor ->> 'page')::int, 0) as page from reading where source = 'Invoices'`);
    if (reading?.status === 'running' && reading.page >= page) return;
    if (reading?.status === 'complete') throw new Error(`The pull ended before page ${page}`);
    await pause(100);
  }
}

/** How long the proof that follows the pull takes, what it comes to, and the memory of the worker that makes it alone. */
async function proofFigures(platform: RunningPlatform, admin: pg.Client, connectionId: string): Promise<Record<string, unknown>> {
  const newest = async () => {
    const { rows: [proof] } = await admin.query<{ open: boolean; verdict: string | null; seconds: number; calls: number; message: string }>(`
      select finished_at is null as open, verdict, extract(epoch from finished_at - started_at)::float8 as seconds, calls, result ->> 'message' as message
      from ledger_proof where connection_id = $1 order by requested_at desc, id desc limit 1`, [connectionId]);
    return proof;
  };
  let proof = await newest();
  for (; proof.open; proof = await newest()) await pause(everyMs);
  const { verdict, seconds: taken, calls, message } = proof;
  return { verdict, message, seconds: rounded(taken), calls, workerPeakMb: await peakMemory(platform.workers.at(-1)!.process.pid!) };
}
