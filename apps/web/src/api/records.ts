import { companyPath } from './companies.js';
import { connectionPath } from './connections.js';
import { call } from './http.js';
import { type Page, type PageRequest, toQuery } from './paging.js';

/** A canonical document; its fields depend on the data type. */
export type CanonicalRecord = Readonly<Record<string, unknown>>;

export interface RecordSource {
  companyId: string;
  /** Needed by the data types that are read per connection. */
  connectionId: string | null;
  dataType: string;
}

const perConnection = new Set(['bankAccounts', 'directCosts', 'directIncomes', 'transfers', 'accountTransactions']);
const ownNames: Record<string, string> = { chartOfAccounts: 'accounts', company: 'info' };

export const needsConnection = (dataType: string): boolean => perConnection.has(dataType);

function recordsPath({ companyId, connectionId, dataType }: RecordSource): string {
  const owner = needsConnection(dataType) ? connectionPath(companyId, connectionId ?? '') : companyPath(companyId);
  return `${owner}/data/${ownNames[dataType] ?? dataType}`;
}

/** The company's own details are one document; they are given back as a page of one. */
export async function listRecords(source: RecordSource, request: PageRequest): Promise<Page<CanonicalRecord>> {
  if (source.dataType !== 'company') {
    return call<Page<CanonicalRecord>>('GET', recordsPath(source), { query: toQuery(request) });
  }
  const info = await call<CanonicalRecord>('GET', recordsPath(source));
  return { results: [info], pageNumber: 1, pageSize: 1, totalResults: 1 };
}
