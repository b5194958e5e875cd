import type { ListQuery } from './inputs.js';

export interface Links {
  self: { href: string };
  current: { href: string };
  next?: { href: string };
  previous?: { href: string };
}

export interface Page<T> {
  results: T[];
  pageNumber: number;
  pageSize: number;
  totalResults: number;
  _links: Links;
}

export function pageOf<T>(path: string, request: ListQuery, results: T[], totalResults: number): Page<T> {
  return { results, ...pageFacts(path, request, totalResults) };
}

const comma = Buffer.from(',');

/** The same page as UTF-8, around results that are UTF-8 already. */
export function pageBytes(path: string, request: ListQuery, results: readonly Buffer[], totalResults: number): Buffer {
  const facts = JSON.stringify(pageFacts(path, request, totalResults));
  const listed = results.flatMap((result, place) => (place === 0 ? [result] : [comma, result]));
  return Buffer.concat([Buffer.from('{"results":['), ...listed, Buffer.from(`],${facts.slice(1)}`)]);
}

/**
 * Everything about a page but its results. `self` is the list without its query; the others keep the whole query.
 * `next` and `previous` are left out at the ends: the SDKs throw at a null. Links are paths on this server.
 */
function pageFacts(path: string, request: ListQuery, totalResults: number): Omit<Page<never>, 'results'> {
  const { page, pageSize } = request;
  const last = Math.max(1, Math.ceil(totalResults / pageSize));
  const at = (number: number) => ({ href: `/api${path}${queryOf({ ...request, page: number })}` });
  return {
    pageNumber: page,
    pageSize,
    totalResults,
    _links: {
      self: { href: `/api${path}` },
      current: at(page),
      ...(page < last ? { next: at(page + 1) } : {}),
      ...(page > 1 ? { previous: at(Math.min(page - 1, last)) } : {}),
    },
  };
}

function queryOf(request: ListQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) if (value !== undefined && value !== '') parameters.set(name, String(value));
  return `?${parameters.toString()}`;
}
