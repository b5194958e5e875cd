import { companyPath } from './companies.js';
import { call } from './http.js';
import { type Page, type PageRequest, toQuery } from './paging.js';

/** One pull of one data type of one connection. */
export interface Pull {
  id: string;
  connectionId: string;
  dataType: string;
  status: string;
  statusDescription?: string | null;
  errorMessage?: string | null;
  requested: string;
  completed?: string | null;
  /** 0 to 100. */
  progress: number;
  isCompleted: boolean;
  isErrored: boolean;
}

const data = (companyId: string) => `${companyPath(companyId)}/data`;

export const listPulls = (companyId: string, request: PageRequest) =>
  call<Page<Pull>>('GET', `${data(companyId)}/history`, { query: toQuery(request) });

export const refreshAll = (companyId: string) => call<void>('POST', `${data(companyId)}/all`);

export const refreshDataType = (companyId: string, dataType: string) =>
  call<Pull>('POST', `${data(companyId)}/queue/${dataType}`);

/** A failed pull may end with either flag, so both are looked at. */
export const isRunning = (pull: Pull): boolean => !pull.isCompleted && !pull.isErrored;
