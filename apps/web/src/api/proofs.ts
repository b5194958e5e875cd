import { connectionPath } from './connections.js';
import { call } from './http.js';

export type ProofStatus = 'Pending' | 'Running' | 'Tied' | 'Differs' | 'Incomplete' | 'NotProvable';

/** What one account makes in one report, and what the report says. */
export interface Difference {
  account: { id?: string; code?: string; name: string };
  report: 'TrialBalance' | 'BalanceSheet' | 'ProfitAndLoss';
  date: string;
  dates: number;
  ours: number;
  theirs: number;
  difference: number;
}

/** Whether the documents make what the platform's own reports say. */
export interface Proof {
  id: string;
  status: ProofStatus;
  message: string;
  completed?: string | null;
  reasons: { kind: string; message: string }[];
  comparison?: { currency: string; asOf: string; differingAccounts: number; differences: Difference[] } | null;
}

const path = (companyId: string, connectionId: string) => `${connectionPath(companyId, connectionId)}/proof`;

export const getProof = (companyId: string, connectionId: string) => call<Proof>('GET', path(companyId, connectionId));

export const takeProof = (companyId: string, connectionId: string) => call<Proof>('POST', path(companyId, connectionId));
