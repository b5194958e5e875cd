import pg from 'pg';
import type { TestDatabase } from './database.js';

/** Runs SQL at a moment of the test's choice: within such a statement `clock_timestamp()` is that moment. */
export function testClock(database: TestDatabase) {
  return {
    async install(): Promise<void> {
      const owner = new pg.Client({ connectionString: database.ownerUrl });
      await owner.connect();
      await owner.query(`
        create schema test_clock;
        create function test_clock.clock_timestamp() returns timestamptz language sql
          as $$ select to_timestamp(current_setting('test.moment')::float8 / 1000) $$;
        grant usage on schema test_clock to public`);
      await owner.end();
    },
    async run<Row extends pg.QueryResultRow>(operatorId: string, moment: number, text: string, values: unknown[]): Promise<Row[]> {
      return database.tenants.sql(operatorId, async (client) => {
        await client.query(`set local search_path = test_clock, public, pg_catalog; set local test.moment = '${moment}'`);
        return (await client.query<Row>(text, values)).rows;
      });
    },
  };
}
