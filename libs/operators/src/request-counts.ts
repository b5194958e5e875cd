import type pg from 'pg';
import type { Tenants } from '#database/tenant';
import { appendEvent } from '#events/append';

/** Whose requests, and of which day (UTC). */
export interface RequestDay {
  readonly operatorId: string;
  readonly day: string;
}

interface Counted {
  readonly used: number;
  readonly linked: number;
}

/**
 * Adds to what an operator asked on a day and returns the day's sum of all portals, and how many of its companies are
 * linked. `limitOf`: how many requests that allows; consumers are told once that they are used.
 */
export async function addRequests(tenants: Tenants, { operatorId, day }: RequestDay, count: number, limitOf: (linked: number) => number): Promise<Counted> {
  return tenants.sql(operatorId, async (client) => {
    const { rows: [{ told, ...counted }] } = await client.query<Counted & { told: number | null }>(`
      with added as (
        insert into request_count as counted (operator_id, day, used) values ($1, $2, $3)
        on conflict (operator_id, day) do update set used = counted.used + excluded.used returning used, told_limit as told
      ), past as (delete from request_count where operator_id = $1 and day < $2)
      select used, told, (select count(distinct company_id)::int from connection where operator_id = $1 and status = 'Linked') as linked from added`,
    [operatorId, day, count]);
    const limit = limitOf(counted.linked);
    if (counted.used >= limit && told !== limit) await tellOfLimit(client, { operatorId, day }, limit, told === null);
    return counted;
  });
}

/** A company that is linked meanwhile raises the limit, which may be reached again; the day has one end. */
async function tellOfLimit(client: pg.ClientBase, { operatorId, day }: RequestDay, dailyQuota: number, first: boolean): Promise<void> {
  const midnight = (days: number) => new Date(Date.parse(day) + days * 86_400_000);
  await client.query('update request_count set told_limit = $3 where operator_id = $1 and day = $2', [operatorId, day, dailyQuota]);
  await appendEvent(client, operatorId, 'client.rateLimit.reached', { quota: { dailyQuota, quotaRemaining: 0, expiryDate: midnight(1).toISOString() } });
  if (!first) return;
  await appendEvent(client, operatorId, 'client.rateLimit.reset', { quota: { dailyQuota, quotaRemaining: dailyQuota, expiryDate: midnight(2).toISOString() } }, midnight(1));
}
