import { setTimeout as pause } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '#test/database';
import { linkedCompany, type LinkedCompany } from '#test/linked-company';
import pg from 'pg';
import { removePulled } from './pulled-data.js';

describe('removing what was pulled', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let company: LinkedCompany;
  let ended: Promise<void>;

  beforeAll(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`
      create table step (removed bigint, transaction xid8 default pg_current_xact_id());
      grant select, insert on step to ledgerbridge_app;
      create function note_step() returns trigger language plpgsql as $$ begin
        insert into step select count(*) from gone having count(*) > 0;
        if (select count(*) from step) = 3 then raise exception 'cut off'; end if;
        return null;
      end $$;
      create trigger note_step after delete on record referencing old table as gone for each statement execute function note_step();`);
  });

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    await owner.query('truncate step');
    company = await linkedCompany(database, 'gbol');
    await ofOperator(`
      insert into record (operator_id, connection_id, data_type, source_id, document, native, native_hash, is_deleted, fault, modified_at)
      select $1, $2, case when n % 2 = 0 then 'bills' else 'invoices' end, n::text, case when n % 3 > 0 then '{}' end, '{}', '', n % 6 = 1,
        case when n % 3 = 0 then '{}'::jsonb end, now() from generate_series(1, $3) n`, 12_000);
    await ofOperator(`
      insert into record_total (operator_id, connection_id, data_type, served, unserved, deleted, faulty)
      select $1, $2, data_type, count(document), count(*) - count(document), count(*) filter (where is_deleted), count(fault)
      from record where $3::int is null group by data_type`, null);
  });

  const ofOperator = async (text: string, third: unknown) =>
    (await database.tenants.sql(company.operatorId, (client) => client.query(text, [company.operatorId, company.connectionId, third]))).rows;

  /** Differences between the lists' totals and what is stored. */
  const wrong = () => ofOperator(`
    select * from record_total t left join (
      select data_type, count(document) as served, count(*) - count(document) as unserved, count(*) filter (where is_deleted) as deleted, count(fault) as faulty
      from record where operator_id = $1 and connection_id = $2 and $3::int is null group by data_type) r using (data_type)
    where (t.served, t.unserved, t.deleted, t.faulty) is distinct from (coalesce(r.served, 0), coalesce(r.unserved, 0), coalesce(r.deleted, 0), coalesce(r.faulty, 0))`, null);

  it('goes in steps, and the totals are true wherever it is cut off', async () => {
    await expect(removePulled(database.tenants, company)).rejects.toThrow('cut off');
    expect(await ofOperator('select count(*)::int as left from record where operator_id = $1 and connection_id = $2 and $3::int is null', null)).toEqual([{ left: 2_000 }]);
    expect(await wrong()).toEqual([]);
    expect((await owner.query('select distinct removed::int, transaction from step')).rows).toEqual([
      { removed: 5_000, transaction: expect.any(String) }, { removed: 5_000, transaction: expect.any(String) }]);
  });

  it('takes everything of the connection and nothing of another one', async () => {
    const other = company;
    company = await linkedCompany(database, 'gbol');
    await ofOperator(`
      insert into record (operator_id, connection_id, data_type, source_id, document, native, native_hash, modified_at) select $1, $2, 'items', $3, '{}', '{}', '', now()`, '1');
    await removePulled(database.tenants, company);
    expect(await ofOperator('select 1 from record where operator_id = $1 and connection_id = $2 and $3::int is null', null)).toEqual([]);
    company = other;
    expect(await ofOperator('select count(*)::int as left from record where operator_id = $1 and connection_id = $2 and $3::int is null', null)).toEqual([{ left: 12_000 }]);
  });

  it('begins again when a reading that ends has locked the readings the other way round', async () => {
    await owner.query('drop trigger if exists note_step on record');
    const [middle, ...others] = [2, 1, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    for (const id of [others[0], middle, others[1]]) await ofOperator(`insert into reading (operator_id, connection_id, id, batch_id, position, source) values ($1, $2, $3, $3::uuid, 0, 'Items')`, id);
    const waiting = 'select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()';
    const touch = 'update reading set deaths = 1 where operator_id = $1 and id = $2';
    await database.tenants.sql(company.operatorId, async (client) => {
      await client.query(touch, [company.operatorId, middle]);
      const removal = removePulled(database.tenants, company);
      removal.catch(() => undefined);
      while ((await owner.query(waiting)).rowCount === 0) await pause(10);
      // In whatever order it goes through them, it holds one of these and waits for the one between.
      for (const id of others) await client.query(touch, [company.operatorId, id]);
      ended = removal;
    });
    await ended;
    expect(await ofOperator('select 1 from reading where operator_id = $1 and connection_id = $2 and $3::int is null', null)).toEqual([]);
  });
});
