import { documentDate, readDate, sourceModifiedDate } from './dates.js';
import { findProperty, type Property, type PropertyType, type QueryTarget } from './properties.js';
import { type Comparison, type Operator, parseSyntax, type QueryNode, QuerySyntaxError } from './query-syntax.js';

/** A comparison whose property exists, whose operator suits it and whose value is of its type. */
export interface TypedComparison {
  readonly kind: 'comparison';
  /** Spelt as in the model. */
  readonly path: string;
  readonly type: PropertyType;
  readonly operator: Operator;
  /**
   * number: plain decimal; date: `2026-11-22T00:00:00` in UTC; boolean: `true` or `false`; string: as written, to be
   * compared regardless of case.
   */
  readonly value: string;
}

export type Query = QueryNode<TypedComparison>;

const operators: Record<PropertyType, readonly Operator[]> = {
  string: ['=', '!=', '~'],
  number: ['=', '!=', '>', '<', '>=', '<='],
  date: ['=', '!=', '>', '<', '>=', '<='],
  boolean: ['=', '!='],
};

/**
 * Reads and checks a query against what can be queried. Throws QuerySyntaxError and nothing else.
 *
 * A query that was URL-encoded once too often is decoded once more: published samples contain such queries.
 */
export function parseQuery(text: string, target: QueryTarget): Query {
  return resolve(parseTolerantly(text), target);
}

export interface OrderBy {
  readonly path: string;
  readonly type: PropertyType;
  readonly descending: boolean;
}

/** One property, `-` before it for descending order. Throws QuerySyntaxError and nothing else. */
export function parseOrderBy(text: string, target: QueryTarget): OrderBy {
  const trimmed = text.trim();
  const descending = trimmed.startsWith('-');
  const property = propertyOf(descending ? trimmed.slice(1) : trimmed, target);
  return { ...property, descending };
}

function parseTolerantly(text: string): QueryNode {
  try {
    return parseSyntax(text);
  } catch (error) {
    const decoded = decodeOnceMore(text);
    if (decoded === undefined) throw error;
    return parseSyntax(decoded);
  }
}

function decodeOnceMore(text: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function resolve(node: QueryNode, target: QueryTarget): Query {
  if (node.kind !== 'comparison') {
    return { kind: node.kind, nodes: node.nodes.map((child) => resolve(child, target)) };
  }
  return resolveComparison(node, propertyOf(node.path, target));
}

function resolveComparison({ operator, value }: Comparison, { path, type }: Property): TypedComparison {
  if (!operators[type].includes(operator)) {
    throw new QuerySyntaxError(`${operator} cannot be used with ${path}, which is a ${type}.`);
  }
  const readable = readers[type](value);
  if (readable === undefined) throw new QuerySyntaxError(`${path} is a ${type}, and the query compares it with something else.`);
  return { kind: 'comparison', path, type, operator, value: readable };
}

const readers: Record<PropertyType, (value: string) => string | undefined> = {
  string: (value) => value,
  number: (value) => (/^[+-]?\d{1,20}(\.\d{1,20})?$/.test(value) ? value.replace(/^\+/, '') : undefined),
  boolean: (value) => (/^(true|false)$/i.test(value) ? value.toLowerCase() : undefined),
  date: (value) => {
    const milliseconds = readDate(value);
    if (milliseconds === undefined) return undefined;
    return milliseconds % 86_400_000 === 0 ? documentDate(milliseconds) : sourceModifiedDate(milliseconds);
  },
};

function propertyOf(path: string, target: QueryTarget): Property {
  const property = findProperty(target, path);
  if (property === undefined) throw new QuerySyntaxError(`Could not resolve property ${path.slice(0, 200)} on ${target.name}`);
  return property;
}
