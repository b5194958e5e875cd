import type { ConnectionStatus } from './connections.js';
import { call } from './http.js';

export type LinkReason =
  | 'refused'
  | 'limitReached'
  | 'busy'
  | 'alreadyLinked'
  | 'companyLinked'
  | 'otherOrganisation'
  | 'noOrganisation'
  | 'integrationDisabled'
  | 'expired'
  | 'keysChanged'
  | 'replayed'
  | 'wrongBrowser'
  | 'providerError'
  | 'unknown';

export interface LinkPlatform {
  key: string;
  name: string;
  available: boolean;
  reason?: string;
  message?: string;
}

export interface LinkCompany {
  company: { id: string; name: string };
  operator: { name: string };
  platforms: LinkPlatform[];
  connection: null | { id: string; status: ConnectionStatus; platformName: string; organisationName?: string | null };
}

export interface PullProgress {
  dataType: string;
  status: string;
  progress: number;
}

export interface LinkAttempt {
  status: 'started' | 'settling' | 'choosing' | 'linked' | 'failed' | 'expired';
  connectionId: string;
  reason?: string | null;
  message?: string | null;
  company: { id: string; name: string };
  operator: { name: string };
  organisations?: { id: string; name: string; linkedElsewhere: boolean }[];
  organisationName?: string | null;
  progress?: { dataTypes: PullProgress[] };
}

const companyLink = (companyId: string) => `/link/api/companies/${encodeURIComponent(companyId)}`;
const connectionLink = (connectionId: string) => `/link/api/connections/${encodeURIComponent(connectionId)}`;
const attempt = (attemptId: string) => `/link/api/attempts/${encodeURIComponent(attemptId)}`;

export const getLinkCompany = (companyId: string) => call<LinkCompany>('GET', companyLink(companyId));

export const startLink = (companyId: string, platformKey: string) =>
  call<{ authorizeUrl: string }>('POST', `${companyLink(companyId)}/connections`, { body: { platformKey } });

export const getLinkConnection = (connectionId: string) => call<LinkCompany>('GET', connectionLink(connectionId));

export const startLinkConnection = (connectionId: string) =>
  call<{ authorizeUrl: string }>('POST', `${connectionLink(connectionId)}/attempts`);

export const getLinkAttempt = (attemptId: string) => call<LinkAttempt>('GET', attempt(attemptId));

export const chooseOrganisation = (attemptId: string, organisationId: string) =>
  call<LinkAttempt>('POST', `${attempt(attemptId)}/organisation`, { body: { organisationId } });
