import { EmptyState, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconDatabaseOff, IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError } from '../api/http.js';
import { type CanonicalRecord, listRecords, type RecordSource } from '../api/records.js';
import { dataTypeName } from '../format/data-types.js';
import { firstOrder } from '../format/record-columns.js';
import { LoadErrorAlert } from './load-error-alert.js';
import { PagePicker } from './page-picker.js';
import { RecordFilterForm } from './record-filter-form.js';
import { RecordViewDrawer } from './record-view-drawer.js';
import { RecordsGrid } from './records-grid.js';

interface Props {
  source: RecordSource;
  /** A pull of this data type is going on: what is missing now may be here in a moment. */
  running: boolean;
}

/** The pulled records of one data type: filtered, sorted and paged by the server. */
export function RecordsTable({ source, running }: Props) {
  const [page, setPage] = useState(1);
  const [pageSize, setPageSize] = useState(25);
  const [orderBy, setOrderBy] = useState(firstOrder(source.dataType));
  const [filter, setFilter] = useState('');
  const [opened, setOpened] = useState<CanonicalRecord | null>(null);
  const request = { page, pageSize, orderBy, query: filter };
  const records = useQuery({
    queryKey: ['records', source.companyId, source.dataType, source.connectionId, request],
    queryFn: () => listRecords(source, request),
    placeholderData: keepPreviousData,
  });
  const single = source.dataType === 'company';
  const fault = records.error instanceof ApiError ? records.error : null;
  const badFilter = filter !== '' && fault?.status === 400 ? fault.message : null;
  const noData = fault?.status === 404 || fault?.status === 409;
  const restart = <T,>(set: (value: T) => void) => (value: T) => {
    set(value);
    setPage(1);
  };
  const shown = records.isError ? undefined : records.data;
  return (
    <Stack>
      {!single && (
        <RecordFilterForm dataType={source.dataType} filter={filter} error={badFilter} onFilter={restart(setFilter)} />
      )}
      {records.isPending && <Skeleton height={420} radius="md" aria-label="Loading records" />}
      {noData && <NoRecords name={dataTypeName(source.dataType)} running={running} />}
      {records.isError && badFilter === null && !noData && (
        <LoadErrorAlert title="The records could not be loaded" error={records.error} onRetry={() => void records.refetch()} />
      )}
      {shown !== undefined && shown.results.length > 0 && (
        <>
          <RecordsGrid
            dataType={source.dataType}
            records={shown.results}
            orderBy={orderBy}
            sortable={!single}
            stale={records.isPlaceholderData}
            onOrder={restart(setOrderBy)}
            onOpen={setOpened}
          />
          {!single && (
            <Group justify="space-between">
              <PageSizeSelect value={pageSize} onChange={restart(setPageSize)} />
              <PagePicker what="records" page={page} pageSize={pageSize} total={shown.totalResults} onPage={setPage} />
            </Group>
          )}
        </>
      )}
      {shown?.results.length === 0 && filter === '' && <NoRecords name={dataTypeName(source.dataType)} running={running} />}
      {shown?.results.length === 0 && filter !== '' && <NoMatch />}
      <RecordViewDrawer record={opened} dataType={source.dataType} onClose={() => setOpened(null)} />
    </Stack>
  );
}

function PageSizeSelect({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" aria-hidden>
        Per page
      </Text>
      <Select
        aria-label="Records per page"
        size="xs"
        w={84}
        allowDeselect={false}
        data={['10', '25', '50', '100', '250']}
        value={String(value)}
        onChange={(text) => onChange(Number(text))}
      />
    </Group>
  );
}

function NoRecords({ name, running }: { name: string; running: boolean }) {
  return (
    <EmptyState
      icon={<IconDatabaseOff size={36} aria-hidden />}
      title={`No ${name.toLowerCase()} here yet`}
      description={
        running
          ? 'They are being read right now and appear here as soon as that is done.'
          : 'Either the books have none, or they have not been pulled. Refresh data to read them now.'
      }
    />
  );
}

function NoMatch() {
  return (
    <EmptyState
      icon={<IconFilterOff size={36} aria-hidden />}
      title="No record matches"
      description="Change the filter or clear it to see all records."
    />
  );
}
