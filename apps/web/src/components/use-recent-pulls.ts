import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { isRunning, listPulls, type Pull } from '../api/pulls.js';
import { queryClient } from '../api/query-client.js';

const request = { page: 1, pageSize: 100, orderBy: '-requested' };

export const recentPullsKey = (companyId: string) => ['pulls', companyId, 'recent'];

/**
 * The newest pull of each data type. Asked every second while one runs, slowly otherwise, because a schedule or another person may
 * start one; when the last one ends, everything that shows pulled data is asked again.
 */
export function useRecentPulls(companyId: string): readonly Pull[] {
  const answer = useQuery({
    queryKey: recentPullsKey(companyId),
    queryFn: () => listPulls(companyId, request),
    refetchInterval: (query) => (query.state.data?.results.some(isRunning) ? 1000 : 10_000),
  });
  const newest = useMemo(() => newestPerDataType(answer.data?.results ?? []), [answer.data]);
  const finished = newest.filter((pull) => !isRunning(pull)).length;
  const seen = useRef<number | null>(null);
  useEffect(() => {
    if (answer.data === undefined) return;
    if (seen.current !== null && finished > seen.current) {
      for (const key of [['company', companyId], ['records', companyId], ['counts', companyId], ['pulls', companyId, 'page']]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
    }
    seen.current = finished;
  }, [answer.data, finished, companyId]);
  return newest;
}

function newestPerDataType(pulls: readonly Pull[]): Pull[] {
  const newest = new Map<string, Pull>();
  for (const pull of pulls) {
    const known = newest.get(pull.dataType);
    if (known === undefined || pull.requested > known.requested) newest.set(pull.dataType, pull);
  }
  return [...newest.values()];
}
