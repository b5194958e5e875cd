import type { EntityManager } from 'typeorm';
import { leaseSeconds } from './platform-work.js';

/** A consent whose tokens are stored, held under a lease by whoever settles it. */
export interface ConsentRow {
  readonly operatorId: string;
  /** That of its attempt, which may be gone. */
  readonly id: string;
  readonly companyId: string;
  readonly appId: string;
  readonly grantId: string;
  /** The platform's name for the consent; undefined where it has none. */
  readonly consentId: string | undefined;
  /** Counts those who held the lease: nobody writes for a former one. */
  readonly attempts: number;
}

interface StoredRow {
  readonly company_id: string;
  readonly app_id: string;
  readonly grant_id: string;
  readonly external_id: string | null;
  readonly attempts: number;
}

/** In the transaction that stores the tokens; the lease is the caller's. */
export async function addConsent(manager: EntityManager, consent: Omit<ConsentRow, 'attempts'>): Promise<ConsentRow> {
  const { operatorId, id, companyId, appId, grantId, consentId } = consent;
  await manager.query(`
    insert into consent (operator_id, id, company_id, app_id, grant_id, external_id, attempts, lease_until, next_at)
    values ($1, $2, $3, $4, $5, $6, 1, now() + $7 * interval '1 second', now() + $7 * interval '1 second')`,
    [operatorId, id, companyId, appId, grantId, consentId ?? null, leaseSeconds]);
  return { ...consent, attempts: 1 };
}

/** Null when the row is settled, not due, or in somebody's hands. */
export async function claimConsent(manager: EntityManager, operatorId: string, id: string): Promise<ConsentRow | null> {
  const [[row]] = await manager.query<[StoredRow[], number]>(`
    update consent set attempts = attempts + 1, lease_until = now() + $3 * interval '1 second', next_at = now() + $3 * interval '1 second'
    where operator_id = $1 and id = $2 and status = 'started' and next_at <= now() and coalesce(lease_until < now(), true)
    returning company_id, app_id, grant_id, external_id, attempts`, [operatorId, id, leaseSeconds]);
  if (!row) return null;
  return {
    operatorId, id, companyId: row.company_id, appId: row.app_id, grantId: row.grant_id,
    consentId: row.external_id ?? undefined, attempts: row.attempts,
  };
}

/** False when the row is somebody else's by now: then nothing else may be written either. */
export async function endConsent(manager: EntityManager, consent: ConsentRow, status: 'done' | 'given-up', error: string | null = null): Promise<boolean> {
  const { operatorId, id, attempts } = consent;
  const [rows] = await manager.query<[unknown[], number]>(`
    update consent set status = $4, done_at = now(), lease_until = null, last_error = $5
    where operator_id = $1 and id = $2 and attempts = $3 and status = 'started' returning 1`, [operatorId, id, attempts, status, error]);
  return rows.length > 0;
}

/** Gives the lease back, for somebody to settle the consent later. */
export async function postponeConsent(manager: EntityManager, consent: ConsentRow, seconds: number, why: string): Promise<void> {
  const { operatorId, id, attempts } = consent;
  await manager.query(`
    update consent set lease_until = null, next_at = now() + $4 * interval '1 second', last_error = $5
    where operator_id = $1 and id = $2 and attempts = $3 and status = 'started'`, [operatorId, id, attempts, seconds, why]);
}
