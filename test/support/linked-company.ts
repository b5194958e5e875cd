import { newId } from '#platform/ids';
import type { TestDatabase } from './database.js';

export interface LinkedCompany {
  readonly operatorId: string;
  readonly companyId: string;
  readonly connectionId: string;
}

/** An operator with one company that is linked to an organisation, without the way there. */
export async function linkedCompany({ tenants }: TestDatabase, platformKey: string): Promise<LinkedCompany> {
  const ids = { operatorId: newId(), companyId: newId(), connectionId: newId() };
  const appId = newId();
  await tenants.sql(ids.operatorId, async (client) => {
    await client.query(`insert into operator (id, name) values ($1, 'Operator')`, [ids.operatorId]);
    await client.query('insert into integration (operator_id, platform_key, enabled) values ($1, $2, true)', [ids.operatorId, platformKey]);
    await client.query(`insert into app (operator_id, id, platform_key, tier) values ($1, $2, $3, 'standard')`, [ids.operatorId, appId, platformKey]);
    await client.query(`insert into company (operator_id, id, name) values ($1, $2, 'Company')`, [ids.operatorId, ids.companyId]);
    await client.query(`
      insert into connection (operator_id, id, company_id, platform_key, app_id, organisation_id, status, linked_at)
      values ($1, $2, $3, $4, $5, 'organisation', 'Linked', now())`,
    [ids.operatorId, ids.connectionId, ids.companyId, platformKey, appId]);
  });
  return ids;
}
