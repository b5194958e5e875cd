import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './http.js';

export const sessionKey = ['session'];

/** Any 401 means that the session is gone: dropping it sends the person to the sign-in page (see PortalShell). */
function dropEndedSession(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(sessionKey, null);
}

/** Only what may heal by itself is asked again: no answer, a busy server, a server fault. */
function mayHeal(failures: number, error: Error): boolean {
  const heals = !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;
  return heals && failures < 2;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: dropEndedSession }),
  mutationCache: new MutationCache({ onError: dropEndedSession }),
  defaultOptions: { queries: { retry: mayHeal, staleTime: 5_000 } },
});
