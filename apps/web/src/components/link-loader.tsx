import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/http.js';
import type { LinkCompany } from '../api/link.js';
import { explainReason } from '../format/link-reasons.js';
import { LinkResult } from './link-result.js';
import { LoadErrorAlert } from './load-error-alert.js';

interface Props {
  query: UseQueryResult<LinkCompany>;
  children: (link: LinkCompany) => ReactNode;
}

/** What a link address names, once it is known; until then, and if there is no such thing, what to show instead. */
export function LinkLoader({ query, children }: Props) {
  if (query.isPending) {
    return (
      <Stack aria-label="Loading" role="status">
        <Skeleton height={32} />
        <Skeleton height={120} />
        <Skeleton height={64} />
      </Stack>
    );
  }
  if (query.isError) {
    const status = query.error instanceof ApiError ? query.error.status : 0;
    if (status === 404 || status === 400) {
      const { title, what, next } = explainReason('unknown');
      return <LinkResult look="stopped" title={title} lines={[what, next]} />;
    }
    return <LoadErrorAlert title="This page could not be loaded" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return children(query.data);
}
