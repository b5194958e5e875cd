import { Inject, Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import type { QueryTarget } from '#accounting/properties';
import type { Connector } from '#connector-kit/connector';
import { connectors } from '#connectors/registry';
import { Tenants } from '#database/tenant';
import { notFound } from '#platform/errors';
import { dataTypesOf } from '#sync/platform-sources';
import type { OperatorContext } from '../http/operator.js';
import { Settings } from '../http/settings.js';
import type { ListQuery } from './inputs.js';
import type { BrandingView, IntegrationView } from './integrations.operations.js';
import { type Page, pageOf } from './page.js';
import { pickFrom } from './pick-from.js';

const target: QueryTarget = {
  name: 'Integration',
  properties: [
    ...['key', 'name', 'integrationId', 'sourceId', 'sourceType'].map((path) => ({ path, type: 'string' as const })),
    ...['enabled', 'isOfflineConnector', 'isBeta'].map((path) => ({ path, type: 'boolean' as const })),
    ...['linkedConnectionsCount', 'totalConnectionsCount'].map((path) => ({ path, type: 'number' as const })),
  ],
};

interface Use {
  enabled: boolean;
  linked: number;
  total: number;
}

/** The platforms that companies can connect, with what this operator made of them. */
@Injectable()
export class PlatformIntegrations {
  constructor(private readonly tenants: Tenants, @Inject(Settings) private readonly settings: Settings) {}

  async list(operator: OperatorContext, request: ListQuery): Promise<Page<IntegrationView>> {
    const { results, total } = pickFrom(await this.all(operator), request, target);
    return pageOf('/integrations', request, results, total);
  }

  async get(operator: OperatorContext, key: string): Promise<IntegrationView> {
    const found = (await this.all(operator)).find((integration) => integration.key === key);
    if (!found) throw notFound(`No integration was found with key ${key}`);
    return found;
  }

  async branding(operator: OperatorContext, key: string): Promise<BrandingView> {
    const { name, logoUrl, sourceId } = await this.get(operator, key);
    const logo = { image: { src: logoUrl, alt: name } };
    return { logo: { full: logo, square: logo }, sourceId };
  }

  private async all(operator: OperatorContext): Promise<IntegrationView[]> {
    const uses = await this.uses(operator);
    return [...connectors.values()].map((connector) => this.view(connector, uses.get(connector.key)));
  }

  /** To a company's own person, its own connections are all that there are. */
  private uses({ operatorId, companyId }: OperatorContext): Promise<Map<string, Use>> {
    return this.tenants.sql(operatorId, async (client) => {
      const { rows } = await client.query<Use & { platform_key: string }>(`
        select i.platform_key, i.enabled, count(c.id)::int as total, (count(c.id) filter (where c.status = 'Linked'))::int as linked
        from integration i left join connection c on c.operator_id = i.operator_id and c.platform_key = i.platform_key and ($2::uuid is null or c.company_id = $2)
        where i.operator_id = $1 group by i.platform_key, i.enabled`, [operatorId, companyId ?? null]);
      return new Map(rows.map((row) => [row.platform_key, row]));
    });
  }

  private view(connector: Connector, use: Use = { enabled: false, linked: 0, total: 0 }): IntegrationView {
    return {
      key: connector.key,
      name: connector.name,
      logoUrl: `${this.settings.publicUrl}${connector.logoPath}`,
      enabled: use.enabled,
      integrationId: connector.integrationId,
      sourceId: connector.sourceId,
      sourceType: connector.sourceType,
      isOfflineConnector: false,
      isBeta: false,
      datatypeFeatures: dataTypesOf(connector).map((dataType) => ({
        dataType, datatype: dataType, supportedFeatures: featuresOf(connector, dataType).map((featureType) => ({ featureType, featureState: 'Release' })),
      })),
      linkedConnectionsCount: use.linked,
      totalConnectionsCount: use.total,
    };
  }
}

type Feature = IntegrationView['datatypeFeatures'][number]['supportedFeatures'][number]['featureType'];

const featureOfWrite = { Create: 'Post', Update: 'Put', Delete: 'Delete', UploadAttachment: 'UploadAttachment' } as const;

function featuresOf({ files, writes }: Connector, dataType: SupportedDataType): Feature[] {
  return [
    'Get',
    ...(files?.attachedTo.includes(dataType) ? ['GetAttachments', 'GetAttachment', 'DownloadAttachment'] as const : []),
    ...(files && dataType === 'invoices' ? ['GetAsPdf'] as const : []),
    ...writes.filter((write) => write.dataType === dataType).map(({ kind }) => featureOfWrite[kind]),
  ];
}
