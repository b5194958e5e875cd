import type pg from 'pg';
import { newId } from '#platform/ids';

interface Connected {
  readonly operatorId: string;
  readonly connectionId: string;
}

/** What runs a statement in the caller's transaction: a client of pg or TypeORM's manager. */
type Query = (text: string, values: unknown[]) => Promise<unknown>;

/** A reading of the connection $2 that has not ended, whichever it is. */
export const openReading = `exists (select 1 from reading o where o.operator_id = $1 and o.connection_id = $2 and o.status in ('queued', 'running', 'waiting'))`;

/** Forever, until the last open reading ends, or at once when there is none. */
export const afterReadings = `case when ${openReading} then 'infinity'::timestamptz else now() end`;

/**
 * Orders, in the caller's transaction, that the connection's books are proved once no reading of it is open. One that has
 * not ended yet serves. The caller holds the connection's row, so that no reading ends between the look and the order.
 */
export async function orderProof(query: Query, { operatorId, connectionId }: Connected): Promise<void> {
  await query(`
    insert into ledger_proof (operator_id, id, connection_id, next_at) select $1, $3, $2, ${afterReadings} on conflict do nothing`,
  [operatorId, connectionId, newId()]);
}

/** In the transaction that ends a reading, which holds the connection's row: what waited for it may start, and what it ordered itself. Returns rows to be woken. */
export async function releaseProofs(client: pg.ClientBase, { operatorId, connectionId }: Connected): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(`
    update ledger_proof set next_at = now()
    where operator_id = $1 and connection_id = $2 and status = 'queued' and next_at >= now() and not ${openReading} returning id`,
  [operatorId, connectionId]);
  return rows.map(({ id }) => id);
}
