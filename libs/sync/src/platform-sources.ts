import type { Call } from '#connector-kit/call';
import type { Connector, Source } from '#connector-kit/connector';
import { isSupportedDataType, type SupportedDataType } from '#accounting/data-types';

/** The platforms that can be read, by key. */
export abstract class PlatformSources {
  abstract of(platformKey: string): Connector;
}

/** Makes the call that a connection's sources are read with: limited, authenticated, in the name of its organisation. */
export abstract class ConnectionCalls {
  /** `organisationId`: throws ConnectorError `reconnect` if the connection is of another one by now. */
  abstract callFor(operatorId: string, connectionId: string, purpose?: 'pull' | 'write', organisationId?: string): Promise<Call>;
}

/** What decides which sources a connection can be read from. */
export interface Access {
  /** The commercial tier of the app. */
  readonly tierKey: string;
  /** What the consent covers. */
  readonly scopes: readonly string[];
}

/**
 * The connector with the sources that this connection can be read from: without those that the app's tier or the consent
 * does not give, and without those that another one stands in for. What is always there stays even if the consent lacks it:
 * the platform then says so.
 */
export function connectorFor(connector: Connector, { tierKey, scopes }: Access): Connector {
  const tier = connector.tiers.find(({ key }) => key === tierKey) ?? connector.tiers[0];
  const there = connector.sources.filter(({ tierFeature, scopes: needed }) =>
    tierFeature === undefined || (tier[tierFeature] && needed.every((scope) => scopes.includes(scope))));
  return { ...connector, sources: there.filter(({ key }) => !there.some(({ insteadOf }) => insteadOf === key)) };
}

export function sourceOf(connector: Connector, key: string): Source {
  const source = connector.sources.find((each) => each.key === key);
  if (!source) throw new Error(`The connector ${connector.key} has no source ${key}`);
  return source;
}

/** Which sources serve a data type; none when the platform lacks it. */
export function sourcesServing(connector: Connector, dataType: string): Source[] {
  return isSupportedDataType(dataType) ? connector.sources.filter((source) => source.dataTypes.includes(dataType)) : [];
}

export function dataTypesOf(connector: Connector): SupportedDataType[] {
  return [...new Set(connector.sources.flatMap((source) => source.dataTypes))];
}

/**
 * How many sources in a row stand between a source and one that needs nothing. Sources of one level do not need each
 * other. Throws for sources that need each other in a ring.
 */
export function levelOf(connector: Connector, source: Source, below: readonly string[] = []): number {
  if (below.includes(source.key)) throw new Error(`Sources need each other: ${[...below, source.key].join(' > ')}`);
  return source.needs.reduce(
    (level, key) => Math.max(level, 1 + levelOf(connector, sourceOf(connector, key), [...below, source.key])), 0);
}
