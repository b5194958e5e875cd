import type { TestDatabase } from '#test/database';
import { PullBench } from '#test/pull-bench';
import { FinishedRemappings } from './finished-remappings.js';

let database: TestDatabase;
beforeAll(async () => { database = await PullBench.database(); });
afterAll(() => database?.drop());

/** Remappings of the operator that ended so many days ago, or have not ended. */
async function add(bench: PullBench, count: number, days: number | null): Promise<void> {
  await bench.rowsOf(`
    insert into remapping (operator_id, id, connection_id, scope, status, finished_at)
    select $1, gen_random_uuid(), $2, '{}', case when $3::int is null then 'queued' else 'complete' end, now() - make_interval(days => $3)
    from generate_series(1, $4)`, [bench.company.connectionId, days, count]);
}

const left = async (bench: PullBench) => (await bench.rowsOf<{ days: number | null }>(`
  select extract(day from now() - finished_at)::int as days from remapping where operator_id = $1 order by 1`)).map(({ days }) => days);

describe('finished remappings', () => {
  it('are cleared away after a week, whoever’s they are and however many', async () => {
    const [one, other] = [await PullBench.open(database), await PullBench.open(database)];
    await add(one, 1100, 8);
    await add(one, 1, 6);
    await add(one, 1, null);
    await add(other, 3, 30);
    await add(other, 1, 1);
    await new FinishedRemappings(database.tenants, database.directory).clear();
    expect(await left(one)).toEqual([6, null]);
    expect(await left(other)).toEqual([1]);
  });
});
