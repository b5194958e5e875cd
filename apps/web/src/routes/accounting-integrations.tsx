import { Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listIntegrations } from '../api/integrations.js';
import { IntegrationRow } from '../components/integration-row.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { PageHeading } from '../components/page-heading.js';

export function AccountingIntegrationsScreen() {
  const integrations = useQuery({ queryKey: ['integrations'], queryFn: listIntegrations });
  const rows = integrations.data?.results.filter((row) => row.sourceType === 'Accounting') ?? [];
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <PageHeading title="Accounting integrations" />
        <Text c="dimmed" maw={640}>
          The accounting software that your companies can link. Set an integration up with your own keys, then switch it on.
        </Text>
      </Stack>
      {integrations.isError && (
        <LoadErrorAlert
          title="The integrations could not be loaded"
          error={integrations.error}
          onRetry={() => void integrations.refetch()}
        />
      )}
      {integrations.isPending && <Skeleton height={78} radius="md" />}
      {rows.length > 0 && (
        <Paper withBorder component="ul" m={0} p={0} aria-label="Accounting integrations">
          {rows.map((row) => (
            <IntegrationRow key={row.key} integration={row} />
          ))}
        </Paper>
      )}
      {integrations.isSuccess && rows.length === 0 && <Text>This server knows no accounting integration.</Text>}
    </Stack>
  );
}
