import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { linkedCompany, type LinkedCompany } from '#test/linked-company';
import { storeRecords } from '#test/stored-records';
import pg from 'pg';
import { prepareBooks } from './prepare-books.js';
import { SqlAccess } from './sql-access.service.js';
import { booksViews } from './views.js';

const invoice = (id: string, company: string, total: number) => ({
  id,
  document: {
    id, invoiceNumber: `INV-${id}`, customerRef: { id: 'c1', companyName: company }, issueDate: '2026-02-28T00:00:00', sourceModifiedDate: '2026-03-01T10:20:30',
    currency: 'GBP', lineItems: [{ description: `${company} hammers`, unitAmount: 1.25, quantity: 2, trackingCategoryRefs: [{ id: 't' }] }, { unitAmount: 0.1, quantity: 1 }],
    totalTaxAmount: 0, totalAmount: total, amountDue: total, status: 'Submitted', modifiedDate: '2026-03-02T00:00:00Z',
  },
});

describe('SQL for consumers', () => {
  let database: TestDatabase;
  let access: SqlAccess;
  let mine: LinkedCompany;
  let theirs: LinkedCompany;
  let reader: pg.Client;
  let name: string;
  let other: string;

  const connect = async (password: string, user = name, base = database.ownerUrl) => {
    const url = Object.assign(new URL(base), { username: user, password });
    const client = new pg.Client({ connectionString: url.toString() });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const asOwner = async <T extends pg.QueryResultRow>(statement: string) => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    return (await client.query<T>(statement).finally(() => client.end())).rows;
  };

  beforeAll(async () => {
    database = await testDatabase();
    await prepareBooks(database.ownerUrl);
    access = new SqlAccess(database.tenants);
    [mine, theirs] = [await linkedCompany(database, 'gbol'), await linkedCompany(database, 'gbol')];
    await storeRecords(database.tenants, { ...mine, dataType: 'invoices' }, [
      invoice('1', 'Mine', 2.6), { ...invoice('2', 'Mine', 10), deleted: true }, { id: '3', document: null },
    ]);
    // So many of one kind that statistics of them exist.
    await storeRecords(database.tenants, { ...theirs, dataType: 'invoices' }, Array.from({ length: 400 }, (_, i) => invoice(`secret-${i}`, 'Theirs', 666)));
    await storeRecords(database.tenants, { ...theirs, dataType: 'bills' }, Array.from({ length: 400 }, (_, i) => invoice(`secret-${i}`, 'Theirs', 666)));
    await asOwner('analyze record');
    await access.renew(theirs.operatorId);
    other = (await access.role(theirs.operatorId))!.name;
    const password = await access.renew(mine.operatorId);
    name = (await access.role(mine.operatorId))!.name;
    reader = await connect(password);
    // What the role may lift itself protects nobody.
    await reader.query('set default_transaction_read_only = off');
  });

  afterAll(async () => {
    await reader?.end();
    await access?.remove(mine.operatorId);
    await database?.drop();
  });

  it('serves the books as typed tables, without tombstones and what could not be read', async () => {
    const { rows, fields } = await reader.query('select company_id, record_id, invoice_number, customer_ref_company_name, issue_date::text, source_modified_date::text, total_amount, amount_due, status, modified_date from invoices');
    expect(rows).toEqual([{
      company_id: mine.companyId, record_id: '1', invoice_number: 'INV-1', customer_ref_company_name: 'Mine', issue_date: '2026-02-28', source_modified_date: '2026-03-01 10:20:30',
      total_amount: '2.6', amount_due: '2.6', status: 'Submitted', modified_date: new Date('2026-03-02T00:00:00Z'),
    }]);
    expect(fields.find((field) => field.name === 'total_amount')?.dataTypeID).toBe(pg.types.builtins.NUMERIC);
    const lines = await reader.query('select record_id, position, description, quantity, tracking_category_refs from invoice_line_items order by position');
    expect(lines.rows).toEqual([
      { record_id: '1', position: 1, description: 'Mine hammers', quantity: '2', tracking_category_refs: [{ id: 't' }] },
      { record_id: '1', position: 2, description: null, quantity: '1', tracking_category_refs: null },
    ]);
    expect((await reader.query('select name from companies')).rows).toEqual([{ name: 'Company' }]);
    expect((await reader.query('select integration_key, status from connections')).rows).toEqual([{ integration_key: 'gbol', status: 'Linked' }]);
  });

  it('can read every view, and by name, type and number of columns each is what its data type is', async () => {
    const columns = new Map<string, number>();
    for (const { name: view } of booksViews()) columns.set(view, (await reader.query(`select * from ${view} limit 1`)).fields.length);
    expect(columns.size).toBeGreaterThan(45);
    expect(Math.min(...columns.values())).toBeGreaterThan(4);
  });

  it('allows nothing but to read these views, whatever else the database comes to hold', async () => {
    const { rows } = await reader.query<{ thing: string }>(`
      select c.oid::regclass::text as thing from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast' and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        and (case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'usage, select, update')
             else has_table_privilege(c.oid, 'insert, update, delete, truncate, references, trigger') or (n.nspname <> 'books' and has_any_column_privilege(c.oid, 'select')) end)
      union all select n.nspname from pg_namespace n where has_schema_privilege(n.oid, 'create') or (has_schema_privilege(n.oid, 'usage') and n.nspname not in ('books', 'public', 'pg_catalog', 'information_schema'))
      union all select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute') and n.nspname not in ('pg_catalog', 'information_schema')
      union all select d.datname from pg_database d where d.datname = current_database() and has_database_privilege(d.oid, 'create, temporary')
      union all select r.rolname from pg_roles r where pg_has_role(r.oid, 'member') and r.rolname not in (session_user, 'ledgerbridge_reader')`);
    expect(rows).toEqual([]);
    const { rows: [role] } = await reader.query('select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolconnlimit from pg_roles where rolname = session_user');
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolconnlimit: 5 });
  });

  it('stands on views of an owner that is nobody\'s, behind row level security of its own', async () => {
    const { rows } = await reader.query(`
      select distinct pg_get_userbyid(c.relowner) as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and (n.nspname = 'books' or c.relname = 'book_rows')`);
    expect(rows).toEqual([{ owner: 'ledgerbridge_books' }]);
    const members = await asOwner(`select pg_get_userbyid(member) from pg_auth_members where roleid = 'ledgerbridge_books'::regrole and (inherit_option or set_option)`);
    expect(members).toEqual([]);
    const policies = await asOwner<{ policyname: string; permissive: string }>(`select policyname, permissive from pg_policies where roles = '{ledgerbridge_books}' order by 1`);
    expect(policies).toEqual([{ policyname: 'books', permissive: 'PERMISSIVE' }, { policyname: 'books_only', permissive: 'RESTRICTIVE' }]);
  });

  /** Each as its own session would send it; `$theirs` and the like are what an attacker may have come to know. */
  const traps: [string, string][] = [
    ['the setting of the operator', `set app.operator = '$theirs'; select * from invoices`],
    ['set_config of the operator', `select set_config('app.operator', '$theirs', false); select * from invoices; select * from companies`],
    ['row security turned off', `set row_security = off; select * from invoices`],
    ['the role of the application', `set role ledgerbridge_app; select * from record`],
    ['the role of the views', `set role ledgerbridge_books; select * from directory.book_rows`],
    ['the role of all readers', `set role ledgerbridge_reader; select * from invoices`],
    ['another session user', `set session authorization '$other'; select * from invoices`],
    ['the role of another operator', `set role '$other'; select * from invoices`],
    ['membership in another role', `grant $other to current_user`],
    ['the binding of roles to operators', `select * from sql_reader`],
    ['the binding, in the schema by name', `select * from public.sql_reader`],
    ['a change of the binding', `update public.sql_reader set operator_id = '$theirs'`],
    ['the tables under the views', `select * from public.record`],
    ['one column of the tables', `select source_id from public.record`],
    ['the partitions', `select * from public.record_p0, public.record_p1`],
    ['earlier versions', `select * from public.record_version`],
    ['the queue', `select * from bullmq.job`],
    ['secrets', `select * from public.token_grant`],
    ['the view behind the views', `select * from directory.book_rows`],
    ['look-ups across operators', `select * from directory.users_by_email('x'), directory.first_operator()`],
    ['making readers', `select directory.put_sql_reader('x')`],
    ['a condition that tells what it sees', `select * from invoices where length(query_to_xml('select ' || quote_literal(invoice_number), true, false, '')::text) > 0`],
    ['an error that tells what it sees', `select * from invoices where customer_ref_company_name::int = 1`],
    ['a division by what is foreign', `select 1 / (total_amount - 666) from invoices`],
    ['a cheap operator in a condition on another view', `select * from invoices where exists (select from invoice_line_items l where l.description::date is null)`],
    ['a block of code', `do $$ declare r record; begin for r in select * from invoices loop raise exception '%', r; end loop; end $$`],
    ['a temporary function', `create function pg_temp.leak(x text) returns bool language plpgsql cost 0.0000001 as $$ begin raise notice '%', x; return true; end $$`],
    ['a function in public', `create function public.leak() returns int language sql as 'select 1'`],
    ['an operator of one\'s own', `create operator books.<<< (function = textlike, leftarg = text, rightarg = text)`],
    ['a temporary table', `create temporary table t as select 1`],
    ['a temporary view', `create temporary view t as select 1`],
    ['a view of one\'s own', `create view books.t as select * from public.record`],
    ['another definition of a view', `create or replace view books.invoices as select * from public.record`],
    ['leave to write', `set transaction read write; set default_transaction_read_only = off; delete from invoices; insert into companies (name) values ('x')`],
    ['statistics', `select * from pg_stats where tablename like 'record%'`],
    ['statistics as they are kept', `select * from pg_statistic`],
    ['extended statistics', `select * from pg_stats_ext`],
    ['what others run', `select usename, state, query from pg_stat_activity where query not like '%pg_stat_activity%' and query not in ('', '<insufficient privilege>')`],
    ['what others are bound to', `select rolname, rolconfig, pg_catalog.shobj_description(oid, 'pg_authid') from pg_roles`],
    ['comments of the catalog', `select * from pg_description where objoid >= 16384; select * from pg_shdescription; select * from pg_seclabels`],
    ['locks', `select * from pg_locks; select * from pg_prepared_xacts`],
    ['sequences', `select last_value from pg_sequences where last_value is not null`],
    ['large objects', `select lo_get(loid) from (select oid as loid from pg_largeobject_metadata) l; select * from pg_largeobject`],
    ['files of the server', `select pg_read_file('postgresql.conf')`],
    ['a program of the server', `copy (select 1) to program 'cat'`],
    ['a file by copy', `copy public.record to '/tmp/leak'`],
    ['the tables by copy', `copy public.record to stdout`],
    ['settings of the server', `select name, setting from pg_settings where setting ~ '$theirs'`],
    ['settings of roles', `select * from pg_db_role_setting`],
    ['passwords', `select * from pg_authid`],
    ['an extension', `create extension dblink`],
    ['messages of the queue', `listen bullmq_jobs; listen bullmq_events; select pg_notify('bullmq_jobs', 'x')`],
    ['table sample', `select * from public.record tablesample system (100)`],
    ['a row as a whole', `select invoices, row_to_json(invoices) from invoices`],
    ['XML of the schema', `select schema_to_xml('public', true, false, '')`],
    ['XML of the database', `select database_to_xml(true, false, '')`],
    ['XML of a query', `select query_to_xml('select * from public.record', true, false, '')`],
    ['a cursor', `begin; declare c cursor with hold for select * from invoices; fetch all from c; commit`],
    ['a prepared statement', `prepare p as select * from invoices; set app.operator = '$theirs'; execute p`],
    ['the search path', `set search_path = public, directory; select * from record`],
    ['locks on rows', `select * from invoices for update`],
    ['a table lock', `lock table public.record in share mode`],
  ];

  it.each(traps)('shows nothing foreign through %s', async (_, statement) => {
    const told: unknown[] = [];
    const note = (notice: unknown) => told.push(notice);
    reader.on('notice', note).on('notification', note);
    const sent = statement.replaceAll('$theirs', theirs.operatorId).replaceAll('$other', other);
    const results: unknown = await reader.query(sent).catch((error: Error) => ({ ...error, message: error.message }));
    told.push(results instanceof Array ? results.map((result: pg.QueryResult) => result.rows) : results instanceof Object && 'rows' in results ? results.rows : results);
    reader.off('notice', note).off('notification', note);
    for (const tidy of ['rollback', 'discard all', 'set default_transaction_read_only = off']) await reader.query(tidy);
    const text = JSON.stringify(told).replaceAll(sent, '');
    for (const foreign of ['secret', 'Theirs', '666', theirs.companyId, theirs.connectionId]) expect(text).not.toContain(foreign);
    if (!sent.includes(theirs.operatorId)) expect(text).not.toContain(theirs.operatorId);
  });

  it('leaves nothing behind after all that', async () => {
    const { rows } = await reader.query(`
      select relname as thing from pg_class where relowner = session_user::regrole union all select proname from pg_proc where proowner = session_user::regrole
      union all select oprname from pg_operator where oprowner = session_user::regrole union all select nspname from pg_namespace where nspowner = session_user::regrole`);
    expect(rows).toEqual([]);
  });

  it('plans by nothing that others have stored', async () => {
    const rowsOf = async (condition: string) => {
      const { rows: [{ 'QUERY PLAN': plan }] } = await reader.query(`explain (format json) select * from invoices where ${condition}`);
      return JSON.stringify(plan).match(/"Plan Rows":\d+/g);
    };
    for (const [column, foreign, nobody] of [
      ['record_id', 'secret-7', 'nobody-7'], ['company_id', theirs.companyId, newId()], ['connection_id', theirs.connectionId, newId()], ['status', 'Submitted', 'Nonsense'],
      ['issue_date', '2026-02-28', '1999-01-01'], ['total_amount', '666', '5'], ['modified_date', '2026-03-02T00:00:00Z', '1999-01-01T00:00:00Z'],
    ]) {
      expect([column, await rowsOf(`${column} = '${foreign}'`)]).toEqual([column, await rowsOf(`${column} = '${nobody}'`)]);
      expect([column, await rowsOf(`${column} > '${foreign}'`)]).toEqual([column, await rowsOf(`${column} > '${nobody}'`)]);
    }
  });

  it('takes another password, and ends who used the earlier one', async () => {
    const earlier = await access.renew(mine.operatorId);
    const client = await connect(earlier);
    await client.query('set default_transaction_read_only = off');
    await client.query('alter role current_user set statement_timeout = 0');
    const ended = new Promise((resolve) => client.once('end', resolve));
    const later = await access.renew(mine.operatorId);
    await ended;
    await expect(connect(earlier)).rejects.toThrow(/password/);
    const again = await connect(later);
    const { rows } = await again.query(`select current_setting('statement_timeout') as most, current_setting('default_transaction_read_only') as only`);
    expect(rows).toEqual([{ most: '1min', only: 'on' }]);
    await again.end();
  });

  it('is over when it is removed, for those within too', async () => {
    const password = await access.renew(theirs.operatorId);
    const client = await connect(password, other);
    expect((await client.query('select count(*)::int as count from invoices')).rows).toEqual([{ count: 400 }]);
    const ended = new Promise((resolve) => client.once('end', resolve));
    await access.remove(theirs.operatorId);
    await ended;
    await expect(connect(password, other)).rejects.toThrow(/password|role/);
    expect(await access.role(theirs.operatorId)).toBeNull();
    await access.remove(theirs.operatorId);
  });

  it('ends transactions that do not end, and whoever takes an advisory lock; nobody else', async () => {
    const password = await access.renew(mine.operatorId);
    const [quiet, long, locking] = [await connect(password), await connect(password), await connect(password)];
    const ends = [long, locking].map((client) => new Promise((resolve) => client.once('end', resolve)));
    await long.query('set statement_timeout = 0; begin; select 1');
    await locking.query('select pg_advisory_lock(4711002)');
    const { rows } = await database.pool.query(`select directory.end_stray_sql('5 minutes')::int as most, directory.end_stray_sql('0 seconds')::int as all`);
    expect(rows[0]).toEqual({ most: 1, all: expect.any(Number) });
    await Promise.all(ends);
    expect((await quiet.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await quiet.end();
  });

  it('has room for five sessions of an operator', async () => {
    const password = await access.renew(mine.operatorId);
    const open = await Promise.all(Array.from({ length: 5 }, () => connect(password)));
    await expect(connect(password)).rejects.toThrow(/too many connections/);
    await Promise.all(open.map((client) => client.end()));
  });

  it('is refused with the reason where roles cannot be made', async () => {
    expect(await access.refusal(mine.operatorId)).toBeNull();
    await asOwner('do $$ begin execute format(\'grant temporary on database %I to public\', current_database()); end $$');
    await expect(access.renew(mine.operatorId)).rejects.toThrow(/temporary tables/);
    await prepareBooks(database.ownerUrl);
    expect(await access.refusal(mine.operatorId)).toBeNull();
  });
});
