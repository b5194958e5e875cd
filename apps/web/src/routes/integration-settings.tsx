import { Anchor, Grid, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { getIntegration, type IntegrationSettings, listIntegrations } from '../api/integrations.js';
import { IntegrationEnableDialog } from '../components/integration-enable-dialog.js';
import { IntegrationEnableSwitch } from '../components/integration-enable-switch.js';
import { integrationPath } from '../components/integration-row.js';
import { IntegrationSettingsForm } from '../components/integration-settings-form.js';
import { IntegrationUsePanel } from '../components/integration-use-panel.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { PageHeading } from '../components/page-heading.js';
import { XeroAppSteps } from '../components/xero-app-steps.js';
import { NotFoundMessage } from '../components/not-found-message.js';

/** The address carries the integration's name; the list tells which key stands behind it. */
export function IntegrationSettingsScreen() {
  const path = `/settings/integrations/accounting/${useParams().name}`;
  const list = useQuery({ queryKey: ['integrations'], queryFn: listIntegrations });
  const key = list.data?.results.find((row) => integrationPath(row.name) === path)?.key;
  const settings = useQuery({
    queryKey: ['integrations', key],
    queryFn: () => getIntegration(key ?? ''),
    enabled: key !== undefined,
    // Somebody may be typing: the form must not be replaced by a fresh answer when the window gets focus.
    refetchOnWindowFocus: false,
  });
  if (list.isSuccess && key === undefined) return <NotFoundMessage />;
  const failed = list.error ?? settings.error;
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <Anchor component={Link} to="/settings/integrations/accounting" size="sm">
          Accounting integrations
        </Anchor>
        <PageHeading title={settings.data?.name ?? 'Integration'} />
      </Stack>
      {failed !== null && (
        <LoadErrorAlert
          title="The settings could not be loaded"
          error={failed}
          onRetry={() => void (list.isError ? list.refetch() : settings.refetch())}
        />
      )}
      {failed === null && settings.data === undefined && <Skeleton height={480} radius="md" />}
      {settings.data !== undefined && <Settings settings={settings.data} />}
    </Stack>
  );
}

function Settings({ settings }: { settings: IntegrationSettings }) {
  const [asking, { open, close }] = useDisclosure(false);
  return (
    <>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
            <IntegrationSettingsForm settings={settings} onSaved={(saved) => !saved.enabled && open()} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Paper withBorder p="md">
              <Stack gap="xs">
                <IntegrationEnableSwitch integration={settings} />
                <Text size="sm" c="dimmed">
                  While it is on, {settings.name} is offered on the Link page of every company.
                </Text>
              </Stack>
            </Paper>
            <IntegrationUsePanel settings={settings} />
            {settings.key === 'gbol' && <XeroAppSteps redirectUri={settings.redirectUri} />}
          </Stack>
        </Grid.Col>
      </Grid>
      <IntegrationEnableDialog settings={settings} opened={asking} onClose={close} />
    </>
  );
}
