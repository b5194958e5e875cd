import { type OrderBy, parseOrderBy, parseQuery, type Query } from '#accounting/query';
import type { QueryTarget } from '#accounting/properties';
import { QuerySyntaxError } from '#accounting/query-syntax';
import { invalid } from '#platform/errors';
import type { ListQuery } from './inputs.js';

export interface Found {
  readonly query: Query | undefined;
  readonly orderBy: OrderBy | undefined;
}

/** Filter and order of a list, checked against what it can be filtered and ordered by. */
export function readQuery(request: Pick<ListQuery, 'query' | 'orderBy'>, target: QueryTarget, orderTarget = target): Found {
  return {
    query: reading('query', request.query, (text) => parseQuery(text, target)),
    orderBy: reading('orderBy', request.orderBy, (text) => parseOrderBy(text, orderTarget)),
  };
}

function reading<T>(field: string, text: string | undefined, parse: (text: string) => T): T | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) throw invalid(error.message, [{ field, message: error.message }]);
    throw error;
  }
}
