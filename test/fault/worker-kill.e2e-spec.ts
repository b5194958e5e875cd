import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SimulatedBooks, storedDocuments } from '#test/books-truth';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

/** As often as the rule says; more or fewer on demand. */
const kills = Number(process.env['KILLS'] ?? 25);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
interface Held {
  id: string;
  attempt: number;
  lease_until: Date | null;
}

/**
 * Workers are killed with `kill -9` at random moments while they pull 10,000 invoices and bills. Every round starts without
 * any of them and must end with exactly the books.
 */
describe('a worker that is killed while it pulls', () => {
  let platform: RunningPlatform;
  let admin: pg.Client;
  let operator: OperatorClient;
  let books: SimulatedBooks;
  let companyId: string;

  beforeAll(async () => {
    process.stderr.write(`worker-kill: seed ${seed}\n`);
    platform = await startPlatform({ workers: 2, simulator: { SIMULATOR_INVOICES: '10000', SIMULATOR_LIMITS: 'off' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    books = await SimulatedBooks.of(platform);
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('plus');
    ({ id: companyId } = await operator.createCompany('Killed'));
    await operator.link(companyId);
    await operator.untilPulled(companyId);
    await operator.pullOnly(companyId, ['invoices', 'bills']);
  }, 180_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
  });

  it(`${kills} times at random loses and doubles nothing, and another takes over`, async () => {
    const random = dice(seed);
    const truth = await books.documents();
    expect(truth.length).toBeGreaterThan(9_000);
    const takeovers: number[] = [];
    let done = 0;
    while (done < kills) {
      for (const table of ['record', 'record_total']) await admin.query(`delete from ${table} where data_type in ('invoices', 'bills')`);
      await operator.api('POST', `/companies/${companyId}/data/all?full=true`);
      while (done < kills && await running()) {
        await pause(random() * 1_500);
        const held = await heldReadings();
        if (held.length === 0) continue;
        const victim = platform.workers.splice(Math.floor(random() * platform.workers.length), 1)[0];
        const killed = performance.now();
        await victim.kill();
        const [orphans] = await Promise.all([untilTakenOver(held), platform.startWorker()]);
        // A worker that held nothing at that moment is no kill in the middle of work.
        if (orphans.count === 0) continue;
        done += 1;
        takeovers.push(orphans.at - killed);
      }
      const history = await operator.untilPulled(companyId);
      expect(history.filter(({ isErrored }) => isErrored)).toEqual([]);
      expect(await storedDocuments(admin)).toEqual(truth);
    }
    const { rows } = await admin.query<{ count: number }>(`select count(*)::int as count from reading where status in ('failed', 'cancelled')`);
    expect(rows).toEqual([{ count: 0 }]);
    process.stderr.write(`worker-kill: ${done} kills, takeover ms ${takeovers.map(Math.round).sort((a, b) => a - b).join(' ')}\n`);
  }, 900_000);

  async function running(): Promise<boolean> {
    const { rowCount } = await admin.query(`select 1 from reading where status in ('queued', 'running', 'waiting') limit 1`);
    return rowCount !== 0;
  }

  function heldReadings(): Promise<Held[]> {
    return admin.query<Held>(`select id, attempt, lease_until from reading where status = 'running'`).then(({ rows }) => rows);
  }

  /** How many of these readings had lost their worker, and when the last of them was in other hands or ended. */
  async function untilTakenOver(held: readonly Held[]): Promise<{ count: number; at: number }> {
    const before = new Map(held.map((row) => [row.id, row]));
    const taken = new Set<string>();
    for (;;) {
      const { rows } = await admin.query<Held & { status: string }>('select id, attempt, lease_until, status from reading where id = any($1)', [[...before.keys()]]);
      let waiting = 0;
      for (const row of rows) {
        const { attempt, lease_until } = before.get(row.id)!;
        if (row.attempt > attempt) taken.add(row.id);
        // A holder that lives renews its lease or comes to an end; nothing moves while it is dead.
        else if (row.status === 'running' && Number(row.lease_until) === Number(lease_until)) waiting += 1;
      }
      if (waiting === 0) return { count: taken.size, at: performance.now() };
      await pause(50);
    }
  }
});

/** A seed that failed can be run again: SEED=… */
function dice(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
