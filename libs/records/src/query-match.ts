import type { OrderBy, Query, TypedComparison } from '#accounting/query';

/** The same meaning as the SQL of query-sql.ts, for the short lists that are not in the database. */
export function matches(query: Query, value: unknown): boolean {
  if (query.kind === 'comparison') return compare(valueAt(value, query.path), query);
  const meets = (node: Query) => matches(node, value);
  return query.kind === 'and' ? query.nodes.every(meets) : query.nodes.some(meets);
}

/** A copy in order; equal values keep the order they had. Absent values sort lowest. */
export function sorted<T>(list: readonly T[], { path, descending }: OrderBy): T[] {
  const sign = descending ? -1 : 1;
  return [...list].sort((a, b) => sign * order(comparable(valueAt(a, path)), comparable(valueAt(b, path))));
}

function compare(value: unknown, { operator, value: text, type }: TypedComparison): boolean {
  if (value === undefined || value === null) return operator === '!=';
  const left = type === 'date' ? moment(value as string) : comparable(value);
  const right = type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : type === 'date' ? moment(text) : text.toLowerCase();
  switch (operator) {
    case '=': return left === right;
    case '!=': return left !== right;
    case '~': return String(left).includes(String(right));
    case '>': return order(left, right) > 0;
    case '<': return order(left, right) < 0;
    case '>=': return order(left, right) >= 0;
    case '<=': return order(left, right) <= 0;
  }
}

/** UTC when the text names no zone. */
function moment(text: string): number {
  return Date.parse(/Z$|[+-]\d\d:\d\d$/i.test(text) ? text : `${text}Z`);
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function order(a: unknown, b: unknown): number {
  const [left, right] = [a ?? null, b ?? null];
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return (left as number) < (right as number) ? -1 : 1;
}

function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}
