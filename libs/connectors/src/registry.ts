import type { Connector } from '#connector-kit/connector';
import { xero } from '#connector-xero/xero';
import { editionOf } from './edition.js';

/** Every accounting platform that can be connected, by key. A new one is one line here. */
export const connectors: ReadonlyMap<string, Connector> = new Map([
  { ...xero, edition: editionOf('connector-xero') },
].map((connector) => [connector.key, connector]));

/** Throws for a key that no connector has: a stored key without a connector is a fault of the installation. */
export function connectorOf(key: string): Connector {
  const connector = connectors.get(key);
  if (connector === undefined) throw new Error(`There is no connector with the key ${key}`);
  return connector;
}
