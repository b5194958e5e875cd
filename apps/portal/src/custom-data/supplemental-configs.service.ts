import { Injectable } from '@nestjs/common';
import type { SupportedDataType } from '#accounting/data-types';
import { models } from '#accounting/models';
import { invalid, notFound } from '#platform/errors';
import { SupplementalData } from '#sync/supplemental-data.service';
import { endpointOf, type SupplementConfigs } from '#sync/supplements';
import { integrationOf } from './integration-of.js';

interface ListOfIntegration {
  readonly platformKey: string;
  readonly dataType: SupportedDataType;
}

/** Supplemental data as it is configured on the wire. */
@Injectable()
export class SupplementalConfigs {
  constructor(private readonly supplements: SupplementalData) {}

  async configure(operatorId: string, { platformKey, dataType }: ListOfIntegration, config: SupplementConfigs): Promise<void> {
    const sources = sourcesOf(platformKey, dataType);
    const faults = Object.entries(config).filter(([, { dataSource }]) => dataSource !== undefined && !sources.includes(endpointOf(dataSource).toLowerCase()))
      .map(([name]) => ({ field: `supplementalDataConfig.${name}.dataSource`, message: `must be what ${dataType} come from: ${sources.join(' or ')}` }));
    if (faults.length > 0) throw invalid('Error processing request - not valid.', faults);
    await this.supplements.configure({ operatorId, platformKey, dataType }, config);
  }

  async get(operatorId: string, { platformKey, dataType }: ListOfIntegration): Promise<{ supplementalDataConfig: SupplementConfigs }> {
    sourcesOf(platformKey, dataType);
    return { supplementalDataConfig: await this.supplements.read({ operatorId, platformKey, dataType }) };
  }
}

/** Endpoints in lower case. */
function sourcesOf(platformKey: string, dataType: SupportedDataType): string[] {
  const { name, sources } = integrationOf(platformKey);
  const found = sources.filter(({ dataTypes }) => dataTypes.includes(dataType)).map(({ key }) => key.toLowerCase());
  if (found.length === 0 || !('supplementalData' in models[dataType].schema.shape)) throw notFound(`Datatype [${dataType}] not supported by platform(s) [${name}]`);
  return found;
}
