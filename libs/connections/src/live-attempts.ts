import type { EntityManager } from 'typeorm';
import { type Disconnections, dropUnusedGrant } from './disconnections.js';
import { attemptColumns, attemptOf, type AttemptRow } from './link-attempt-row.js';

export interface AttemptsOf {
  readonly operatorId: string;
  readonly appId: string;
  /** All attempts of a company, or those of one connection. */
  readonly of: { readonly companyId: string } | { readonly connectionId: string };
}

/**
 * Under the app's lock: ends attempts that may still complete, because something else takes their place. What they offered
 * to choose from goes back to the platform; so does a consent that comes back later, which is why the state stays known.
 * Returns disconnections to wake.
 */
export async function endLiveAttempts(manager: EntityManager, disconnections: Disconnections, { operatorId, appId, of }: AttemptsOf): Promise<string[]> {
  const [column, id] = 'companyId' in of ? ['company_id', of.companyId] : ['connection_id', of.connectionId];
  const [rows] = await manager.query<[AttemptRow[], number]>(`
    update link_attempt set status = 'expired', reason = 'expired', completed_at = now()
    where operator_id = $1 and app_id = $2 and ${column} = $3 and status in ('started', 'choosing')
    returning ${attemptColumns}`, [operatorId, appId, id]);
  const ids: string[] = [];
  for (const { grantId, candidates } of rows.map(attemptOf)) {
    if (grantId === null) continue;
    for (const { externalId } of candidates) ids.push(...await disconnections.add(manager, { operatorId, appId, grantId, externalId }, 'notChosen'));
    await dropUnusedGrant(manager, operatorId, grantId);
  }
  return ids;
}
