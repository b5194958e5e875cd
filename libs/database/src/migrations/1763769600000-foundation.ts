import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** Every table that belongs to one operator. Row level security is forced on each of them. */
const tenantTables = [
  'portal_user', 'session', 'api_key', 'integration', 'app', 'company', 'token_grant', 'connection', 'link_attempt',
  'disconnection', 'reading', 'reading_page', 'dataset', 'remapping', 'record', 'record_total', 'call_meter',
];

/**
 * The schema that everything stands on: `operator_id` leads every key, row level security is forced, and the
 * application's role owns nothing. Look-ups that cross operators are the functions of schema `directory`, and no others.
 */
export class Foundation1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(control);
    await runner.query(access);
    await runner.query(work);
    await runner.query(records);
    await runner.query(limits);
    await runner.query(`
      alter table operator enable row level security;
      alter table operator force row level security;
      create policy tenant on operator using (id = (select current_operator()));
      create policy directory on operator for select to current_user using (true);`);
    for (const table of tenantTables) {
      await runner.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy tenant on ${table} using (operator_id = (select current_operator()));
        create policy directory on ${table} for select to current_user using (true);`);
    }
    await runner.query(recordPartitions);
    await runner.query(directory);
    await runner.query(`
      grant usage on schema public, directory to ${applicationRole};
      grant select, insert, update, delete on operator, ${tenantTables.join(', ')} to ${applicationRole};
      grant select, insert, update, delete on call_budget, call_lease to ${applicationRole};
      grant execute on all functions in schema directory to ${applicationRole};
      grant execute on function current_operator() to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema directory cascade');
    await runner.query(`drop table ${[...tenantTables].reverse().join(', ')}, call_budget, call_lease, operator cascade`);
    await runner.query('drop function current_operator()');
  }
}

const control = `
  create function current_operator() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.operator', true), '')::uuid $$;

  create table operator (
    id uuid primary key,
    name text not null,
    created_at timestamptz not null default now()
  );

  create table portal_user (
    operator_id uuid not null references operator(id) on delete cascade,
    id uuid not null,
    email text not null,
    name text not null,
    password_hash text not null,
    role text not null check (role in ('Onboarding', 'Advisor', 'Analyst', 'Developer', 'Administrator')),
    created_at timestamptz not null default now(),
    primary key (operator_id, id)
  );
  create unique index portal_user_email on portal_user (operator_id, lower(email));

  create table session (
    operator_id uuid not null,
    id_hash bytea not null,
    user_id uuid not null,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (operator_id, id_hash),
    foreign key (operator_id, user_id) references portal_user (operator_id, id) on delete cascade
  );
  create index session_hash on session (id_hash);

  create table api_key (
    operator_id uuid not null references operator(id) on delete cascade,
    id uuid not null,
    name text,
    key_hash bytea not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    primary key (operator_id, id)
  );
  create unique index api_key_hash on api_key (key_hash);

  create table integration (
    operator_id uuid not null references operator(id) on delete cascade,
    platform_key text not null,
    enabled boolean not null default false,
    updated_at timestamptz not null default now(),
    primary key (operator_id, platform_key)
  );

  create table app (
    operator_id uuid not null,
    id uuid not null,
    platform_key text not null,
    client_id text,
    client_secret bytea,
    secret_set_at timestamptz,
    tier text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (operator_id, id),
    foreign key (operator_id, platform_key) references integration (operator_id, platform_key) on delete cascade
  );
  create index app_id on app (id);

  create table company (
    operator_id uuid not null references operator(id) on delete cascade,
    id uuid not null,
    name text not null,
    description text,
    tags jsonb,
    created_at timestamptz not null default now(),
    created_by_user_name text,
    primary key (operator_id, id)
  );
  create index company_id on company (id);
  create index company_created on company (operator_id, created_at, id);
`;

