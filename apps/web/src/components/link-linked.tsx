import { Stack, Text, Title } from '@mantine/core';
import type { LinkAttempt } from '../api/link.js';
import { isEndStatus } from '../format/pull-status.js';
import { LinkResult } from './link-result.js';
import { PullProgressList } from './pull-progress-list.js';

/** Linked: what happens now, and how far it is. */
export function LinkLinked({ attempt }: { attempt: LinkAttempt }) {
  const dataTypes = attempt.progress?.dataTypes ?? [];
  const ended = dataTypes.filter((row) => isEndStatus(row.status)).length;
  const finished = dataTypes.length > 0 && ended === dataTypes.length;
  const organisation = attempt.organisationName || 'Your organisation';
  return (
    <LinkResult
      look="done"
      title="Linked"
      lines={[
        `${organisation} is now linked to ${attempt.operator.name} as ${attempt.company.name}.`,
        finished
          ? 'Your books have been read. You can close this page.'
          : 'Your books are being read now. You can close this page: it goes on without you.',
      ]}
    >
      {dataTypes.length > 0 && (
        <Stack gap="sm">
          <Title order={2} size="h5">
            {finished ? 'What was read' : 'Reading your books'}
          </Title>
          <Text size="sm" c="dimmed" role="status">
            {`${ended} of ${dataTypes.length} done`}
          </Text>
          <PullProgressList dataTypes={dataTypes} />
        </Stack>
      )}
    </LinkResult>
  );
}
