import pg from 'pg';
import { Vault } from '#vault/vault';

/** Every column that holds sealed values. Their place is what they were sealed for: operator, table, column, row. */
export const sealedColumns = [
  { table: 'app', column: 'client_secret' },
  { table: 'app', column: 'webhook_key' },
  { table: 'token_grant', column: 'tokens' },
  { table: 'idempotent_request', column: 'answer' },
  { table: 'webhook_consumer', column: 'secret' },
  { table: 'webhook_consumer', column: 'previous_secret' },
] as const;

const batch = 500;

export interface Resealed {
  resealed: number;
  current: number;
}

/**
 * Seals every stored secret again under the first root key, while portal and workers run with the same keys: a value
 * that changed in the meantime is left to whoever changed it, who sealed it under the first key too. Afterwards the older
 * keys can be removed.
 */
export async function resealSecrets(ownerUrl: string, rootKeys: string[]): Promise<Resealed> {
  const vault = new Vault(rootKeys);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const counted: Resealed = { resealed: 0, current: 0 };
  try {
    for (const { table, column } of sealedColumns) {
      let after = ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'];
      for (;;) {
        const { rows } = await client.query<{ operator_id: string; id: string; sealed: Buffer }>(
          `select operator_id, id, ${column} as sealed from ${table}
           where ${column} is not null and (operator_id, id) > ($1, $2) order by operator_id, id limit ${batch}`, after);
        if (rows.length === 0) break;
        for (const { operator_id: operatorId, id, sealed } of rows) {
          if (vault.isCurrent(sealed)) {
            counted.current += 1;
            continue;
          }
          const place = { operatorId, table, column, rowId: id };
          const fresh = vault.seal(vault.open(sealed, place), place);
          await client.query(`begin; set local app.operator = '${operatorId}'`);
          await client.query(`update ${table} set ${column} = $3 where operator_id = $1 and id = $2 and ${column} = $4`, [operatorId, id, fresh, sealed]);
          await client.query('commit');
          counted.resealed += 1;
        }
        const last = rows.at(-1)!;
        after = [last.operator_id, last.id];
      }
    }
  } finally {
    await client.end();
  }
  return counted;
}
