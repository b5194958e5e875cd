import { connectorOf } from '#connectors/registry';
import type { LinkAttemptStatus, LinkCandidate } from '#database/entities/link-attempt.entity';
import { appendConnectionEvent } from '#events/append';
import type { EntityManager } from 'typeorm';
import { noteFault } from './connection-faults.js';
import { linkFault, type LinkReason } from './link-reasons.js';

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

/** One row of `attemptColumns`. */
export interface AttemptRow {
  readonly operator_id: string;
  readonly id: string;
  readonly company_id: string;
  readonly connection_id: string;
  readonly app_id: string;
  readonly browser_hash: Buffer;
  readonly status: LinkAttemptStatus;
  readonly reason: LinkReason | null;
  readonly grant_id: string | null;
  readonly candidates: readonly LinkCandidate[] | null;
  readonly late: boolean;
}

export function attemptOf(row: AttemptRow): Attempt {
  const { id, status, reason, late } = row;
  return {
    id, status, reason, late,
    operatorId: row.operator_id, companyId: row.company_id, connectionId: row.connection_id, appId: row.app_id,
    browserHash: row.browser_hash, grantId: row.grant_id, candidates: row.candidates ?? [],
  };
}

/** Nothing can be linked through it any more. */
export function isOver({ status, late }: Attempt): boolean {
  return status !== 'started' || late;
}

export async function readAttempt(manager: EntityManager, operatorId: string, id: string, { lock = false } = {}): Promise<Attempt | null> {
  const [row] = await manager.query<AttemptRow[]>(
    `select ${attemptColumns} from link_attempt where operator_id = $1 and id = $2${lock ? ' for update' : ''}`, [operatorId, id]);
  return row ? attemptOf(row) : null;
}

export async function endAttempt(manager: EntityManager, { operatorId, id, connectionId }: Attempt, status: 'linked' | 'failed' | 'expired', reason: LinkReason | null): Promise<void> {
  await manager.query(`
    update link_attempt set status = $3, reason = $4, completed_at = now() where operator_id = $1 and id = $2`, [operatorId, id, status, reason]);
  if (status === 'failed' && reason) await tellOfFailure(manager, { operatorId, connectionId }, reason);
}

/** A connection that is linked has lost nothing by a repair that did not come about: only the event says why. */
async function tellOfFailure(manager: EntityManager, place: Pick<Attempt, 'operatorId' | 'connectionId'>, reason: LinkReason): Promise<void> {
  const { operatorId, connectionId } = place;
  const [connection] = await manager.query<{ platform_key: string; status: string }[]>(
    'select platform_key, status from connection where operator_id = $1 and id = $2', [operatorId, connectionId]);
  if (!connection) return;
  const fault = linkFault(reason, connectorOf(connection.platform_key).name);
  if (connection.status !== 'Linked') await noteFault(manager, place, fault);
  const failure = { ...fault, erroredOnUtc: `${new Date().toISOString().slice(0, 19)}Z` };
  await appendConnectionEvent(manager, operatorId, connectionId, 'connection.failed', { failure });
}
