import pg from 'pg';
import { createDataSource } from './data-source.js';
import { applicationPassword, applicationRole } from './roles.js';

/** Two processes that migrate at once take turns under this advisory lock. */
const migrationLock = 4_711_002;

/**
 * Brings a database up to date as its owner: makes the application's role, runs the migrations that are missing. The
 * owner's role needs CREATEROLE where the application's role does not exist yet.
 */
export async function migrate(ownerUrl: string, rootKey: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await prepareApplicationRole(client, applicationPassword(rootKey));
    const dataSource = await createDataSource({ url: ownerUrl, poolSize: 1, name: 'ledgerbridge-migrate' }).initialize();
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      // So that a process can tell whether it runs on the schema that it was built for.
      await client.query(`grant select on migrations to ${applicationRole}`);
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await client.end();
  }
}

async function prepareApplicationRole(client: pg.Client, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [applicationRole]);
  const verb = rowCount ? 'alter' : 'create';
  // A new role can nothing by default; the start-up check refuses one that was given more by hand.
  await client.query(`${verb} role ${applicationRole} with login password ${client.escapeLiteral(password)}`);
}
