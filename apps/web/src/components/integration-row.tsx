import { Box, Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { IntegrationSummary } from '../api/integrations.js';
import { formatLimit } from '../format/numbers.js';
import { IntegrationEnableSwitch } from './integration-enable-switch.js';
import { PlatformMark } from './platform-mark.js';

export const integrationPath = (name: string) =>
  `/settings/integrations/accounting/${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

export function IntegrationRow({ integration }: { integration: IntegrationSummary }) {
  const { name, configured, connections } = integration;
  return (
    <Box component="li" p="md" style={{ listStyle: 'none' }}>
      <Group justify="space-between" gap="md">
        <Group gap="sm" wrap="nowrap" miw={200}>
          <PlatformMark name={name} />
          <div>
            <Text fw={600}>{name}</Text>
            <Text size="sm" c="dimmed">
              {configured ? `Connections used: ${formatLimit(connections.used, connections.limit)}` : 'No keys stored yet'}
            </Text>
          </div>
        </Group>
        <Group gap="lg">
          <IntegrationEnableSwitch integration={integration} />
          <Button
            component={Link}
            to={integrationPath(name)}
            variant={configured ? 'default' : 'filled'}
            miw={96}
            aria-label={`${configured ? 'Manage' : 'Set up'} ${name}`}
          >
            {configured ? 'Manage' : 'Set up'}
          </Button>
        </Group>
      </Group>
    </Box>
  );
}
