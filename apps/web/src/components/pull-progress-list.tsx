import { Group, Progress, SimpleGrid, Text } from '@mantine/core';
import type { PullProgress } from '../api/link.js';
import { dataTypeName, shownDataTypes } from '../format/data-types.js';
import { isEndStatus, pullStatusTone, pullStatusWords } from '../format/pull-status.js';

const colors = { good: 'green', bad: 'red', warn: 'yellow', busy: 'bridge', quiet: 'gray' } as const;

interface Props {
  dataTypes: readonly (PullProgress & { statusDescription?: string | null })[];
}

/** One bar per data type, always in the same order so that nothing jumps while it fills. */
export function PullProgressList({ dataTypes }: Props) {
  const order = (dataType: string) => (shownDataTypes.indexOf(dataType) + 1 || shownDataTypes.length + 1);
  const rows = [...dataTypes].sort((a, b) => order(a.dataType) - order(b.dataType));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" verticalSpacing="xs">
      {rows.map((row) => {
        const ended = isEndStatus(row.status);
        return (
          <div key={row.dataType}>
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm">{dataTypeName(row.dataType)}</Text>
              <Text size="sm" c="dimmed">
                {ended ? pullStatusWords(row.status) : `${pullStatusWords(row.status)} · ${Math.round(row.progress)} %`}
              </Text>
            </Group>
            <Progress
              value={ended ? 100 : row.progress}
              color={colors[pullStatusTone(row.status)]}
              animated={!ended}
              aria-label={`${dataTypeName(row.dataType)}: ${pullStatusWords(row.status)}`}
            />
            {row.statusDescription ? (
              <Text size="xs" c="dimmed">
                {row.statusDescription}
              </Text>
            ) : null}
          </div>
        );
      })}
    </SimpleGrid>
  );
}
