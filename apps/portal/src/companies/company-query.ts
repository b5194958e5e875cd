import type { Property, QueryTarget } from '#accounting/properties';
import { connectors } from '#connectors/registry';
import type { Parameters, PropertySql, SqlProperty } from '#records/query-sql';

const strings = (...paths: string[]): Property[] => paths.map((path) => ({ path, type: 'string' }));
const dates = (...paths: string[]): Property[] => paths.map((path) => ({ path, type: 'date' }));

/** What companies are ordered by. */
export const companyOrderTarget: QueryTarget = {
  name: 'Company',
  properties: [...strings('id', 'name', 'description', 'createdByUserName'), ...dates('created', 'lastSync')],
};

/** What companies are filtered by. Of `dataConnections` one must meet the condition; for `!=` none may be equal. */
export const companyTarget: QueryTarget = {
  name: 'Company',
  properties: [
    ...companyOrderTarget.properties,
    ...strings('id', 'status', 'integrationKey', 'integrationId', 'sourceId', 'sourceType', 'platformName').map(within),
    ...dates('created', 'lastSync').map(within),
  ],
};

const ofCompany = 'k.operator_id = c.operator_id and k.company_id = c.id';

const own: Record<string, SqlProperty> = {
  id: { sql: 'c.id::text', storage: 'text' },
  name: { sql: 'c.name', storage: 'text' },
  description: { sql: 'c.description', storage: 'text' },
  createdByUserName: { sql: 'c.created_by_user_name', storage: 'text' },
  created: { sql: "date_trunc('milliseconds', c.created_at)", storage: 'instant' },
  lastSync: { sql: `(select max(k.last_sync_at) from connection k where ${ofCompany})`, storage: 'instant' },
};

const ofConnection: Record<string, SqlProperty> = {
  id: { sql: 'k.id::text', storage: 'text' },
  status: { sql: 'k.status', storage: 'text' },
  integrationKey: { sql: 'k.platform_key', storage: 'text' },
  created: { sql: 'k.created_at', storage: 'instant' },
  lastSync: { sql: 'k.last_sync_at', storage: 'instant' },
};

/** The table company is named `c`. */
export const companyProperty: PropertySql = (path, _type, parameters) => {
  const [first, name] = path.split('.') as [string, string | undefined];
  if (name === undefined) return own[first];
  const { sql, storage } = ofConnection[name] ?? ofConnector(name, parameters);
  return { sql, storage, any: (condition) => `exists (select from connection k where ${ofCompany} and ${condition})` };
};

/** Facts of the platform are not stored with a connection: its key stands for them. */
function ofConnector(name: string, parameters: Parameters): SqlProperty {
  const facts = [...connectors.values()].map((connector) => {
    const value = { integrationId: connector.integrationId, sourceId: connector.sourceId, sourceType: connector.sourceType, platformName: connector.name }[name];
    return `when ${parameters.bind(connector.key)} then ${parameters.bind(value)}::text`;
  });
  return { sql: `(case k.platform_key ${facts.join(' ')} else null end)`, storage: 'text' };
}

function within({ path, type }: Property): Property {
  return { path: `dataConnections.${path}`, type };
}
