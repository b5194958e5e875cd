import { newId } from '#platform/ids';
import type { EventType, WriteEventType } from './event-types.js';

/** A transaction of TypeORM's or of plain SQL. */
export interface Transaction {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** What an event is about, as SQL beside the rows `c` of the company and `k` of the connection. */
const company = `jsonb_build_object('id', c.id, 'name', c.name, 'description', c.description, 'tags', c.tags, 'createdAt', c.created_at)`;
const connection = `jsonb_build_object('id', k.id, 'platformKey', k.platform_key, 'status', k.status, 'organisationId', k.organisation_id,
  'organisationName', k.organisation_name, 'errors', k.errors, 'createdAt', k.created_at, 'lastSyncAt', k.last_sync_at)`;

/** Writes an event in the transaction of what it tells: both are there afterwards or neither is. `at`: when it is to be told, if not at once. */
export async function appendEvent(transaction: Transaction, operatorId: string, type: EventType, subject: object, at?: Date): Promise<string> {
  const id = newId();
  await transaction.query(`
    insert into event (operator_id, id, type, subject, created_at) values ($1, $2, $3, $4, coalesce($5, now()))`, [operatorId, id, type, JSON.stringify(subject), at ?? null]);
  return id;
}

/** Tells of a company as it stands now, with `more` about it: after it was created, before it is deleted. */
export async function appendCompanyEvent(transaction: Transaction, operatorId: string, companyId: string, type: EventType & `company.${string}`, more: object = {}): Promise<void> {
  await transaction.query(`
    insert into event (operator_id, id, type, subject) select c.operator_id, $3, $4, jsonb_build_object('company', ${company}) || $5::jsonb
    from company c where c.operator_id = $1 and c.id = $2`, [operatorId, companyId, newId(), type, JSON.stringify(more)]);
}

/** Tells how a write through a connection has ended. */
export async function appendWriteEvent(transaction: Transaction, operatorId: string, connectionId: string, type: WriteEventType, write: object): Promise<void> {
  await transaction.query(`
    insert into event (operator_id, id, type, subject) select k.operator_id, $3, $4, jsonb_build_object('company', ${company}, 'write', $5::jsonb)
    from connection k join company c on c.operator_id = k.operator_id and c.id = k.company_id
    where k.operator_id = $1 and k.id = $2`, [operatorId, connectionId, newId(), type, JSON.stringify(write)]);
}

/** Tells of a connection as it stands now, with `more` about it. */
export async function appendConnectionEvent(
  transaction: Transaction, operatorId: string, connectionId: string, type: EventType & (`connection.${string}` | `read.${string}` | 'data.changed'), more: object = {},
): Promise<void> {
  await transaction.query(`
    insert into event (operator_id, id, type, subject)
    select k.operator_id, $3, $4, jsonb_build_object('company', ${company}, 'connection', ${connection}) || $5::jsonb
    from connection k join company c on c.operator_id = k.operator_id and c.id = k.company_id
    where k.operator_id = $1 and k.id = $2`, [operatorId, connectionId, newId(), type, JSON.stringify(more)]);
}
