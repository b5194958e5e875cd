import type pg from 'pg';
import type { SupportedDataType } from '#accounting/data-types';
import type { Place } from '#records/write';

/** Before documents are mapped by an edition of the mappings: whatever was known to be all of another one is a mixture from then on. */
export async function beginEdition(client: pg.ClientBase, { operatorId, connectionId }: Place, dataTypes: readonly SupportedDataType[], edition: string | null): Promise<void> {
  await client.query(`
    update source_state set mapped_by = null
    where operator_id = $1 and connection_id = $2 and data_type = any($3) and mapped_by is not null and mapped_by is distinct from $4`,
  [operatorId, connectionId, dataTypes, edition]);
}

/** Whether all that a source ever brought of these data types is stored as this edition maps it. */
export async function isMappedBy(
  client: pg.ClientBase, { operatorId, connectionId, source }: Place & { readonly source: string }, dataTypes: readonly SupportedDataType[], edition: string | null,
): Promise<boolean> {
  const { rows: [{ count }] } = await client.query<{ count: number }>(`
    select count(*)::int as count from source_state
    where operator_id = $1 and connection_id = $2 and source = $3 and data_type = any($4) and mapped_by = $5`,
  [operatorId, connectionId, source, dataTypes, edition]);
  return count === dataTypes.length;
}
