import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../api/http.js';
import { getLinkCompany } from '../api/link.js';
import { LinkResult } from '../components/link-result.js';
import { LinkStartForm } from '../components/link-start-form.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { explainReason } from '../format/link-reasons.js';

/** A company's Link URL. */
export function LinkCompanyScreen() {
  const companyId = useParams().companyId ?? '';
  const link = useQuery({ queryKey: ['link', companyId], queryFn: () => getLinkCompany(companyId) });
  if (link.isPending) {
    return (
      <Stack aria-label="Loading" role="status">
        <Skeleton height={32} />
        <Skeleton height={120} />
        <Skeleton height={64} />
      </Stack>
    );
  }
  if (link.isError) {
    const status = link.error instanceof ApiError ? link.error.status : 0;
    if (status === 404 || status === 400) {
      const { title, what, next } = explainReason('unknown');
      return <LinkResult look="stopped" title={title} lines={[what, next]} />;
    }
    return <LoadErrorAlert title="This page could not be loaded" error={link.error} onRetry={() => void link.refetch()} />;
  }
  const { connection, operator, company } = link.data;
  if (connection?.status === 'Linked') {
    const organisation = connection.organisationName || 'Your organisation';
    return (
      <LinkResult
        look="done"
        title={`${company.name} is already linked`}
        lines={[
          `${organisation} in ${connection.platformName} is linked to ${operator.name}. You do not need to do anything.`,
          `To link another organisation instead, ask ${operator.name} to unlink this one first.`,
        ]}
      />
    );
  }
  return <LinkStartForm link={link.data} />;
}
