import { Button, EmptyState, Group, Select, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDatabaseOff, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Company } from '../api/companies.js';
import { isRunning, type Pull, refreshDataType } from '../api/pulls.js';
import { queryClient } from '../api/query-client.js';
import { needsConnection } from '../api/records.js';
import { dataTypeName, shownDataTypes } from '../format/data-types.js';
import { formatNumber } from '../format/numbers.js';
import { noticeFailed } from './notice.js';
import { RecordsTable } from './records-table.js';
import { recentPullsKey } from './use-recent-pulls.js';
import { useRecordCounts } from './use-record-counts.js';

interface Props {
  company: Company;
  pulls: readonly Pull[];
}

export function CompanyDataPanel({ company, pulls }: Props) {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('dataType') ?? '';
  const [dataType, setDataType] = useState(shownDataTypes.includes(asked) ? asked : 'invoices');
  const connection = company.dataConnections.find((row) => row.status === 'Linked') ?? company.dataConnections[0] ?? null;
  const connectionId = connection?.id ?? null;
  const counts = useRecordCounts(company.id, connectionId);
  if (connection === null) {
    return (
      <EmptyState
        icon={<IconDatabaseOff size={36} aria-hidden />}
        title="No data yet"
        description="Data arrives here as soon as the company has linked its accounting software."
      />
    );
  }
  const choose = (value: string) => {
    setDataType(value);
    setParameters({ tab: 'data', dataType: value }, { replace: true, preventScrollReset: true });
  };
  const running = pulls.some((pull) => pull.dataType === dataType && isRunning(pull));
  const label = (key: string) => {
    const count = counts[key];
    return count === undefined ? dataTypeName(key) : `${dataTypeName(key)} (${formatNumber(count)})`;
  };
  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <Select
          label="Data type"
          w={{ base: '100%', xs: 280 }}
          allowDeselect={false}
          searchable
          data={shownDataTypes.map((key) => ({ value: key, label: label(key) }))}
          value={dataType}
          onChange={(value) => value !== null && choose(value)}
        />
        {connection.status === 'Linked' && (
          <RefreshButton companyId={company.id} dataType={dataType} running={running} />
        )}
      </Group>
      <RecordsTable
        key={dataType}
        running={running}
        source={{ companyId: company.id, connectionId: needsConnection(dataType) ? connectionId : null, dataType }}
      />
    </Stack>
  );
}

function RefreshButton({ companyId, dataType, running }: { companyId: string; dataType: string; running: boolean }) {
  const refresh = useMutation({
    mutationFn: () => refreshDataType(companyId, dataType),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: recentPullsKey(companyId) }),
    onError: (error) => noticeFailed('No refresh was started', error),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={refresh.isPending}
      disabled={running}
      onClick={() => refresh.mutate()}
    >
      {`Refresh ${dataTypeName(dataType).toLowerCase()}`}
    </Button>
  );
}
