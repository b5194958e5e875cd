import type pg from 'pg';
import type { PlatformChange } from '#connector-kit/incoming-webhooks';

/** What a platform told an app of. */
export interface SourceChange extends PlatformChange {
  readonly appId: string;
}

/**
 * Notes what is to be fetched, whatever number of times it was told, for the connections that are linked to these
 * organisations; others are nobody's business. Returns the connections of which nothing was noted before.
 *
 * A row that a worker is just taking is waited for and then made anew: the reading that it starts may be too early.
 */
export async function noteChanges(client: pg.ClientBase, operatorId: string, changes: readonly SourceChange[]): Promise<string[]> {
  const { rows } = await client.query<{ connection_id: string }>({
    name: 'source-change-note',
    // In one order, so that two portals never wait for each other.
    text: `
      insert into source_change (operator_id, connection_id, source)
      select distinct k.operator_id, k.id, c.source
      from unnest($2::uuid[], $3::text[], $4::text[]) as c (app_id, organisation_id, source)
      join connection k on k.operator_id = $1 and k.app_id = c.app_id and k.organisation_id = c.organisation_id and k.status = 'Linked'
      order by k.id, c.source
      on conflict do nothing returning connection_id`,
    values: [operatorId, changes.map(({ appId }) => appId), changes.map(({ organisationId }) => organisationId), changes.map(({ source }) => source)],
  });
  return [...new Set(rows.map((row) => row.connection_id))];
}

/** Notes sources of one connection that are to be read again. Wake the job `change` of it after the commit. */
export async function noteSources(client: pg.ClientBase, { operatorId, connectionId }: { operatorId: string; connectionId: string }, sources: readonly string[]): Promise<void> {
  await client.query(`
    insert into source_change (operator_id, connection_id, source) select distinct $1::uuid, $2::uuid, source from unnest($3::text[]) as source order by source on conflict do nothing`,
  [operatorId, connectionId, sources]);
}

/** In the transaction that ends a reading, which holds the connection's row. */
export async function hasSourceChanges(client: pg.ClientBase, { operatorId, connectionId }: { operatorId: string; connectionId: string }): Promise<boolean> {
  const { rowCount } = await client.query('select from source_change where operator_id = $1 and connection_id = $2 and next_at <= now() limit 1', [operatorId, connectionId]);
  return rowCount === 1;
}
