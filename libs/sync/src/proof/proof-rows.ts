import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { ProofResult, ProofSummary, ProofVerdict } from '#database/entities/ledger-proof.entity';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import type { JobIds } from '#queue/jobs';
import { type Attempt, LeasedRows, released } from '#queue/lease';
import type { Access } from '../platform-sources.js';
import { afterReadings } from './due-proofs.js';

/** Ended proofs of a connection that stay; older ones are removed. */
export const keptProofs = 30;

/** A proof under an attempt of this process. */
export interface HeldProof extends Attempt {
  readonly connectionId: string;
  readonly companyId: string;
  readonly platformKey: string;
  readonly connectionStatus: string;
  readonly organisationId: string | null;
  readonly access: Access;
  /** How often it was taken before. */
  readonly tries: number;
  readonly failures: number;
  /** How many of its workers died over it. */
  readonly deaths: number;
  /** What its last try came to. */
  readonly before: ProofResult | null;
  /** Calls of the platform that this attempt has made. */
  calls: number;
}

interface ProofRow {
  connection_id: string; tries: number; failures: number; deaths: number; result: ProofResult | null; attempt: number;
}

interface ConnectionRow {
  company_id: string; platform_key: string; status: string; organisation_id: string | null; tier: string; scopes: string[];
}

/** Proofs as rows: claimed under a lease, written behind a fence, given back or ended. */
@Injectable()
export class ProofRows {
  private readonly owner = newId();
  private readonly leased: LeasedRows;

  constructor(@Inject(Tenants) private readonly tenants: Tenants) {
    this.leased = new LeasedRows(tenants, 'ledger_proof');
  }

  /** Null: not due, ended, in other hands, or a reading of the connection is open; then it waits for that. */
  async claim(ids: JobIds): Promise<HeldProof | null> {
    const row = await this.leased.claim<ProofRow>(ids, this.owner, {
      changes: 'started_at = coalesce(started_at, now()), deaths = deaths + (lease_until is not null)::int',
      due: `not exists (select 1 from reading o where o.operator_id = ledger_proof.operator_id
        and o.connection_id = ledger_proof.connection_id and o.status in ('queued', 'running', 'waiting'))`,
    });
    if (!row) {
      await this.waitForReadings(ids);
      return null;
    }
    return this.tenants.sql(ids.operatorId, async (client) => {
      const { rows: [connection] } = await client.query<ConnectionRow>(`
        select k.company_id, k.platform_key, k.status, k.organisation_id, a.tier, coalesce(g.scopes, '{}') as scopes
        from connection k
        join app a on a.operator_id = k.operator_id and a.id = k.app_id
        left join token_grant g on g.operator_id = k.operator_id and g.id = k.grant_id
        where k.operator_id = $1 and k.id = $2`, [ids.operatorId, row.connection_id]);
      return {
        operatorId: ids.operatorId, id: ids.id, number: row.attempt,
        connectionId: row.connection_id, companyId: connection.company_id, platformKey: connection.platform_key, connectionStatus: connection.status, organisationId: connection.organisation_id,
        access: { tierKey: connection.tier, scopes: connection.scopes },
        tries: row.tries, failures: row.failures, deaths: row.deaths, before: row.result, calls: 0,
      };
    });
  }

  keepAlive(attempt: Attempt): { lost: AbortSignal; stop(): void } {
    return this.leased.keepAlive(attempt);
  }

  /** Gives the work back as it is, for any worker to take at once. */
  async release(held: HeldProof): Promise<void> {
    await this.leased.fenced(held, `${released}, status = 'queued', next_at = now(), calls = calls + $4`, [held.calls]);
  }

  /** Gives the work back until a time. */
  async pause(held: HeldProof, seconds: number, failures: number): Promise<void> {
    await this.leased.fenced(held, `${released}, status = 'waiting', next_at = now() + make_interval(secs => $4), failures = $5, calls = calls + $6`, [seconds, failures, held.calls]);
  }

  /** Gives the work back to be done anew, after the readings that are open by now. */
  async again(held: HeldProof, result: ProofResult): Promise<void> {
    const changes = `${released}, status = 'queued', next_at = 'infinity', tries = tries + 1, failures = 0, deaths = 0, calls = calls + $4, result = $5`;
    await this.leased.fenced(held, changes, [held.calls, JSON.stringify(result)]);
    await this.waitForReadings(held);
  }

  async end(held: HeldProof, verdict: ProofVerdict, result: ProofResult): Promise<void> {
    const changes = `${released}, status = 'complete', finished_at = now(), tries = tries + 1, failures = 0, calls = calls + $4, verdict = $5, result = $6`;
    await this.leased.fenced(held, changes, [held.calls, verdict, JSON.stringify(result)], async (client) => {
      await showOnConnection(client, held, verdict, result);
      await client.query(`
        delete from ledger_proof where operator_id = $1 and id in (
          select id from ledger_proof where operator_id = $1 and connection_id = $2 and status = 'complete'
          order by requested_at desc offset ${keptProofs})`, [held.operatorId, held.connectionId]);
    });
  }

  /** One that waits on the queue for open readings is woken by the end of the last. The connection's row is held as such an end holds it. */
  private async waitForReadings({ operatorId, id }: JobIds): Promise<void> {
    await this.tenants.sql(operatorId, async (client) => {
      const { rows: [proof] } = await client.query<{ connection_id: string }>(`
        select k.id as connection_id from ledger_proof p join connection k on k.operator_id = p.operator_id and k.id = p.connection_id
        where p.operator_id = $1 and p.id = $2 and p.status = 'queued' for update of k`, [operatorId, id]);
      if (!proof) return;
      await client.query(`update ledger_proof set next_at = ${afterReadings} where operator_id = $1 and id = $3 and status = 'queued'`, [operatorId, proof.connection_id, id]);
    });
  }
}

async function showOnConnection(client: pg.ClientBase, held: HeldProof, status: ProofVerdict, { message, comparison }: ProofResult): Promise<void> {
  const summary: ProofSummary = { status, message, ...(comparison && { asOf: comparison.asOf }), completed: new Date().toISOString() };
  await client.query('update connection set ledger_proof = $3 where operator_id = $1 and id = $2', [held.operatorId, held.connectionId, JSON.stringify(summary)]);
}
