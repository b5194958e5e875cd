import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareBooks } from '#books/prepare-books';
import { createDataSource } from '#database/data-source';
import { Directory } from '#database/directory';
import { migrate } from '#database/migrate';
import { applicationUrl } from '#database/roles';
import { createSqlPool } from '#database/sql-pool';
import { Tenants } from '#database/tenant';
import { ensureDatabase, startEmbedded } from '#embedded-postgres/embedded-postgres';
import { newId } from '#platform/ids';
import pg from 'pg';
import type { DataSource } from 'typeorm';

/** The root key of every test database, since the application's password follows from it. */
export const testRootKey = 'a-root-key-for-tests-and-nothing-else';

/** A database of one test file's own: a copy of a migrated template on a throw-away server. */
export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  dataSource: DataSource;
  pool: pg.Pool;
  tenants: Tenants;
  directory: Directory;
  drop(): Promise<void>;
}

interface Server {
  pid: number;
  adminUrl: string;
  templateUrl: string;
}

const throwAway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' };

export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, templateUrl } = await sharedServer();
  const name = `test_${newId().replaceAll('-', '')}`;
  await asAdmin(adminUrl, `create database ${name} template template_ledgerbridge owner template_ledgerbridge_owner`);
  const ownerUrl = withDatabase(templateUrl, name);
  const appUrl = applicationUrl(ownerUrl, testRootKey);
  const dataSource = await createDataSource({ url: appUrl }).initialize();
  const pool = createSqlPool({ url: appUrl });
  return {
    ownerUrl, appUrl, dataSource, pool,
    tenants: new Tenants(dataSource, pool),
    directory: new Directory(pool),
    async drop() {
      await pool.end();
      await dataSource.destroy();
      await asAdmin(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

/** The run's one server. Test files run side by side, so making a folder decides who starts it. */
async function sharedServer(): Promise<Server> {
  const folder = process.env['LEDGERBRIDGE_TEST_RUN'];
  if (!folder) throw new Error('Database tests run through jest.config.js, which prepares a folder for the run');
  const file = path.join(folder, 'server.json');
  const mine = await mkdir(path.join(folder, 'starting')).then(() => true, () => false);
  if (mine) {
    try {
      await writeFile(`${file}.new`, JSON.stringify(await startServer(folder)));
      await writeFile(file, await readFile(`${file}.new`));
    } catch (error) {
      await writeFile(file, JSON.stringify({ error: String(error) }));
    }
  }
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (!text) {
      await pause(50);
      continue;
    }
    const found = JSON.parse(text) as Server & { error?: string };
    if (found.error) throw new Error(found.error);
    return found;
  }
}

async function startServer(folder: string): Promise<Server> {
  const server = await startEmbedded({ directory: path.join(folder, 'postgres'), settings: throwAway, followParent: false });
  const templateUrl = await ensureDatabase(server.adminUrl, 'template_ledgerbridge', 'owner-of-the-template');
  await migrate(templateUrl, testRootKey);
  await prepareBooks(templateUrl);
  return { pid: server.pid, adminUrl: server.adminUrl, templateUrl };
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Two copies of one template at once is refused; they take turns.
    await client.query('select pg_advisory_lock(1)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
