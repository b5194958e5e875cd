import { Code, List, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import type { IntegrationSettings } from '../api/integrations.js';
import { formatLimit } from '../format/numbers.js';

/** How full the app is, and what it asks people to agree to. */
export function IntegrationUsePanel({ settings }: { settings: IntegrationSettings }) {
  const { used, limit } = settings.connections;
  const full = limit !== null && used >= limit;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h5">
          Connections used
        </Title>
        <Text fw={600}>{formatLimit(used, limit)}</Text>
        {limit !== null && (
          <Progress value={Math.min(100, (used / limit) * 100)} color={full ? 'red' : 'bridge'} aria-label="Connections used" />
        )}
        {full && (
          <Text size="sm">
            No further company can link until a connection is unlinked or your app moves to a higher tier.
          </Text>
        )}
        <Title order={2} size="h5" mt="xs">
          Permissions asked
        </Title>
        <Text size="sm" c="dimmed">
          Each person who links agrees to these scopes at {settings.name}.
        </Text>
        <List size="sm" spacing={4} listStyleType="none">
          {settings.scopes.map((scope) => (
            <List.Item key={scope}>
              <Code>{scope}</Code>
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
  );
}
