import { Problem } from './problems.js';

/** What the server hands over once a request is authenticated, scoped and within limits. */
export interface BooksRequest {
  method: string;
  /** The path after /api.xro/2.0/. */
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What was sent with it, if anything. */
  body?: Buffer | undefined;
  /** The app that calls. */
  clientId?: string | undefined;
}

/** Query values by lower-case name: Xero does not mind the case. */
export type Query = ReadonlyMap<string, string>;

export function readQuery(request: BooksRequest): Query {
  return new Map(Object.entries(request.query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name.toLowerCase(), value] as const])));
}

export interface Paging {
  page: number;
  pageSize: number;
}

/** Page and size as asked for: the size is clamped to 1..1000 and is 100 by default. No page: the whole list. */
export function readPaging(query: Query, forced: boolean): Paging | null {
  if (!query.has('page') && !query.has('pagesize') && !forced) return null;
  const page = readInteger(query.get('page'), 1);
  const pageSize = readInteger(query.get('pagesize'), 100);
  return { page: Math.max(1, page), pageSize: Math.min(1000, Math.max(1, pageSize)) };
}

/** The moment of If-Modified-Since, cut to whole seconds; null when absent or unreadable, which Xero ignores alike. */
export function readModifiedSince(headers: BooksRequest['headers']): number | null {
  const value = headers['if-modified-since'];
  if (typeof value !== 'string') return null;
  const iso = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?)?Z?$/.exec(value.trim());
  const moment = iso ? Date.parse(`${iso[1]}T${iso[2] ?? '00:00:00'}Z`) : Date.parse(value);
  return Number.isNaN(moment) ? null : moment - (moment % 1000);
}

export function readFlag(query: Query, name: string): boolean {
  return query.get(name)?.toLowerCase() === 'true';
}

/** A comma-separated list, or null when the parameter is absent. */
export function readList(query: Query, name: string): string[] | null {
  const value = query.get(name);
  return value === undefined ? null : value.split(',').map((part) => part.trim());
}

function readInteger(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (!/^-?\d{1,9}$/.test(value)) throw new Problem(400, { ErrorNumber: 17, Type: 'QueryParseException', Message: `"${value}" is not a number` });
  return Number(value);
}
