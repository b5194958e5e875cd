import { Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PageHeading } from './page-heading.js';

const looks = {
  done: { color: 'green.8', icon: <IconCheck size={22} aria-hidden /> },
  stopped: { color: 'orange.9', icon: <IconAlertTriangle size={22} aria-hidden /> },
  waiting: { color: 'bridge', icon: <IconClock size={22} aria-hidden /> },
} as const;

interface Props {
  look: keyof typeof looks;
  title: string;
  lines: readonly string[];
  children?: ReactNode;
}

/** An end, or a pause, of linking: what happened, what it means, what to do. */
export function LinkResult({ look, title, lines, children }: Props) {
  return (
    <Stack>
      <Group gap="sm" wrap="nowrap" align="flex-start" role={look === 'stopped' ? 'alert' : 'status'}>
        <ThemeIcon radius="xl" size={38} color={looks[look].color}>
          {looks[look].icon}
        </ThemeIcon>
        <PageHeading title={title} />
      </Group>
      {lines.map((line) => (
        <Text key={line}>{line}</Text>
      ))}
      {children}
    </Stack>
  );
}
