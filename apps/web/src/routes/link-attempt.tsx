import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../api/http.js';
import { getLinkAttempt, type LinkAttempt } from '../api/link.js';
import { LinkLinked } from '../components/link-linked.js';
import { LinkOrganisationForm } from '../components/link-organisation-form.js';
import { LinkResult } from '../components/link-result.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { explainReason } from '../format/link-reasons.js';
import { isEndStatus } from '../format/pull-status.js';

function pollEvery(attempt: LinkAttempt | undefined): number | false {
  if (attempt?.status === 'started' || attempt?.status === 'settling') return 2000;
  if (attempt?.status !== 'linked') return false;
  const dataTypes = attempt.progress?.dataTypes ?? [];
  return dataTypes.length > 0 && dataTypes.every((row) => isEndStatus(row.status)) ? false : 1000;
}

/** Where the person comes back to after consent. */
export function LinkAttemptScreen() {
  const attemptId = useParams().attemptId ?? '';
  const attempt = useQuery({
    queryKey: ['link-attempt', attemptId],
    queryFn: () => getLinkAttempt(attemptId),
    refetchInterval: (query) => pollEvery(query.state.data),
  });
  if (attempt.isPending) {
    return (
      <Stack aria-label="Loading" role="status">
        <Skeleton height={32} />
        <Skeleton height={140} />
      </Stack>
    );
  }
  if (attempt.data === undefined) return <Unreadable error={attempt.error} onRetry={() => void attempt.refetch()} />;
  return <AttemptState attemptId={attemptId} attempt={attempt.data} />;
}

function Unreadable({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  const status = error instanceof ApiError ? error.status : 0;
  if (status >= 400 && status < 500 && status !== 429) {
    const { title, what, next } = explainReason(status === 403 || status === 401 ? 'wrongBrowser' : 'unknown');
    return <LinkResult look="stopped" title={title} lines={[what, next]} />;
  }
  return <LoadErrorAlert title="This page could not be loaded" error={error} onRetry={onRetry} />;
}

function AttemptState({ attemptId, attempt }: { attemptId: string; attempt: LinkAttempt }) {
  const again = `/link/connections/${encodeURIComponent(attempt.connectionId)}/start`;
  if (attempt.status === 'choosing') return <LinkOrganisationForm attemptId={attemptId} attempt={attempt} />;
  if (attempt.status === 'linked') return <LinkLinked attempt={attempt} />;
  if (attempt.status === 'settling') {
    return (
      <LinkResult
        look="waiting"
        title="Access was given"
        lines={[
          'Your accounting software has not told us yet which organisation it is for. We ask again by ourselves.',
          'This page goes on as soon as it has. If it takes long, you can come back to it within a few minutes.',
        ]}
      />
    );
  }
  if (attempt.status === 'started') {
    return (
      <LinkResult look="waiting" title="Waiting for your consent" lines={['Finish on the page of your accounting software.']}>
        <Text size="sm" c="dimmed">
          Did that page stop with a message about a connection limit? Then please tell {attempt.operator.name}: only they can make
          room.
        </Text>
        <Button component="a" href={again} variant="default">
          Start again
        </Button>
      </LinkResult>
    );
  }
  const { reason } = attempt;
  const { title, what, next } = explainReason(reason, attempt.message);
  return (
    <LinkResult look="stopped" title={title} lines={[what, next]}>
      {reason !== 'companyLinked' && (
        <Button component="a" href={again}>
          Try again
        </Button>
      )}
    </LinkResult>
  );
}
