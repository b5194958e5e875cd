/** A page of a list, as the public API sends it. */
export interface Page<T> {
  results: T[];
  pageNumber: number;
  pageSize: number;
  totalResults: number;
}

export interface PageRequest {
  page: number;
  pageSize: number;
  query?: string;
  orderBy?: string;
}

export function toQuery(request: PageRequest): Record<string, string | number | undefined> {
  return { page: request.page, pageSize: request.pageSize, query: request.query, orderBy: request.orderBy };
}
