import type { Tenants } from '#database/tenant';

/** Adds to what an operator asked on a day and returns the day's sum of all portals, and how many of its companies are linked. */
export async function addRequests(tenants: Tenants, operatorId: string, day: string, count: number): Promise<{ used: number; linked: number }> {
  return tenants.sql(operatorId, async (client) => {
    const { rows } = await client.query<{ used: number; linked: number }>(`
      with added as (
        insert into request_count as counted (operator_id, day, used) values ($1, $2, $3)
        on conflict (operator_id, day) do update set used = counted.used + excluded.used returning used
      ), past as (delete from request_count where operator_id = $1 and day < $2)
      select used, (select count(distinct company_id)::int from connection where operator_id = $1 and status = 'Linked') as linked from added`,
    [operatorId, day, count]);
    return rows[0];
  });
}
