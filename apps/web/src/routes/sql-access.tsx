import { Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getSqlAccess, sqlAccessKey } from '../api/sql-access.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { PageHeading } from '../components/page-heading.js';
import { SqlAccessPanel } from '../components/sql-access-panel.js';

export function SqlAccessScreen() {
  const access = useQuery({ queryKey: sqlAccessKey, queryFn: getSqlAccess });
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <PageHeading title="SQL access" />
        <Text c="dimmed" maw={640}>
          A user of the database for your reporting tools. It can read the books of all your companies, and change nothing.
        </Text>
      </Stack>
      {access.isError && <LoadErrorAlert title="The SQL access could not be loaded" error={access.error} onRetry={() => void access.refetch()} />}
      {access.isPending && <Skeleton height={320} radius="md" />}
      {access.data !== undefined && (
        <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={720}>
          <SqlAccessPanel access={access.data} />
        </Paper>
      )}
    </Stack>
  );
}