const access = `
  create table token_grant (
    operator_id uuid not null,
    id uuid not null,
    app_id uuid not null,
    user_key text not null,
    tokens bytea not null,
    access_expires_at timestamptz not null,
    scopes text[] not null default '{}',
    version integer not null default 1,
    status text not null default 'active' check (status in ('active', 'dead')),
    dead_reason text,
    lease_owner text,
    lease_until timestamptz,
    refresh_started_at timestamptz,
    refreshed_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    primary key (operator_id, id),
    unique (operator_id, app_id, user_key),
    foreign key (operator_id, app_id) references app (operator_id, id) on delete cascade
  );

  create table connection (
    operator_id uuid not null,
    id uuid not null,
    company_id uuid not null,
    platform_key text not null,
    app_id uuid not null,
    grant_id uuid,
    organisation_id text,
    organisation_name text,
    external_id text,
    status text not null default 'PendingAuth' check (status in ('PendingAuth', 'Linked', 'Unlinked', 'Deauthorized')),
    status_reason text,
    errors jsonb not null default '[]',
    created_at timestamptz not null default now(),
    linked_at timestamptz,
    ended_at timestamptz,
    last_sync_at timestamptz,
    primary key (operator_id, id),
    foreign key (operator_id, company_id) references company (operator_id, id) on delete cascade,
    foreign key (operator_id, app_id) references app (operator_id, id),
    foreign key (operator_id, grant_id) references token_grant (operator_id, id)
  );
  create index connection_id on connection (id);
  create index connection_company on connection (operator_id, company_id);
  create index connection_grant on connection (operator_id, grant_id) where grant_id is not null;
  create unique index connection_organisation on connection (operator_id, app_id, organisation_id) where status = 'Linked';
  create unique index connection_one_linked on connection (operator_id, company_id) where status = 'Linked';

  create table link_attempt (
    operator_id uuid not null,
    id uuid not null,
    company_id uuid not null,
    connection_id uuid not null,
    app_id uuid not null,
    state_hash bytea,
    browser_hash bytea not null,
    status text not null default 'started' check (status in ('started', 'choosing', 'linked', 'failed', 'expired')),
    reason text,
    grant_id uuid,
    candidates jsonb,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    completed_at timestamptz,
    primary key (operator_id, id),
    foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
  );
  create unique index link_attempt_state on link_attempt (state_hash) where state_hash is not null;
  create index link_attempt_id on link_attempt (id);
  create index link_attempt_open on link_attempt (operator_id, app_id) where status in ('started', 'choosing');

  create table disconnection (
    operator_id uuid not null,
    id uuid not null,
    app_id uuid not null,
    grant_id uuid not null,
    external_id text not null,
    reason text not null,
    status text not null default 'started' check (status in ('started', 'done', 'given-up')),
    attempts integer not null default 0,
    next_at timestamptz not null default now(),
    last_error text,
    created_at timestamptz not null default now(),
    done_at timestamptz,
    primary key (operator_id, id)
  );
  create index disconnection_open on disconnection (next_at) where status = 'started';
`;

const work = `
  create table reading (
    operator_id uuid not null,
    id uuid not null,
    connection_id uuid not null,
    batch_id uuid not null,
    position integer not null,
    source text not null,
    status text not null default 'queued' check (status in ('queued', 'running', 'waiting', 'complete', 'failed', 'cancelled')),
    cursor jsonb,
    attempt integer not null default 0,
    deaths integer not null default 0,
    lease_owner text,
    lease_until timestamptz,
    next_at timestamptz not null default now(),
    counts jsonb not null default '{}',
    error_kind text,
    error text,
    requested_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    primary key (operator_id, id),
    foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
  );
  create index reading_open on reading (next_at) where status in ('queued', 'running', 'waiting');
  create index reading_connection on reading (operator_id, connection_id, source, requested_at desc);
  create unique index reading_one_open on reading (operator_id, connection_id, source) where status in ('queued', 'running', 'waiting');

  create table reading_page (
    operator_id uuid not null,
    reading_id uuid not null,
    number integer not null,
    source_ids text[] not null,
    primary key (operator_id, reading_id, number),
    foreign key (operator_id, reading_id) references reading (operator_id, id) on delete cascade
  );

  create table dataset (
    operator_id uuid not null,
    id uuid not null,
    company_id uuid not null,
    connection_id uuid not null,
    reading_id uuid,
    data_type text not null,
    status text not null default 'Queued',
    status_description text,
    error_message text,
    progress integer not null default 0,
    counts jsonb not null default '{}',
    requested_at timestamptz not null default now(),
    completed_at timestamptz,
    primary key (operator_id, id),
    foreign key (operator_id, company_id) references company (operator_id, id) on delete cascade,
    foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade,
    foreign key (operator_id, reading_id) references reading (operator_id, id) on delete cascade
  );
  create index dataset_company on dataset (operator_id, company_id, requested_at desc, id);
  create index dataset_type on dataset (operator_id, connection_id, data_type, requested_at desc);
  create index dataset_reading on dataset (operator_id, reading_id);
  create unique index dataset_one_open on dataset (operator_id, connection_id, data_type) where completed_at is null;

  create table remapping (
    operator_id uuid not null,
    id uuid not null,
    connection_id uuid not null,
    scope jsonb not null,
    status text not null default 'queued' check (status in ('queued', 'running', 'complete', 'failed')),
    cursor jsonb,
    attempt integer not null default 0,
    lease_owner text,
    lease_until timestamptz,
    next_at timestamptz not null default now(),
    error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (operator_id, id),
    foreign key (operator_id, connection_id) references connection (operator_id, id) on delete cascade
  );
  create index remapping_open on remapping (next_at) where status in ('queued', 'running');
`;

