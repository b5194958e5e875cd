import { Injectable } from '@nestjs/common';
import { Tenants } from '#database/tenant';
import { conflict, unprocessable } from '#platform/errors';
import { type Place, Vault } from '#vault/vault';

const keptDays = 7;
/** No request takes this long: whoever ran one that has no answer by then is dead. */
const cutOffMinutes = 10;

/** A request under the caller's own key: `id` is the key, `hash` is of everything that was asked. */
export interface IdempotentRequest {
  operatorId: string;
  id: string;
  hash: Buffer;
}

export interface StoredAnswer {
  status: number;
  /** As it was sent; empty for none. */
  text: string;
}

interface Row {
  same: boolean;
  cut_off: boolean;
  status: number | null;
  answer: Buffer | null;
}

/**
 * A request under a key runs at most once. Its row is committed before it runs and is the caller's only permit: nobody
 * runs a request whose row another one wrote. When the process dies in the middle, nobody knows how far it came, so that
 * the request is not run again either: the caller is told to look. Answers are sealed, because some hold secrets.
 */
@Injectable()
export class IdempotentRequests {
  constructor(private readonly tenants: Tenants, private readonly vault: Vault) {}

  /**
   * Undefined: run it, then tell `finish` or `release`. Otherwise the answer that it had. A conflict while it runs or when
   * it was cut off; unprocessable when the key was used for something else.
   */
  async begin({ operatorId, id, hash }: IdempotentRequest): Promise<StoredAnswer | undefined> {
    const key = [operatorId, id];
    const row = await this.tenants.sql(operatorId, async (client) => {
      await client.query(`delete from idempotent_request where operator_id = $1 and begun_at < now() - make_interval(days => ${keptDays})`, [operatorId]);
      const { rowCount } = await client.query('insert into idempotent_request (operator_id, id, request_hash) values ($1, $2, $3) on conflict do nothing', [...key, hash]);
      if (rowCount === 1) return 'new';
      const { rows } = await client.query<Row>(`
        select request_hash = $3 as same, begun_at < now() - make_interval(mins => ${cutOffMinutes}) as cut_off, status, answer
        from idempotent_request where operator_id = $1 and id = $2`, [...key, hash]);
      return rows[0];
    });
    if (row === 'new') return undefined;
    // A row that is gone by now belongs to a request that was told to come again later.
    if (!row) throw running();
    if (!row.same) throw unprocessable('This Idempotency-Key was used for another request. Send each request under a key of its own.');
    if (row.status === null) throw row.cut_off ? cutOff() : running();
    return { status: row.status, text: this.vault.open(row.answer!, placeOf(operatorId, id)) };
  }

  async finish({ operatorId, id }: IdempotentRequest, { status, text }: StoredAnswer): Promise<void> {
    const answer = this.vault.seal(text, placeOf(operatorId, id));
    await this.tenants.sql(operatorId, (client) =>
      client.query('update idempotent_request set status = $3, answer = $4 where operator_id = $1 and id = $2', [operatorId, id, status, answer]));
  }

  /** It did nothing and may be sent again under its key. */
  async release({ operatorId, id }: IdempotentRequest): Promise<void> {
    await this.tenants.sql(operatorId, (client) => client.query('delete from idempotent_request where operator_id = $1 and id = $2', [operatorId, id]));
  }
}

const placeOf = (operatorId: string, rowId: string): Place => ({ operatorId, table: 'idempotent_request', column: 'answer', rowId });

const running = () => conflict('A request with this Idempotency-Key is still being processed. Ask again in a moment.', 'idempotencyInProgress');
const cutOff = () => conflict(
  'The first request with this Idempotency-Key was cut off, and whether it took effect is not known. Look whether it did; send it under a new key if not.',
  'outcomeUnknown',
);
