import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isRunning, type Pull } from '../api/pulls.js';
import { PullProgressList } from './pull-progress-list.js';

/** Shown while data is pulled. It stays afterwards until it is hidden, so that nothing moves under somebody's hand. */
export function PullProgressPanel({ pulls }: { pulls: readonly Pull[] }) {
  const running = pulls.filter(isRunning);
  const since = running.map((pull) => pull.requested).sort()[0];
  const [shownSince, setShownSince] = useState<string | null>(null);
  useEffect(() => {
    if (since !== undefined) setShownSince((known) => (known === null || since < known ? since : known));
  }, [since]);
  if (shownSince === null) return null;
  const shown = pulls.filter((pull) => isRunning(pull) || pull.requested >= shownSince);
  const ended = shown.length - running.length;
  return (
    <Paper withBorder p="md" component="section" aria-label="Pull progress">
      <Stack gap="sm">
        <Group justify="space-between" mih={30}>
          <Title order={2} size="h5">
            {running.length > 0 ? 'Pulling data' : 'Pull finished'}
          </Title>
          <Group gap="sm">
            <Text size="sm" role="status">{`${ended} of ${shown.length} data types finished`}</Text>
            {running.length === 0 && (
              <Button size="xs" variant="default" onClick={() => setShownSince(null)}>
                Hide
              </Button>
            )}
          </Group>
        </Group>
        <PullProgressList dataTypes={shown} />
      </Stack>
    </Paper>
  );
}
