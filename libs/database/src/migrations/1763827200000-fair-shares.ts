import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applicationRole } from '../roles.js';
import { takeCall as takeCallBefore } from './1763773200000-access.js';

/**
 * Organisations that want more calls than the app is allowed get equal parts of them, and calls that can wait leave a part
 * of an organisation's day to those that cannot.
 */
export class FairShares1763827200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${columns} ${appShare} grant execute on function app_share to ${applicationRole};`);
    await runner.query(`drop function take_call; ${takeCall} grant execute on function take_call to ${applicationRole};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function take_call; ${takeCallBefore} grant execute on function take_call to ${applicationRole};`);
    await runner.query('alter table call_budget drop column hungry_until, drop column called_at, drop column share, drop column share_until; drop function app_share');
  }
}

const columns = `
  -- Of an organisation: its last call, and until when it is taken to want more because the app's limit refused it. Of an
  -- app: how many calls of its minute each organisation may have, as counted a moment ago.
  alter table call_budget add column called_at timestamptz, add column hungry_until timestamptz, add column share integer, add column share_until timestamptz;
`;

/**
 * How many calls of the app's minute each organisation may have: equal parts, after those that want less have had what
 * they want. One that was refused, or called a moment ago, is taken to want all it can get.
 */
const appShare = `
  create function app_share(_operator uuid, _app uuid, _per_app_minute integer, _moment timestamptz, _minute interval)
    returns integer language plpgsql stable as $$
  declare
    wanting integer;
    had integer;
    -- The rest is for calls that the app's tally counts a little longer than the organisations' own rows.
    room integer := _per_app_minute * 97 / 100;
  begin
    select count(*) into wanting from call_budget b
      where b.operator_id = _operator and b.app_id = _app and b.organisation_id <> ''
      and greatest(b.hungry_until, b.called_at + _minute) > _moment;
    for had in
      select count(*) from call_budget b join call_entry e using (operator_id, app_id, organisation_id)
        where b.operator_id = _operator and b.app_id = _app and b.organisation_id <> ''
        and b.called_at + _minute > _moment and (greatest(b.hungry_until, b.called_at + _minute / 60) > _moment) is not true
        and coalesce(e.finished_at, e.expires_at) > _moment - _minute
        group by b.organisation_id order by 1
    loop
      exit when had * wanting > room;
      room := room - had;
      wanting := wanting - 1;
    end loop;
    return ceil(room::numeric / greatest(wanting, 1));
  end $$;
`;

/**
 * Grants a call or says how long to wait and for which limit. The clock is read after the lock was won: now() would be
 * the transaction's start and too early by the wait. `_day_reserve`: how many calls of the day this one must leave.
 *
 * Once half of the app's minute is used, no organisation gets more than its share.
 */
export const takeCall = `
  create function take_call(
    _operator uuid, _app uuid, _organisation text, _call uuid,
    _concurrent integer, _per_minute integer, _per_day integer, _per_app_minute integer,
    _lifted_from timestamptz, _lifted_until timestamptz,
    _lease interval, _minute interval, _day interval, _day_reserve integer,
    out wait_ms integer, out limited_by text
  ) language plpgsql as $$
  declare
    budget call_budget;
    app_budget call_budget;
    moment timestamptz;
    lifted boolean;
    running integer;
    recent integer;
    had integer;
    fair_share integer;
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
      select count(*) filter (where finished_at is null and expires_at > moment), count(*) filter (where counted), count(*)
        into running, recent, had from call_entry
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
      if not lifted and budget.day_left <= _day_reserve then
        select coalesce(sum(used), 0), min(bucket) + day_bucket + _day into tallied, free_at from call_tally
          where operator_id = _operator and app_id = _app and organisation_id = _organisation and bucket > moment - _day - day_bucket;
        if tallied >= _per_day - _day_reserve then
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
    if _organisation <> '' and tallied >= _per_app_minute / 2 then
      fair_share := app_budget.share;
      if (app_budget.share_until > moment) is not true then
        fair_share := app_share(_operator, _app, _per_app_minute, moment, _minute);
        update call_budget set share = fair_share, share_until = moment + app_bucket
          where operator_id = _operator and app_id = _app and organisation_id = '';
      end if;
    end if;
    if tallied >= _per_app_minute then
      limited_by := 'appMinute';
    elsif had >= fair_share then
      limited_by := 'appMinute';
      -- Others may want less by then.
      free_at := moment + 5 * app_bucket;
    end if;
    if limited_by is not null then
      wait_ms := greatest(ceil(extract(epoch from free_at - moment) * 1000), 1);
      update call_budget set hungry_until = free_at + (free_at - moment) + app_bucket
        where operator_id = _operator and app_id = _app and organisation_id = _organisation and _organisation <> '';
      return;
    end if;
    perform call_tallied(_operator, _app, '', moment, app_bucket, _minute);

    if _organisation <> '' then
      insert into call_entry values (_operator, _app, _organisation, _call, moment, moment + _lease, null, not lifted);
      if not lifted then
        perform call_tallied(_operator, _app, _organisation, moment, day_bucket, _day);
      end if;
      update call_budget set minute_left = greatest(minute_left - 1, 0), day_left = greatest(day_left - 1, 0), called_at = moment, hungry_until = null
        where operator_id = _operator and app_id = _app and organisation_id = _organisation;
    end if;
    wait_ms := 0;
  end $$;
`;
