import type { Connection } from './connections.js';
import { call } from './http.js';
import { type Page, type PageRequest, toQuery } from './paging.js';

export interface Company {
  id: string;
  name: string;
  /** The Link URL that the company's own person opens. */
  redirect: string;
  lastSync?: string | null;
  created: string;
  dataConnections: Connection[];
}

const path = '/api/companies';

export const companyPath = (id: string) => `${path}/${encodeURIComponent(id)}`;

export const listCompanies = (request: PageRequest) => call<Page<Company>>('GET', path, { query: toQuery(request) });

export const getCompany = (id: string) => call<Company>('GET', companyPath(id));

export const createCompany = (name: string) => call<Company>('POST', path, { body: { name } });

export const renameCompany = (id: string, name: string) => call<Company>('PATCH', companyPath(id), { body: { name } });

export const deleteCompany = (id: string) => call<void>('DELETE', companyPath(id));
