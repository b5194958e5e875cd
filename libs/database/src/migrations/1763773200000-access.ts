import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';

/** What linking and calling a platform need beside their tables: spent states, leased disconnections, the limiter. */
export class Access1763773200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(linking);
    await runner.query(budgetTables);
    for (const table of ['call_budget', 'call_entry', 'call_tally']) {
      await runner.query(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy tenant on ${table} using (operator_id = (select current_operator()));
        grant select, insert, update, delete on ${table} to ${applicationRole};`);
    }
    await runner.query(tally);
    await runner.query(takeCall);
    await runner.query(finishCall);
    await runner.query(grantsToRefresh);
    await runner.query(`
      grant execute on function take_call, finish_call, call_tallied to ${applicationRole};
      grant execute on function directory.grants_to_refresh to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.grants_to_refresh, take_call, finish_call, call_tallied;
      drop table call_budget, call_entry, call_tally;
      alter table disconnection drop column lease_until;
      alter table link_attempt drop column spent_state_hash;`);
  }
}

const linking = `
  alter table link_attempt add column spent_state_hash bytea;
  create index link_attempt_spent_state on link_attempt (operator_id, spent_state_hash) where spent_state_hash is not null;
  create index link_attempt_connection on link_attempt (operator_id, connection_id);
  alter table disconnection add column lease_until timestamptz;
  create index disconnection_external on disconnection (operator_id, app_id, external_id) where status = 'started';
`;

const budgetTables = `
  drop table call_budget;
  drop table call_lease;

  -- One row per app and organisation, and one per app with an empty organisation. It is also the lock under which a call
  -- is granted. None of these tables is logged: a crash of the database empties them, and the platform's own answers
  -- then say what is left.
  create unlogged table call_budget (
    operator_id uuid not null,
    app_id uuid not null,
    organisation_id text not null,
    minute_left integer not null default 0,
    day_left integer not null default 0,
    blocked_until timestamptz,
    blocked_by text,
    throttled_at timestamptz,
    primary key (operator_id, app_id, organisation_id)
  );

  -- Calls of the last minute: a running one holds one of the organisation's places until expires_at at the latest.
  create unlogged table call_entry (
    operator_id uuid not null,
    app_id uuid not null,
    organisation_id text not null,
    id uuid not null,
    taken_at timestamptz not null,
    expires_at timestamptz not null,
    finished_at timestamptz,
    counted boolean not null,
    primary key (operator_id, app_id, organisation_id, id)
  );

  -- Calls per 10 minutes of an organisation, and per second of an app.
  create unlogged table call_tally (
    operator_id uuid not null,
    app_id uuid not null,
    organisation_id text not null,
    bucket timestamptz not null,
    used integer not null,
    primary key (operator_id, app_id, organisation_id, bucket)
  );
`;

const tally = `
  -- Adds one call to its bucket and forgets buckets older than the span.
  create function call_tallied(_operator uuid, _app uuid, _organisation text, _moment timestamptz, _width interval, _span interval)
    returns void language sql as $$
    delete from call_tally where operator_id = _operator and app_id = _app and organisation_id = _organisation
      and bucket <= _moment - _span - _width;
    insert into call_tally values (_operator, _app, _organisation, date_bin(_width, _moment, 'epoch'), 1)
      on conflict (operator_id, app_id, organisation_id, bucket) do update set used = call_tally.used + 1;
  $$;
`;

/**
 * Grants a call or says how long to wait and for which limit. The clock is read after the lock was won: now() would be
 * the transaction's start and too early by the wait.
 */
export const takeCall = `
  create function take_call(
    _operator uuid, _app uuid, _organisation text, _call uuid,
    _concurrent integer, _per_minute integer, _per_day integer, _per_app_minute integer,
    _lifted_from timestamptz, _lifted_until timestamptz,
    _lease interval, _minute interval, _day interval,
    out wait_ms integer, out limited_by text
  ) language plpgsql as $$
  declare
    budget call_budget;
    app_budget call_budget;
    moment timestamptz;
    lifted boolean;
    running integer;
    recent integer;
    tallied integer;
    free_at timestamptz;
    day_bucket constant interval := _day / 144;
    app_bucket constant interval := _minute / 60;
  begin
    if _organisation <> '' then
      insert into call_budget (operator_id, app_id, organisation_id) values (_operator, _app, _organisation) on conflict do nothing;
      select * into budget from call_budget
        where operator_id = _operator and app_id = _app and organisation_id = _organisation for update;
      moment := clock_timestamp();
      if budget.blocked_until > moment then
        limited_by := budget.blocked_by;
        wait_ms := ceil(extract(epoch from budget.blocked_until - moment) * 1000);
        return;
      end if;
      lifted := coalesce(_lifted_until > moment and (budget.throttled_at is null or budget.throttled_at < _lifted_from), false);

      delete from call_entry where operator_id = _operator and app_id = _app and organisation_id = _organisation
        and coalesce(finished_at, expires_at) <= moment - _minute;
      select count(*) filter (where finished_at is null and expires_at > moment), count(*) filter (where counted)
        into running, recent from call_entry
        where operator_id = _operator and app_id = _app and organisation_id = _organisation;
      if running >= _concurrent then
        limited_by := 'concurrent';
        wait_ms := 100;
        return;
      end if;
      if not lifted and recent >= _per_minute and budget.minute_left <= 0 then
        select coalesce(finished_at, expires_at) + _minute into free_at from call_entry
          where operator_id = _operator and app_id = _app and organisation_id = _organisation and counted
          order by 1 offset recent - _per_minute limit 1;
        limited_by := 'minute';
        wait_ms := greatest(ceil(extract(epoch from free_at - moment) * 1000), 1);
        return;
      end if;
      if not lifted and budget.day_left <= 0 then
        select coalesce(sum(used), 0), min(bucket) + day_bucket + _day into tallied, free_at from call_tally
          where operator_id = _operator and app_id = _app and organisation_id = _organisation and bucket > moment - _day - day_bucket;
        if tallied >= _per_day then
          limited_by := 'day';
          wait_ms := least(greatest(ceil(extract(epoch from free_at - moment) * 1000), 1), 2000000000);
          return;
        end if;
      end if;
    end if;

    insert into call_budget (operator_id, app_id, organisation_id) values (_operator, _app, '') on conflict do nothing;
    select * into app_budget from call_budget
      where operator_id = _operator and app_id = _app and organisation_id = '' for update;
    moment := clock_timestamp();
    if app_budget.blocked_until > moment then
      limited_by := app_budget.blocked_by;
      wait_ms := ceil(extract(epoch from app_budget.blocked_until - moment) * 1000);
      return;
    end if;
    select coalesce(sum(used), 0), min(bucket) + 2 * app_bucket + _minute into tallied, free_at from call_tally
      where operator_id = _operator and app_id = _app and organisation_id = '' and bucket > moment - _minute - 2 * app_bucket;
    if tallied >= _per_app_minute then
      limited_by := 'appMinute';
      wait_ms := greatest(ceil(extract(epoch from free_at - moment) * 1000), 1);
      return;
    end if;
    perform call_tallied(_operator, _app, '', moment, app_bucket, _minute);

    if _organisation <> '' then
      insert into call_entry values (_operator, _app, _organisation, _call, moment, moment + _lease, null, not lifted);
      if not lifted then
        perform call_tallied(_operator, _app, _organisation, moment, day_bucket, _day);
      end if;
      update call_budget set minute_left = greatest(minute_left - 1, 0), day_left = greatest(day_left - 1, 0)
        where operator_id = _operator and app_id = _app and organisation_id = _organisation;
    end if;
    wait_ms := 0;
  end $$;
`;

/** Frees the call's place, learns what the platform says is left, keeps its refusals, and meters the call. */
const finishCall = `
  create function finish_call(
    _operator uuid, _app uuid, _organisation text, _call uuid, _bytes bigint,
    _minute_left integer, _day_left integer, _throttled_by text, _blocked_ms bigint, _minute interval
  ) returns void language plpgsql as $$
  declare
    moment timestamptz;
    began timestamptz;
    overlapping integer;
    blocked text := case when _throttled_by = 'appMinute' then '' else _organisation end;
  begin
    -- A lost meter reading costs less than a disk flush per call.
    perform set_config('synchronous_commit', 'off', true);
    perform 1 from call_budget where operator_id = _operator and app_id = _app and organisation_id = _organisation for update;
    moment := clock_timestamp();
    update call_entry set finished_at = moment
      where operator_id = _operator and app_id = _app and organisation_id = _organisation and id = _call
      returning taken_at into began;
    if began > moment - _minute and (_minute_left is not null or _day_left is not null) then
      select count(*) into overlapping from call_entry
        where operator_id = _operator and app_id = _app and organisation_id = _organisation and id <> _call
        and (finished_at is null or finished_at >= began);
      update call_budget set
        minute_left = greatest(minute_left, _minute_left - overlapping),
        day_left = greatest(day_left, _day_left - overlapping)
        where operator_id = _operator and app_id = _app and organisation_id = _organisation;
    end if;
    if _throttled_by is not null then
      insert into call_budget (operator_id, app_id, organisation_id) values (_operator, _app, blocked) on conflict do nothing;
      update call_budget set
        blocked_by = _throttled_by,
        blocked_until = greatest(blocked_until, moment + _blocked_ms * interval '1 millisecond'),
        minute_left = case when _throttled_by = 'minute' then 0 else minute_left end,
        day_left = case when _throttled_by = 'day' then 0 else day_left end,
        throttled_at = case when _throttled_by in ('minute', 'day') then moment else throttled_at end
        where operator_id = _operator and app_id = _app and organisation_id = blocked;
    end if;
    insert into call_meter as meter (operator_id, app_id, organisation_id, day, calls, bytes, throttled)
      values (_operator, _app, _organisation, (moment at time zone 'UTC')::date, 1, _bytes, (_throttled_by is not null)::integer)
      on conflict (operator_id, app_id, organisation_id, day) do update
      set calls = meter.calls + 1, bytes = meter.bytes + excluded.bytes, throttled = meter.throttled + excluded.throttled;
  end $$;
`;

/** Grants in use that nobody has refreshed for a week, spread over a day, and those whose refresh was cut off. */
const grantsToRefresh = `
  create function directory.grants_to_refresh(most integer) returns table (operator_id uuid, id uuid)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select g.operator_id, g.id from token_grant g
      where g.status = 'active' and (g.lease_until is null or g.lease_until < now())
        and (g.refresh_started_at is not null
          or g.refreshed_at < now() - interval '6 days' - interval '1 day' * (abs(hashtext(g.id::text)::bigint) % 1000) / 1000)
        and exists (select 1 from connection c where c.operator_id = g.operator_id and c.grant_id = g.id and c.status = 'Linked')
      order by g.refresh_started_at nulls last, g.refreshed_at limit most
    $$;
`;
