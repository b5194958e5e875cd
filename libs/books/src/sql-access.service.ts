import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Tenants } from '#database/tenant';
import { conflict } from '#platform/errors';
import { scramVerifier } from './scram.js';

/** The role with which an operator's consumers read its books. */
export interface SqlRole {
  readonly name: string;
  readonly createdAt: Date;
  readonly passwordSetAt: Date;
}

/** Why this installation has no such roles, by the word that the database gives. */
const refusals: Readonly<Record<string, string>> = {
  createrole: 'The role that owns this database may not create roles. Let its administrator run "alter role … createrole" for the role in DATABASE_URL of the migrations, and run them again.',
  unprepared: 'The views for SQL were not laid yet. Run the migrations again.',
  temporary: 'Every role may create temporary tables in this database. Let its owner run "revoke temporary, create on database … from public".',
};

/** Gives an operator's consumers a role of the database that reads its books and nothing else. */
@Injectable()
export class SqlAccess {
  constructor(private readonly tenants: Tenants) {}

  /** Null when there is none. */
  async role(operatorId: string): Promise<SqlRole | null> {
    return this.tenants.sql(operatorId, async (client) => {
      const { rows: [row] } = await client.query<{ role_name: string; created_at: Date; password_set_at: Date }>('select role_name, created_at, password_set_at from sql_reader where operator_id = $1', [operatorId]);
      return row ? { name: row.role_name, createdAt: row.created_at, passwordSetAt: row.password_set_at } : null;
    });
  }

  /** Why no role can be made here, in words for the operator's administrator; null where it can. */
  refusal(operatorId: string): Promise<string | null> {
    return this.tenants.sql(operatorId, refusalIn);
  }

  /** Makes the role, or gives it another password and ends whoever used the earlier one. The password is not kept. A conflict where there are no roles. */
  async renew(operatorId: string): Promise<string> {
    const password = randomBytes(32).toString('base64url');
    const verifier = await scramVerifier(password, randomBytes(16));
    await this.tenants.sql(operatorId, async (client) => {
      const refusal = await refusalIn(client);
      if (refusal) throw conflict(refusal);
      await client.query('select directory.put_sql_reader($1)', [verifier]);
    });
    return password;
  }

  /** Ends whoever uses it. */
  async remove(operatorId: string): Promise<void> {
    await this.tenants.sql(operatorId, (client) => client.query('select directory.drop_sql_reader()'));
  }
}

async function refusalIn(client: pg.ClientBase): Promise<string | null> {
  const { rows: [{ word }] } = await client.query<{ word: string | null }>('select directory.sql_refusal() as word');
  return word && refusals[word];
}
