import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { isSupportedDataType, supportedDataTypes } from '#accounting/data-types';

/**
 * Orders that stored records are mapped again from what the accounting software once sent: of every connection, of these
 * data types or of all. Workers find the orders by themselves. Returns how many connections there are records of.
 * Throws, and orders nothing, when one of them is no data type that is stored.
 */
export async function orderRemappings(ownerUrl: string, dataTypes: readonly string[]): Promise<number> {
  const unknown = dataTypes.filter((dataType) => !isSupportedDataType(dataType));
  if (unknown.length > 0) throw new Error(`No such data type: ${unknown.join(', ')}. There are: ${supportedDataTypes.join(', ')}.`);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ operator_id: string; connection_id: string; data_types: string[] }>(`
      select operator_id, connection_id, array_agg(data_type order by data_type) as data_types from record_total
      where served + unserved > 0 and (cardinality($1::text[]) = 0 or data_type = any($1)) group by 1, 2`, [dataTypes]);
    for (const { operator_id: operatorId, connection_id: connectionId, data_types: found } of rows) {
      await client.query(`begin; set local app.operator = '${operatorId}'`);
      await client.query(`
        insert into remapping (operator_id, id, connection_id, scope)
        select $1, $2, $3, $4::jsonb where not exists (
          select 1 from remapping where operator_id = $1 and connection_id = $3 and scope = $4::jsonb and status = 'queued' and attempt = 0)`,
      [operatorId, randomUUID(), connectionId, JSON.stringify({ dataTypes: found })]);
      await client.query('commit');
    }
    return rows.length;
  } finally {
    await client.end();
  }
}
