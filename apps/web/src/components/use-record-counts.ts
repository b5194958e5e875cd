import { useQueries } from '@tanstack/react-query';
import { listRecords, needsConnection } from '../api/records.js';
import { shownDataTypes } from '../format/data-types.js';

const countable = shownDataTypes.filter((dataType) => dataType !== 'company');

/** How many records each data type has. The smallest page of a list tells its total; a type without data has no count. */
export function useRecordCounts(companyId: string, connectionId: string | null): Readonly<Record<string, number | undefined>> {
  return useQueries({
    queries: countable.map((dataType) => ({
      queryKey: ['counts', companyId, dataType, connectionId],
      queryFn: () => listRecords({ companyId, connectionId, dataType }, { page: 1, pageSize: 1 }),
      enabled: connectionId !== null || !needsConnection(dataType),
      retry: false,
      staleTime: 60_000,
    })),
    combine: (answers) =>
      Object.fromEntries(countable.map((dataType, index) => [dataType, answers[index]?.data?.totalResults])),
  });
}
