import { Injectable } from '@nestjs/common';
import type { QueryTarget } from '#accounting/properties';
import { connectorOf } from '#connectors/registry';
import { Tenants } from '#database/tenant';
import type { ListQuery } from '../api/inputs.js';
import { type Page, pageOf } from '../api/page.js';
import { pickFrom } from '../api/pick-from.js';
import { dayWarning, forecast } from './forecast.js';
import { type AppRow, appRows, type OrganisationRow, organisationRows, periodsOf } from './usage-rows.js';
import type { AppUsage, OrganisationUsage } from './usage.operations.js';

const numbers = ['today', 'month'].flatMap((period) => ['calls', 'throttled', 'bytes'].map((name) => ({ path: `${period}.${name}`, type: 'number' as const })));
const apps: QueryTarget = {
  name: 'AppUsage',
  properties: [...['appId', 'integrationKey', 'tier'].map((path) => ({ path, type: 'string' as const })), { path: 'connections', type: 'number' }, ...numbers],
};
const organisations: QueryTarget = {
  name: 'OrganisationUsage',
  properties: [
    ...['appId', 'organisationId', 'organisationName', 'companyId'].map((path) => ({ path, type: 'string' as const })),
    { path: 'callsLeftToday', type: 'number' }, ...numbers,
  ],
};

/** What an operator's apps use of what their tiers include. */
@Injectable()
export class Usage {
  constructor(private readonly tenants: Tenants) {}

  async ofApps(operatorId: string, request: ListQuery): Promise<Page<AppUsage>> {
    const rows = await this.tenants.sql(operatorId, (client) => appRows(client, operatorId));
    const now = new Date();
    const { results, total } = pickFrom(rows.map((row) => appUsage(row, now)), request, apps);
    return pageOf('/usage', request, results, total);
  }

  async ofOrganisations(operatorId: string, request: ListQuery): Promise<Page<OrganisationUsage>> {
    const rows = await this.tenants.sql(operatorId, (client) => organisationRows(client, operatorId));
    const now = new Date();
    const { results, total } = pickFrom(rows.map((row) => organisationUsage(row, now)), request, organisations);
    return pageOf('/usage/organisations', request, results, total);
  }
}

function appUsage(row: AppRow, now: Date): AppUsage {
  const { tiers } = connectorOf(row.platform_key);
  const { name, connections, callsPerDay, egressGiB, price } = tiers.find(({ key }) => key === row.tier) ?? tiers[0];
  const periods = periodsOf(row);
  const soFar = { now, calls: periods.month.calls, bytes: periods.month.bytes, connections: row.connections, newConnections: row.new_connections };
  return {
    appId: row.id, integrationKey: row.platform_key, tier: name, ...periods, connections: row.connections,
    included: { connections, callsPerDay, egressGiB },
    price,
    forecast: forecast(soFar, { connections, egressGiB, price }),
  };
}

function organisationUsage(row: OrganisationRow, now: Date): OrganisationUsage {
  const periods = periodsOf(row);
  const { perDay } = connectorOf(row.platform_key).limits(row.tier);
  const left = row.blocked ? 0 : Math.max(0, row.told_left ?? 0, perDay - Number(row.counted));
  const warning = dayWarning({ calls: periods.today.calls, left, now });
  return {
    appId: row.app_id, organisationId: row.organisation_id,
    ...(row.organisation_name === null ? {} : { organisationName: row.organisation_name }),
    ...(row.company_id === null ? {} : { companyId: row.company_id }),
    ...periods,
    callsLeftToday: left,
    ...(warning === null ? {} : { warning }),
  };
}
