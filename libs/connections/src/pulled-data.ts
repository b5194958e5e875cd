import { Tenants } from '#database/tenant';

/** Records removed in one transaction: some tenths of a second. */
const batch = 5000;

export interface PulledThrough {
  readonly operatorId: string;
  readonly connectionId: string;
}

/**
 * Removes what was pulled through a connection that has ended, in steps: one transaction for a million records would keep
 * PostgreSQL from clearing up anything for as long as it lasts. The totals of the lists are true after every step, so
 * that it may be cut off after any.
 */
export async function removePulled(tenants: Tenants, { operatorId, connectionId }: PulledThrough): Promise<void> {
  await whateverEndsMeanwhile(() => tenants.sql(operatorId, async (client) => {
    for (const statement of endOfWork) await client.query(statement, [operatorId, connectionId]);
  }));
  let last: Step | undefined = { data_type: '', source_id: '' };
  while (last) last = await removeAfter(tenants, { operatorId, connectionId }, last);
}

/** A reading that ends at the same time locks its row and then the others: PostgreSQL then lets one of the two begin again. */
async function whateverEndsMeanwhile(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const deadlock = error instanceof Error && 'code' in error && error.code === '40P01';
      if (!deadlock || tries >= 5) throw error;
    }
  }
}

/** Removes the records that follow, as many as one transaction takes. */
async function removeAfter(tenants: Tenants, { operatorId, connectionId }: PulledThrough, { data_type, source_id }: Step): Promise<Step | undefined> {
  const values = [operatorId, connectionId, batch, data_type, source_id];
  const { rows } = await tenants.sql(operatorId, (client) => client.query<Step>(removal, values), ['enable_sort = off']);
  return rows[0];
}

/**
 * Ends the work that may be writing records: a page that is just being stored is waited for, a later one finds its attempt
 * gone.
 */
const endOfWork = ['reading', 'remapping', 'ledger_proof', 'push'].map((table) => `delete from ${table} where operator_id = $1 and connection_id = $2`);

/**
 * For the transaction that removes the connection itself. Records are partitioned without a foreign key, so that nothing
 * removes them by itself.
 */
export const lastOfPulled = [...endOfWork, ...['record', 'record_version', 'record_total', 'source_change'].map((table) => `delete from ${table} where operator_id = $1 and connection_id = $2`)];

/** The last record of a step; there is none when nothing was left. */
interface Step {
  readonly data_type: string;
  readonly source_id: string;
}

/** By places in the table, found along the primary key: whatever PostgreSQL believes about the table, each step is as quick as the first. */
const removal = `
  with step as materialized (
    select ctid as place, data_type, source_id from record
    where operator_id = $1 and connection_id = $2 and (data_type, source_id) > ($4, $5) order by data_type, source_id limit $3),
  gone as (
    delete from record where operator_id = $1 and connection_id = $2 and ctid = any (array(select place from step))
    returning data_type, document is not null as served, is_deleted, fault is not null as faulty),
  versions as (
    delete from record_version v using step s
    where v.operator_id = $1 and v.connection_id = $2 and v.data_type = s.data_type and v.source_id = s.source_id),
  sums as (
    select data_type, count(*) filter (where served) as served, count(*) filter (where not served) as unserved,
      count(*) filter (where served and is_deleted) as deleted, count(*) filter (where faulty) as faulty
    from gone group by data_type),
  totals as (
    update record_total t set served = t.served - s.served, unserved = t.unserved - s.unserved, deleted = t.deleted - s.deleted,
      faulty = t.faulty - s.faulty, version = t.version + 1
    from sums s where t.operator_id = $1 and t.connection_id = $2 and t.data_type = s.data_type)
  select data_type, source_id from step order by data_type desc, source_id desc limit 1`;
