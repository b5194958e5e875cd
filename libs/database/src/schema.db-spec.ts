import { testDatabase, type TestDatabase } from '#test/database';
import { newId } from '#platform/ids';
import pg from 'pg';
import { createDataSource } from './data-source.js';
import { applicationRole } from './roles.js';

const byTable = (a: { table: string }, b: { table: string }) => a.table.localeCompare(b.table);

describe('the schema', () => {
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  it('forces row level security on every table that names an operator', async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select c.relname as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
        and (c.relname = 'operator' or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'operator_id'))`);
    expect(rows).toEqual([]);
  });

  it('shows and takes rows of the set operator in every such table; the definer of the look-ups may read, nobody else may do more', async () => {
    const { rows: tables } = await owner.query<{ name: string }>(`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'operator_id'
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not c.relispartition`);
    const { rows: policies } = await owner.query<{ table: string; name: string; command: string; permissive: string; roles: string; seen: string; taken: string | null }>(`
      select tablename as table, policyname as name, cmd as command, permissive, array_to_string(roles, ',') as roles, qual as seen, with_check as taken from pg_policies
      where schemaname = 'public' and tablename <> 'operator' and roles <> '{ledgerbridge_books}'`);
    expect(tables.length).toBeGreaterThan(15);
    // A policy for all commands takes what it shows.
    const own = { name: 'tenant', command: 'ALL', permissive: 'PERMISSIVE', roles: 'public', seen: '(operator_id = ( SELECT current_operator() AS current_operator))', taken: null };
    expect(policies.filter(({ name }) => name !== 'directory').sort(byTable)).toEqual(tables.map(({ name }) => ({ table: name, ...own })).sort(byTable));
    const { user } = owner;
    expect(policies.filter(({ name, command, roles }) => name === 'directory' && (command !== 'SELECT' || roles !== user))).toEqual([]);
  });

  it('leads every key and index of a tenant table with operator_id, but for look-ups by an unguessable id or a due time', async () => {
    const { rows } = await owner.query<{ index: string }>(`
      select i.indexrelid::regclass::text as index from pg_index i
      join pg_class c on c.oid = i.indrelid and c.relkind in ('r', 'p') and not c.relispartition
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute o on o.attrelid = c.oid and o.attname = 'operator_id'
      where i.indkey[0] <> o.attnum order by 1`);
    expect(rows.map((row) => row.index)).toEqual([
      'allowed_origin_of_anyone', 'api_key_hash', 'app_id', 'company_id', 'connection_id', 'consent_open', 'disconnection_open', 'event_age', 'ledger_proof_open', 'link_attempt_id', 'link_attempt_state', 'push_open',
      'reading_open', 'remapping_finished', 'remapping_open', 'session_hash', 'sql_reader_role', 'sync_schedule_due', 'token_grant_probe', 'webhook_consumer_due',
    ]);
  });

  it('gives the application a role that owns nothing and can bypass nothing', async () => {
    const { rows: [role] } = await owner.query('select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = $1', [applicationRole]);
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
    const owned = await owner.query('select relname from pg_class where relowner = (select oid from pg_roles where rolname = $1)', [applicationRole]);
    expect(owned.rows).toEqual([]);
    const { rows: grants } = await owner.query<{ privilege_type: string }>(`select distinct privilege_type from information_schema.role_table_grants where grantee = $1`, [applicationRole]);
    expect(grants.map((grant) => grant.privilege_type).sort()).toEqual(['DELETE', 'INSERT', 'SELECT', 'UPDATE']);
  });

  it('runs as the definer only in the listed functions, each with a fixed search path', async () => {
    const { rows } = await owner.query<{ name: string; config: string[] | null }>(`
      select p.oid::regproc::text as name, p.proconfig as config from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema', 'bullmq') order by 1`);
    expect(rows.map((row) => row.name)).toEqual([
      'analyze_records', 'directory.apps_with_webhook_key', 'directory.drop_sql_reader', 'directory.due_changes', 'directory.due_probes', 'directory.due_pulls', 'directory.due_pushes', 'directory.due_webhooks', 'directory.end_stray_sql', 'directory.expired_link_attempts', 'directory.finished_remappings', 'directory.first_operator', 'directory.grants_to_refresh', 'directory.old_events', 'directory.operator_of_api_key', 'directory.operator_of_app',
      'directory.operator_of_company', 'directory.operator_of_connection', 'directory.operator_of_link_attempt',
      'directory.operator_of_link_state', 'directory.operator_of_session', 'directory.operators_with_events', 'directory.origin_is_allowed', 'directory.put_sql_reader', 'directory.sql_companies', 'directory.sql_connections', 'directory.sql_operator', 'directory.sql_refusal', 'directory.unfinished_proofs', 'directory.unfinished_work', 'directory.unsettled_consents', 'directory.users_by_email',
    ]);
    expect(rows.every((row) => row.config?.some((setting) => setting.startsWith('search_path=')))).toBe(true);
  });

  it('has no view that would read as its owner', async () => {
    const { rows } = await owner.query(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions @> array['security_invoker=true'], false))`);
    expect(rows).toEqual([]);
  });

  it('is what the entities say: nothing is left for a migration to change', async () => {
    const dataSource = await createDataSource({ url: database.ownerUrl }).initialize();
    try {
      const changes = (await dataSource.driver.createSchemaBuilder().log()).upQueries.map((query) => query.query);
      expect(changes.filter((query) => /ADD "|DROP COLUMN|ALTER COLUMN|CREATE TABLE|DROP TABLE/.test(query))).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('shows and takes rows of the set operator only, even to a query without a filter', async () => {
    const [mine, theirs] = [newId(), newId()];
    for (const id of [mine, theirs]) {
      await database.tenants.sql(id, (client) => client.query('insert into operator (id, name) values ($1, $2)', [id, id]));
      await database.tenants.sql(id, (client) => client.query("insert into company (operator_id, id, name) values ($1, $2, 'x')", [id, newId()]));
    }
    const seen = await database.tenants.sql(mine, (client) => client.query<{ operator_id: string }>('select operator_id from company'));
    expect(seen.rows.map((row) => row.operator_id)).toEqual([mine]);
    const changed = await database.tenants.sql(mine, (client) => client.query("update company set name = 'y'"));
    expect(changed.rowCount).toBe(1);
    await expect(database.tenants.sql(mine, (client) => client.query("insert into company (operator_id, id, name) values ($1, $2, 'x')", [theirs, newId()])))
      .rejects.toThrow(/row-level security/);
    const managed = await database.tenants.run(mine, (manager) => manager.query('select operator_id from company'));
    expect(managed).toEqual([{ operator_id: mine }]);
  });

  it('leaves no operator set on a connection that goes back to the pool', async () => {
    const id = newId();
    await database.tenants.sql(id, (client) => client.query('select 1'));
    await database.tenants.run(id, (manager) => manager.query('select 1'));
    const { rows } = await database.pool.query('select count(*)::int as seen from company');
    expect(rows).toEqual([{ seen: 0 }]);
  });
});
