import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SimulatedBooks, type TruthSum } from '#test/books-truth';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { agedFigures, listFigures } from './huge-lists.js';
import { peakMemory, rounded, seconds } from './measure.js';

/** What invoices and aged reports are made of. */
const dataTypes = [
  'company', 'chartOfAccounts', 'taxRates', 'trackingCategories', 'items', 'customers', 'suppliers', 'payments', 'billPayments', 'invoices', 'bills', 'creditNotes', 'billCreditNotes',
];

/**
 * One company with very many invoices of one line each: pulled by one worker at a time, which is killed with `kill -9` at
 * random moments, compared with the simulator's own sums, then listed and aged.
 */
export async function benchHugePull(invoices: number, kills: number): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: String(invoices), SIMULATOR_LINES: '1', SIMULATOR_LIMITS: 'off' }, durable: true });
  const admin = new pg.Client({ connectionString: platform.adminUrl });
  try {
    await admin.connect();
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    const company = await operator.createCompany('Huge');
    await operator.pullOnly(company.id, dataTypes);
    let connectionId = '';
    const peaks: number[] = [];
    const pulled = await seconds(async () => {
      connectionId = await operator.link(company.id);
      await killWorkers(platform, admin, { pages: Math.ceil(invoices / 1000), kills, peaks });
      const failed = (await operator.untilPulled(company.id, 1000)).filter(({ isErrored }) => isErrored);
      if (failed.length > 0) throw new Error(`The pull failed: ${JSON.stringify(failed)}`);
    });
    peaks.push(await peakMemory(platform.workers.at(-1)!.process.pid!));
    const { rows: [{ deaths, records }] } = await admin.query<{ deaths: number; records: number }>(`
      select (select sum(attempt - 1)::int from reading where source = 'Invoices') as deaths, (select sum(served)::int from record_total) as records`);
    return {
      invoices, kills, takeovers: deaths, storedRecords: records, secondsWithKills: rounded(pulled), workerPeaksMb: peaks, workerPeakMb: Math.max(...peaks),
      comparedWithTruth: await differences(platform, admin, connectionId),
      lists: await listFigures(platform, operator, company.id, connectionId),
      aged: await agedFigures(operator, company.id),
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

/** Counts and sums that differ between what is stored and the simulator's truth: none, if all is well. */
async function differences(platform: RunningPlatform, admin: pg.Client, connectionId: string): Promise<Record<string, unknown>> {
  const truth = await (await SimulatedBooks.of(platform)).sums();
  const { rows } = await admin.query<{ data_type: string; count: number; total: string }>(`
    select data_type, count(*)::int as count, sum(total)::numeric(20, 2)::text as total from record
    where connection_id = $1 and document is not null and not is_deleted group by 1`, [connectionId]);
  const live = (kind: string, type: string) => without(truth[kind][type], truth[kind][`${type}.DELETED`]);
  const expected: Record<string, Omit<TruthSum, 'amountDue'>> = {
    invoices: live('invoices', 'ACCREC'), bills: live('invoices', 'ACCPAY'), creditNotes: live('creditNotes', 'ACCRECCREDIT'), billCreditNotes: live('creditNotes', 'ACCPAYCREDIT'),
  };
  const pairs = Object.entries(expected).map(([dataType, { count, total }]) => {
    const stored = rows.find((row) => row.data_type === dataType);
    return [dataType, { count: [stored?.count, count], total: [stored?.total, total], equal: stored?.count === count && stored.total === total }] as const;
  });
  return Object.fromEntries(pairs);
}

function without(all: TruthSum, gone: TruthSum = { count: 0, total: '0', amountDue: '0' }): Omit<TruthSum, 'amountDue'> {
  return { count: all.count - gone.count, total: ((Math.round(Number(all.total) * 100) - Math.round(Number(gone.total) * 100)) / 100).toFixed(2) };
}
