import { EmptyState, Paper, Skeleton, Stack, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { isRunning, listPulls, type Pull } from '../api/pulls.js';
import { dataTypeName } from '../format/data-types.js';
import { formatDuration, formatMoment } from '../format/dates.js';
import { pullStatusTone, pullStatusWords } from '../format/pull-status.js';
import { LoadErrorAlert } from './load-error-alert.js';
import { PagePicker } from './page-picker.js';
import { StatusBadge } from './status-badge.js';

const pageSize = 25;

export function CompanyHistoryPanel({ companyId }: { companyId: string }) {
  const [page, setPage] = useState(1);
  const pulls = useQuery({
    queryKey: ['pulls', companyId, 'page', page],
    queryFn: () => listPulls(companyId, { page, pageSize, orderBy: '-requested' }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.results.some(isRunning) ? 1000 : 10_000),
  });
  if (pulls.isPending) return <Skeleton height={320} radius="md" />;
  if (pulls.isError) {
    return <LoadErrorAlert title="The history could not be loaded" error={pulls.error} onRetry={() => void pulls.refetch()} />;
  }
  if (pulls.data.totalResults === 0) {
    return (
      <EmptyState
        icon={<IconHistory size={36} aria-hidden />}
        title="Nothing was pulled yet"
        description="Every time data is read from the accounting software, it is listed here."
      />
    );
  }
  return (
    <Stack>
      <Paper withBorder role="region" aria-label="History table" tabIndex={0} style={{ overflowX: 'auto' }}>
        <Table horizontalSpacing="sm" verticalSpacing={8} aria-label="Pull history">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Type</Table.Th>
              <Table.Th>Requested</Table.Th>
              <Table.Th className="number-cell" visibleFrom="sm">Time to complete</Table.Th>
              <Table.Th>Status</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pulls.data.results.map((pull) => (
              <PullRow key={pull.id} pull={pull} />
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      <PagePicker what="the history" page={page} pageSize={pageSize} total={pulls.data.totalResults} onPage={setPage} />
    </Stack>
  );
}

function PullRow({ pull }: { pull: Pull }) {
  const words = pullStatusWords(pull.status);
  const note = pull.errorMessage || pull.statusDescription;
  return (
    <Table.Tr>
      <Table.Td className="word-cell">
        {dataTypeName(pull.dataType)}
        <Text size="xs" c="dimmed" ff="monospace" className="whole-cell" visibleFrom="sm">
          {pull.id}
        </Text>
      </Table.Td>
      <Table.Td>{formatMoment(pull.requested)}</Table.Td>
      <Table.Td className="number-cell" visibleFrom="sm">{formatDuration(pull.requested, pull.completed)}</Table.Td>
      <Table.Td maw={420}>
        <StatusBadge tone={pullStatusTone(pull.status)}>
          {isRunning(pull) ? `${words} · ${Math.round(pull.progress)} %` : words}
        </StatusBadge>
        {note ? (
          <Text size="xs" mt={4}>
            {note}
          </Text>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
