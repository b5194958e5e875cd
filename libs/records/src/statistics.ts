import type { SupportedDataType } from '#accounting/data-types';
import type { Tenants } from '#database/tenant';
import type { Place } from './write.js';

/** What PostgreSQL reads wrongly of fewer records costs nobody anything. */
const worthIt = 1000;

/**
 * Has statistics made of the records of a connection after `changed` of them were written, if that is a fifth or more of
 * what is stored of these data types. PostgreSQL does it by itself about a minute later; until then it searches a list
 * that was just filled as if it held next to nothing.
 */
export async function analyseAfter(tenants: Tenants, { operatorId, connectionId }: Place, dataTypes: readonly SupportedDataType[], changed: number): Promise<void> {
  if (changed < worthIt) return;
  await tenants.sql(operatorId, (client) => client.query(`
    select analyze_records($2) from (
      select sum(served + unserved) as stored from record_total where operator_id = $1 and connection_id = $2 and data_type = any($3)) t
    where t.stored <= 5 * $4::bigint`, [operatorId, connectionId, dataTypes, changed]), ['statement_timeout = 60000']);
}
