import type { PropertyType } from '#accounting/properties';
import type { OrderBy, Query, TypedComparison } from '#accounting/query';

/** Values of a statement. Whatever a consumer wrote reaches SQL through here and no other way. */
export class Parameters {
  constructor(readonly values: unknown[] = []) {}

  /** The placeholder of a value: `$3`. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** How a property is stored, which decides how it is compared. */
export type Storage =
  /** Text in lower case already: equality can use an index. */
  | 'key'
  | 'text'
  | 'numeric'
  /** `double precision`, which indexes can look up under row level security: its comparison is leakproof, that of `numeric` is not. */
  | 'double'
  | 'boolean'
  /** `timestamp`: a moment without zone. */
  | 'timestamp'
  /** `timestamptz`. */
  | 'instant'
  /** jsonb that holds a number. */
  | 'json number'
  /** jsonb that holds a boolean. */
  | 'json boolean'
  /** A date as text, `2026-11-22T00:00:00…`: its first 19 characters sort as time does. */
  | 'written';

export interface SqlProperty {
  /** An expression of ours, never a consumer's text. */
  readonly sql: string;
  readonly storage: Storage;
  /** For a property of many rows: turns a condition on one of them into "one of them meets it". */
  readonly any?: (condition: string) => string;
}

/** Finds the SQL of a property that the query was already checked against. */
export type PropertySql = (path: string, type: PropertyType, parameters: Parameters) => SqlProperty;

/**
 * The condition that a query stands for.
 *
 * A property that is absent is different from every value: `=`, `~` and the orderings are false for it, `!=` is true.
 * Strings compare regardless of case. For a property of many rows `!=` means that no row is equal.
 */
export function conditionOf(query: Query, property: PropertySql, parameters: Parameters): string {
  if (query.kind === 'comparison') return comparisonOf(query, property, parameters);
  const parts = query.nodes.map((node) => conditionOf(node, property, parameters));
  return `(${parts.join(query.kind === 'and' ? ' and ' : ' or ')})`;
}

/** How a list is sorted. */
export interface Order {
  /** Expressions of an `order by`, ended by the tie-break, so that pages never overlap. Absent values sort lowest. */
  readonly sql: string;
  /** The expression that is sorted by, and its type. */
  readonly value: string;
  readonly sqlType: string;
  readonly descending: boolean;
}

export function orderedBy({ path, type, descending }: OrderBy, property: PropertySql, parameters: Parameters, tie: string): Order {
  const { sql, storage } = property(path, type, parameters);
  const value = leftSide(sql, storage);
  return { sql: descending ? `${value} desc nulls last, ${tie} desc` : `${value} asc nulls first, ${tie} asc`, value, sqlType: sqlTypes[storage], descending };
}

/** The `order by` of a list without further use of it. */
export function orderOf(orderBy: OrderBy, property: PropertySql, parameters: Parameters, tie: string): string {
  return orderedBy(orderBy, property, parameters, tie).sql;
}

const sqlTypes: Record<Storage, string> = {
  key: 'text', text: 'text', written: 'text', numeric: 'numeric', double: 'double precision', boolean: 'boolean', timestamp: 'timestamp', instant: 'timestamptz', 'json number': 'jsonb', 'json boolean': 'jsonb',
};

function comparisonOf(comparison: TypedComparison, property: PropertySql, parameters: Parameters): string {
  const { sql, storage, any } = property(comparison.path, comparison.type, parameters);
  const negated = comparison.operator === '!=';
  const right = parameters.bind(storage === 'key' ? comparison.value.toLowerCase() : comparison.value);
  if (any) {
    const condition = any(compare(sql, storage, negated ? '=' : comparison.operator, right));
    return negated ? `not ${condition}` : condition;
  }
  return compare(sql, storage, comparison.operator, right);
}

function compare(left: string, storage: Storage, operator: TypedComparison['operator'], placeholder: string): string {
  const one = leftSide(left, storage);
  const other = rightSide[storage](placeholder);
  if (operator === '~') return `strpos(${one}, ${other}) > 0`;
  if (operator === '!=') return `${one} is distinct from ${other}`;
  return `${one} ${operator} ${other}`;
}

function leftSide(sql: string, storage: Storage): string {
  if (storage === 'text') return `lower(${sql})`;
  return storage === 'written' ? `left(${sql}, 19) collate "C"` : sql;
}

const rightSide: Record<Storage, (placeholder: string) => string> = {
  key: (value) => `${value}::text`,
  text: (value) => `lower(${value}::text)`,
  numeric: (value) => `${value}::numeric`,
  double: (value) => `${value}::double precision`,
  boolean: (value) => `${value}::boolean`,
  timestamp: (value) => `${value}::timestamp`,
  instant: (value) => `(${value}::timestamp at time zone 'UTC')`,
  'json number': (value) => `to_jsonb(${value}::numeric)`,
  'json boolean': (value) => `to_jsonb(${value}::boolean)`,
  written: (value) => `${value}::text`,
};
