import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isRunning, type Pull } from '../api/pulls.js';
import { PullProgressList } from './pull-progress-list.js';

/** Shown while data is pulled, and a moment longer, so that the end can be seen. */
export function PullProgressPanel({ pulls }: { pulls: readonly Pull[] }) {
  const running = pulls.filter(isRunning);
  const lingering = useLingering(running.length > 0);
  if (!lingering) return null;
  const since = running.map((pull) => pull.requested).sort()[0];
  const shown = since === undefined ? pulls : pulls.filter((pull) => isRunning(pull) || pull.requested >= since.slice(0, 19));
  const ended = shown.filter((pull) => !isRunning(pull)).length;
  return (
    <Paper withBorder p="md" component="section" aria-label="Pull progress">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5">
            {running.length > 0 ? 'Pulling data' : 'Pull finished'}
          </Title>
          <Text size="sm" role="status">{`${ended} of ${shown.length} data types finished`}</Text>
        </Group>
        <PullProgressList dataTypes={shown} />
      </Stack>
    </Paper>
  );
}

function useLingering(active: boolean): boolean {
  const [lingering, setLingering] = useState(active);
  useEffect(() => {
    if (active) {
      setLingering(true);
      return;
    }
    const timer = setTimeout(() => setLingering(false), 4000);
    return () => clearTimeout(timer);
  }, [active]);
  return active || lingering;
}
