import type pg from 'pg';

interface Used {
  readonly calls: string;
  readonly throttled: string;
  readonly bytes: string;
  readonly calls_today: string;
  readonly throttled_today: string;
  readonly bytes_today: string;
}

export interface AppRow extends Used {
  readonly id: string;
  readonly platform_key: string;
  readonly tier: string;
  readonly connections: number;
  readonly new_connections: number;
}

export interface OrganisationRow extends Used {
  readonly app_id: string;
  readonly platform_key: string;
  readonly tier: string;
  readonly organisation_id: string;
  readonly organisation_name: string | null;
  readonly company_id: string | null;
  /** At least as many are left by what the last answer said; null before one. */
  readonly told_left: number | null;
  /** Calls of the last 24 hours. */
  readonly counted: string;
  readonly blocked: boolean;
}

const month = `date_trunc('month', now() at time zone 'UTC')`;
const sums = ['calls', 'throttled', 'bytes'].map((column) => `
  coalesce(sum(m.${column}), 0) as ${column},
  coalesce(sum(m.${column}) filter (where m.day = (now() at time zone 'UTC')::date), 0) as ${column}_today`).join(',');

export async function appRows(client: pg.ClientBase, operatorId: string): Promise<AppRow[]> {
  const { rows } = await client.query<AppRow>(`
    select a.id, a.platform_key, a.tier, ${sums},
      (select count(*)::int from connection c where c.operator_id = $1 and c.app_id = a.id and c.status = 'Linked') as connections,
      (select count(*)::int from connection c where c.operator_id = $1 and c.app_id = a.id and c.status = 'Linked'
        and c.linked_at at time zone 'UTC' >= ${month}) as new_connections
    from app a left join call_meter m on m.operator_id = a.operator_id and m.app_id = a.id and m.day >= ${month}
    where a.operator_id = $1 group by a.operator_id, a.id order by a.created_at, a.id`, [operatorId]);
  return rows;
}

export async function organisationRows(client: pg.ClientBase, operatorId: string): Promise<OrganisationRow[]> {
  const { rows } = await client.query<OrganisationRow>(`
    with used as (
      select m.app_id, m.organisation_id, ${sums} from call_meter m
      where m.operator_id = $1 and m.day >= ${month} and m.organisation_id <> '' group by 1, 2)
    select u.*, a.platform_key, a.tier, c.organisation_name, c.company_id,
      b.day_left as told_left, coalesce(b.blocked_by = 'day' and b.blocked_until > now(), false) as blocked,
      (select coalesce(sum(t.used), 0) from call_tally t where t.operator_id = $1 and t.app_id = u.app_id
        and t.organisation_id = u.organisation_id and t.bucket > now() - interval '1 day') as counted
    from used u join app a on a.operator_id = $1 and a.id = u.app_id
    left join call_budget b on b.operator_id = $1 and b.app_id = u.app_id and b.organisation_id = u.organisation_id
    left join lateral (
      select organisation_name, company_id from connection c where c.operator_id = $1 and c.app_id = u.app_id and c.organisation_id = u.organisation_id
      order by linked_at desc nulls last limit 1) c on true
    order by u.calls desc, u.organisation_id`, [operatorId]);
  return rows;
}

/** Sums are texts in SQL, since they may pass what an integer holds; here they do not pass 2^53. */
export function periodsOf(row: Used) {
  return {
    today: { calls: Number(row.calls_today), throttled: Number(row.throttled_today), bytes: Number(row.bytes_today) },
    month: { calls: Number(row.calls), throttled: Number(row.throttled), bytes: Number(row.bytes) },
  };
}
