import type { LinkAttemptStatus, LinkCandidate } from '#database/entities/link-attempt.entity';
import type { EntityManager } from 'typeorm';
import type { LinkReason } from './link-reasons.js';

export interface Attempt {
  readonly operatorId: string;
  readonly id: string;
  readonly companyId: string;
  readonly connectionId: string;
  readonly appId: string;
  readonly browserHash: Buffer;
  readonly status: LinkAttemptStatus;
  readonly reason: LinkReason | null;
  readonly grantId: string | null;
  readonly candidates: readonly LinkCandidate[];
  /** Its time ran out, whether or not a sweep has noticed. */
  readonly late: boolean;
}

export const attemptColumns = `operator_id, id, company_id, connection_id, app_id, browser_hash, status, reason, grant_id, candidates, expires_at <= now() as late`;

// The raw driver's rows are untyped; this is where they get their shape.
export function attemptOf(row: Record<string, never>): Attempt {
  return {
    operatorId: row['operator_id']!, id: row['id']!, companyId: row['company_id']!, connectionId: row['connection_id']!, appId: row['app_id']!,
    browserHash: row['browser_hash']!, status: row['status']!, reason: row['reason'] ?? null, grantId: row['grant_id'] ?? null,
    candidates: row['candidates'] ?? [], late: row['late']!,
  };
}

export async function readAttempt(manager: EntityManager, operatorId: string, id: string, { lock = false } = {}): Promise<Attempt | null> {
  const [row] = await manager.query(
    `select ${attemptColumns} from link_attempt where operator_id = $1 and id = $2${lock ? ' for update' : ''}`, [operatorId, id]);
  return row ? attemptOf(row) : null;
}

export async function endAttempt(manager: EntityManager, { operatorId, id }: Attempt, status: 'linked' | 'failed' | 'expired', reason: LinkReason | null): Promise<void> {
  await manager.query(`
    update link_attempt set status = $3, reason = $4, completed_at = now() where operator_id = $1 and id = $2`, [operatorId, id, status, reason]);
}
