import type { QueryTarget } from '#accounting/properties';
import { matches, sorted } from '#records/query-match';
import type { ListQuery } from './inputs.js';
import { readQuery } from './read-query.js';

/** A page of a list that is short enough to be at hand as a whole. */
export function pickFrom<T>(all: readonly T[], request: ListQuery, target: QueryTarget): { results: T[]; total: number } {
  const { query, orderBy } = readQuery(request, target);
  const found = query ? all.filter((item) => matches(query, item)) : [...all];
  const ordered = orderBy ? sorted(found, orderBy) : found;
  const start = (request.page - 1) * request.pageSize;
  return { results: ordered.slice(start, start + request.pageSize), total: found.length };
}
