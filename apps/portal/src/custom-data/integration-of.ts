import type { Connector } from '#connector-kit/connector';
import { connectors } from '#connectors/registry';
import { notFound } from '#platform/errors';

export function integrationOf(platformKey: string): Connector {
  const connector = connectors.get(platformKey);
  if (!connector) throw notFound(`No integration was found with key ${platformKey}`);
  return connector;
}
