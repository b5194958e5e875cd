import { companyPath } from './companies.js';
import { call } from './http.js';

export type ConnectionStatus = 'PendingAuth' | 'Linked' | 'Unlinked' | 'Deauthorized';

export interface ConnectionFault {
  statusCode: string;
  statusText?: string | null;
  errorMessage?: string | null;
  erroredOnUtc?: string | null;
}

export interface Connection {
  id: string;
  integrationKey: string;
  platformName: string;
  /** Starts consent at the platform directly, for this connection. */
  linkUrl: string;
  status: ConnectionStatus;
  lastSync?: string | null;
  created: string;
  sourceType: string;
  dataConnectionErrors?: ConnectionFault[] | null;
  connectionInfo?: Record<string, string> | null;
}

/** The faults that still matter, newest first: what happened before the last good sync is over. */
export function openFaults({ dataConnectionErrors, lastSync, status }: Connection): ConnectionFault[] {
  const open = dataConnectionErrors ?? [];
  if (status !== 'Linked' || !lastSync) return open.slice(0, 3);
  return open.filter((fault) => Date.parse(fault.erroredOnUtc ?? '') > Date.parse(lastSync)).slice(0, 3);
}

export const connectionPath = (companyId: string, id: string) =>
  `${companyPath(companyId)}/connections/${encodeURIComponent(id)}`;

export const unlinkConnection = (companyId: string, id: string) =>
  call<Connection>('PATCH', connectionPath(companyId, id), { body: { status: 'Unlinked' } });

export const deleteConnection = (companyId: string, id: string) => call<void>('DELETE', connectionPath(companyId, id));