const records = `
  create table record (
    operator_id uuid not null,
    connection_id uuid not null,
    data_type text collate "C" not null,
    source_id text collate "C" not null,
    document text,
    document_hash bytea,
    native text not null,
    native_hash bytea not null,
    fault jsonb,
    is_deleted boolean not null default false,
    modified_at timestamptz not null,
    source_modified_at timestamp,
    status text,
    number text,
    contact_id text,
    currency text,
    issued_on timestamp,
    due_on timestamp,
    total numeric,
    amount_due numeric,
    primary key (operator_id, connection_id, data_type, source_id)
  ) partition by hash (connection_id);
  -- Only what is served is searched, so counts and keys come from the index alone; an absent value sorts lowest both ways.
  create index record_modified on record (operator_id, connection_id, data_type, modified_at nulls first, source_id) where document is not null;
  create index record_issued on record (operator_id, connection_id, data_type, issued_on nulls first, source_id) where document is not null;
  create index record_status on record (operator_id, connection_id, data_type, status nulls first, source_id) where document is not null;
  create index record_contact on record (operator_id, connection_id, data_type, contact_id nulls first, source_id) where document is not null;
  create index record_total_amount on record (operator_id, connection_id, data_type, total nulls first, source_id) where document is not null;

  create table record_total (
    operator_id uuid not null,
    connection_id uuid not null,
    data_type text collate "C" not null,
    served bigint not null default 0,
    unserved bigint not null default 0,
    deleted bigint not null default 0,
    faulty bigint not null default 0,
    version bigint not null default 0,
    primary key (operator_id, connection_id, data_type)
  );
`;

const recordPartitions = `
  do $$ begin
    for i in 0..15 loop
      execute format('create table record_p%s partition of record for values with (modulus 16, remainder %s)', i, i);
      execute format('alter table record_p%s enable row level security', i);
      execute format('alter table record_p%s force row level security', i);
    end loop;
  end $$;
`;

const limits = `
  create table call_meter (
    operator_id uuid not null,
    app_id uuid not null,
    organisation_id text not null,
    day date not null,
    calls bigint not null default 0,
    bytes bigint not null default 0,
    throttled bigint not null default 0,
    primary key (operator_id, app_id, organisation_id, day)
  );

  -- What the limiter counts is lost with a crash of the database at no harm, so it is not logged.
  create unlogged table call_budget (
    operator_id uuid not null,
    app_id uuid not null,
    organisation_id text not null default '',
    window_kind text not null check (window_kind in ('minute', 'day')),
    window_start timestamptz not null,
    used integer not null default 0,
    blocked_until timestamptz,
    primary key (operator_id, app_id, organisation_id, window_kind)
  );

  create unlogged table call_lease (
    operator_id uuid not null,
    app_id uuid not null,
    organisation_id text not null,
    id uuid not null,
    expires_at timestamptz not null,
    primary key (operator_id, app_id, organisation_id, id)
  );
  alter table call_budget enable row level security;
  alter table call_budget force row level security;
  create policy tenant on call_budget using (operator_id = (select current_operator()));
  alter table call_lease enable row level security;
  alter table call_lease force row level security;
  create policy tenant on call_lease using (operator_id = (select current_operator()));
`;

/** Security definer: they run as the owner, read ids by an unguessable or public id, and return ids only. */
const directory = `
  create schema directory;

  create function directory.operator_of_api_key(hash bytea) returns table (operator_id uuid, api_key_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select k.operator_id, k.id from api_key k where k.key_hash = hash $$;

  create function directory.operator_of_session(hash bytea) returns table (operator_id uuid, user_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select s.operator_id, s.user_id from session s where s.id_hash = hash and s.expires_at > now() $$;

  create function directory.users_by_email(address text) returns table (operator_id uuid, user_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select u.operator_id, u.id from portal_user u where lower(u.email) = lower(address) order by u.created_at $$;

  create function directory.operator_of_company(company uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select c.operator_id from company c where c.id = company $$;

  create function directory.operator_of_connection(link uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select c.operator_id from connection c where c.id = link $$;

  create function directory.operator_of_app(application uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select a.operator_id from app a where a.id = application $$;

  create function directory.operator_of_link_state(hash bytea) returns table (operator_id uuid, attempt_id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select a.operator_id, a.id from link_attempt a where a.state_hash = hash $$;

  create function directory.operator_of_link_attempt(attempt uuid) returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select a.operator_id from link_attempt a where a.id = attempt $$;

  create function directory.expired_link_attempts(most integer) returns table (operator_id uuid, id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$ select a.operator_id, a.id from link_attempt a
          where a.status in ('started', 'choosing') and a.expires_at < now() order by a.expires_at limit most $$;

  create function directory.first_operator() returns uuid
    language sql stable security definer set search_path = public, pg_temp
    as $$ select o.id from operator o order by o.created_at, o.id limit 1 $$;

  -- Work that should be on the queue: due, and not under a live lease.
  create function directory.unfinished_work(most integer) returns table (operator_id uuid, kind text, id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      (select r.operator_id, 'reading', r.id from reading r
        where r.status in ('queued', 'running', 'waiting') and r.next_at <= now() and (r.lease_until is null or r.lease_until < now())
        order by r.next_at limit most)
      union all
      (select d.operator_id, 'disconnection', d.id from disconnection d
        where d.status = 'started' and d.next_at <= now() order by d.next_at limit most)
      union all
      (select m.operator_id, 'remapping', m.id from remapping m
        where m.status in ('queued', 'running') and m.next_at <= now() and (m.lease_until is null or m.lease_until < now())
        order by m.next_at limit most)
      limit most
    $$;
`;
