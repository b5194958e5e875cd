import type { Call } from '#connector-kit/call';
import type { Connector, Source } from '#connector-kit/connector';
import { isSupportedDataType, type SupportedDataType } from '#accounting/data-types';

/** The platforms that can be read, by key. */
export abstract class PlatformSources {
  abstract of(platformKey: string): Connector;
}

/** Makes the call that a connection's sources are read with: limited, authenticated, in the name of its organisation. */
export abstract class ConnectionCalls {
  abstract callFor(operatorId: string, connectionId: string): Promise<Call>;
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
