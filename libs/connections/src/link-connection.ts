import { appendConnectionEvent } from '#events/append';
import type { EntityManager } from 'typeorm';
import type { Disconnections, Unwanted } from './disconnections.js';
import type { Attempt } from './link-attempt-row.js';
import type { LinkReason } from './link-reasons.js';
import { type LockedApp, usedSlots } from './slots.js';

/** An organisation at the platform, reached by the tokens of one grant. */
export interface OrganisationLink {
  /** The platform's id of the connection. */
  readonly connectionId: string;
  readonly organisationId: string;
  readonly name: string;
  readonly grantId: string;
}

/** `replaced`: the platform's connection that this one took the place of, through another user's consent. */
export type LinkOutcome = { readonly reason: LinkReason } | { readonly repaired: boolean; readonly replaced: Unwanted | null };

/** Under the app's lock: makes the attempt's connection Linked, or says what stands against it. Nothing is changed then. */
export async function linkConnection(
  manager: EntityManager, disconnections: Disconnections, app: LockedApp, attempt: Attempt, organisation: OrganisationLink,
): Promise<LinkOutcome> {
  const { operatorId, connectionId, companyId } = attempt;
  const [before] = await manager.query<{ status: string; grant_id: string | null; external_id: string | null; linked_at: Date | null }[]>(
    'select status, grant_id, external_id, linked_at from connection where operator_id = $1 and id = $2 for update', [operatorId, connectionId]);
  if (!before) return { reason: 'expired' };
  const reason = await obstacle(manager, app, attempt, organisation);
  if (reason) return { reason };
  const external = { operatorId, appId: app.id, externalId: organisation.connectionId };
  if (!(await disconnections.takeBack(manager, external))) return { reason: 'busy' };
  const repaired = before.status === 'Linked';
  await manager.query(`
    update connection set status = 'Linked', status_reason = null, grant_id = $4, organisation_id = $5, organisation_name = $6,
      external_id = $7, linked_at = case when status = 'Linked' then linked_at else now() end, ended_at = null, errors = '[]'
    where operator_id = $1 and company_id = $2 and id = $3`,
    [operatorId, companyId, connectionId, organisation.grantId, organisation.organisationId, organisation.name, organisation.connectionId]);
  if (!repaired) await appendConnectionEvent(manager, operatorId, connectionId, before.linked_at === null ? 'connection.connected' : 'connection.reconnected');
  const { grant_id: grantId, external_id: externalId } = before;
  if (!repaired || grantId === null || externalId === null || externalId === organisation.connectionId) return { repaired, replaced: null };
  return { repaired, replaced: { operatorId, appId: app.id, grantId, externalId } };
}

async function obstacle(manager: EntityManager, app: LockedApp, attempt: Attempt, organisation: OrganisationLink): Promise<LinkReason | null> {
  const { operatorId, connectionId, companyId } = attempt;
  if (!app.offered) return 'integrationDisabled';
  const [sibling] = await manager.query<unknown[]>(
    `select 1 from connection where operator_id = $1 and company_id = $2 and status = 'Linked' and id <> $3`, [operatorId, companyId, connectionId]);
  if (sibling) return 'companyLinked';
  if ((await takenOrganisations(manager, app, connectionId)).has(organisation.organisationId)) return 'alreadyLinked';
  if (app.limit !== null && await usedSlots(manager, operatorId, app.id, connectionId) >= app.limit) return 'limitReached';
  return null;
}

/** Organisations that other connections of the app are linked to. */
export async function takenOrganisations(manager: EntityManager, { operatorId, id }: { operatorId: string; id: string }, except: string): Promise<Set<string>> {
  const rows: { organisation_id: string }[] = await manager.query(
    `select organisation_id from connection where operator_id = $1 and app_id = $2 and status = 'Linked' and id <> $3`, [operatorId, id, except]);
  return new Set(rows.map((row) => row.organisation_id));
}
