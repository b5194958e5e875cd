import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole, booksReader } from '../roles.js';

/**
 * Which role of the database reads which operator's books. The binding is a row that such a role can neither read nor
 * change, and is looked up by the role that logged in: no setting, and no `set role`, is another operator.
 */
export class SqlReaders1763917200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sql_reader (
        operator_id uuid not null references operator (id) on delete cascade,
        -- Says nothing of the operator: every role of the database can read the names of all roles.
        role_name text not null,
        created_at timestamptz not null default now(),
        password_set_at timestamptz not null default now(),
        primary key (operator_id)
      );
      create unique index sql_reader_role on sql_reader (role_name);
      alter table sql_reader enable row level security;
      alter table sql_reader force row level security;
      create policy tenant on sql_reader using (operator_id = (select current_operator()));
      create policy directory on sql_reader for select to current_user using (true);
      grant select on sql_reader to ${applicationRole};`);
    await runner.query(lookUps);
    await runner.query(administration);
    await runner.query(`
      revoke execute on function ${functions} from public;
      grant execute on function directory.sql_refusal, directory.put_sql_reader, directory.drop_sql_reader, directory.end_stray_sql to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop schema if exists books cascade; drop function ${functions} cascade; drop table sql_reader;`);
  }
}

const functions = `directory.sql_operator, directory.sql_companies, directory.sql_connections, directory.sql_refusal,
  directory.put_sql_reader, directory.drop_sql_reader, directory.end_stray_sql`;

/** For the views of the books. PostgreSQL keeps no statistics of what a function gives, so that no plan tells of other operators. */
const lookUps = `
  create function directory.sql_operator() returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select r.operator_id from sql_reader r where r.role_name = session_user $$;

  create function directory.sql_companies() returns table (company_id uuid, name text, description text, tags jsonb, created_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp rows 10
    as $$ select c.id, c.name, c.description, c.tags, c.created_at from company c where c.operator_id = directory.sql_operator() $$;

  -- The connection's id is there twice: what a consumer asks of the one that it sees must not be planned by the records of the other.
  create function directory.sql_connections() returns table (
      operator_id uuid, id uuid, connection_id uuid, company_id uuid, integration_key text, organisation_name text, status text, linked_at timestamptz, last_sync_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp rows 10
    as $$ select c.operator_id, c.id, c.id, c.company_id, c.platform_key, c.organisation_name, c.status, c.linked_at, c.last_sync_at
          from connection c where c.operator_id = directory.sql_operator() $$;
`;

/**
 * Roles are made by the owner's role, where it may: the application's own may not. The verifier stands for the password,
 * which never comes to the server.
 */
const administration = `
  create function directory.sql_refusal() returns text
    language sql stable security definer set search_path = public, pg_temp
    as $$ select case
      when not exists (select from pg_roles r where r.rolname = current_user and (r.rolcreaterole or r.rolsuper)) then 'createrole'
      when to_regrole('${booksReader}') is null or to_regnamespace('books') is null then 'unprepared'
      when exists (select from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) p
        where d.datname = current_database() and p.grantee = 0 and p.privilege_type in ('TEMPORARY', 'CREATE')) then 'temporary'
      end $$;

  create function directory.put_sql_reader(verifier text) returns text
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    reader text;
  begin
    if verifier !~ '^SCRAM-SHA-256[$][0-9]+:[A-Za-z0-9+/=]+[$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
      raise exception 'A SCRAM-SHA-256 verifier is needed';
    end if;
    insert into sql_reader (operator_id, role_name) values (current_operator(), 'books_' || replace(gen_random_uuid()::text, '-', ''))
      on conflict (operator_id) do update set password_set_at = now() returning role_name into strict reader;
    if to_regrole(reader) is null then
      execute format('create role %I', reader);
      execute format('grant %I to %I', reader, current_user);
      execute format('grant ${booksReader} to %I', reader);
    end if;
    -- Whoever knew the earlier password is out, and what they set for the role is gone.
    execute format('alter role %I with login connection limit 5 password %L', reader, verifier);
    execute format('alter role %I reset all', reader);
    execute format('alter role %I set default_transaction_read_only = on', reader);
    execute format('alter role %I set statement_timeout = ''60s''', reader);
    execute format('alter role %I set lock_timeout = ''5s''', reader);
    execute format('alter role %I set idle_in_transaction_session_timeout = ''60s''', reader);
    execute format('alter role %I set idle_session_timeout = ''1h''', reader);
    execute format('alter role %I set search_path = books', reader);
    perform pg_terminate_backend(a.pid) from pg_stat_activity a where a.usename = reader;
    return reader;
  end $$;

  create function directory.drop_sql_reader() returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    reader text;
  begin
    select r.role_name into reader from sql_reader r where r.operator_id = current_operator() for update;
    delete from sql_reader r where r.role_name = reader;
    if to_regrole(reader) is not null then
      perform pg_terminate_backend(a.pid) from pg_stat_activity a where a.usename = reader;
      execute format('drop role %I', reader);
    end if;
  end $$;

  -- A role can raise its own time limits and take any advisory lock, so that somebody has to look.
  create function directory.end_stray_sql(longest interval) returns bigint
    language sql volatile security definer set search_path = public, pg_temp
    as $$ select count(pg_terminate_backend(a.pid)) from pg_stat_activity a join sql_reader r on r.role_name = a.usename
          where a.xact_start < clock_timestamp() - longest or exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory') $$;
`;
