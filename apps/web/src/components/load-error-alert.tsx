import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../api/http.js';

interface Props {
  title: string;
  error: unknown;
  onRetry: () => void;
}

/** Says what could not be loaded, why, and lets the person try again. */
export function LoadErrorAlert({ title, error, onRetry }: Props) {
  const reference = error instanceof ApiError ? error.correlationId : null;
  return (
    <Alert role="alert" color="red" variant="default" title={title} icon={<IconAlertTriangle aria-hidden />}>
      <Stack align="flex-start" gap="xs">
        <Text size="sm">{error instanceof Error ? error.message : 'Something went wrong.'}</Text>
        {reference !== null && (
          <Text size="xs" c="dimmed">
            Reference: {reference}
          </Text>
        )}
        <Button variant="default" size="xs" onClick={onRetry}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}
