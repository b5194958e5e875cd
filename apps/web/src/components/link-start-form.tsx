import { Alert, Button, List, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/http.js';
import type { LinkCompany } from '../api/link.js';
import { explainReason } from '../format/link-reasons.js';
import { LinkPlatformChoice } from './link-platform-choice.js';
import { LinkResult } from './link-result.js';
import { PageHeading } from './page-heading.js';

interface Props {
  link: LinkCompany;
  start: (platformKey: string) => Promise<{ authorizeUrl: string }>;
}

/** Who asks, for what and why; then the choice of the accounting software. */
export function LinkStartForm({ link, start: startAt }: Props) {
  const { company, operator, platforms, connection } = link;
  const available = platforms.filter((platform) => platform.available);
  const [chosen, setChosen] = useState(available.length === 1 ? (available[0]?.key ?? '') : '');
  const [missing, setMissing] = useState(false);
  const start = useMutation({
    mutationFn: startAt,
    onSuccess: ({ authorizeUrl }) => window.location.assign(authorizeUrl),
  });
  if (available.length === 0) {
    const { title, what, next } = explainReason(platforms[0]?.reason ?? 'integrationDisabled');
    return <LinkResult look="stopped" title={title} lines={[platforms[0]?.message ?? what, next]} />;
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(chosen === '');
    if (chosen !== '') start.mutate(chosen);
  };
  const again = connection !== null && connection.status !== 'PendingAuth';
  return (
    <form onSubmit={submit}>
      <Stack>
        <PageHeading title={again ? `Link ${company.name} again` : `Link the books of ${company.name}`}>
          {again ? 'Link ' : 'Link the books of '}
          <bdi>{company.name}</bdi>
          {again && ' again'}
        </PageHeading>
        <Text>
          <b>
            <bdi>{operator.name}</bdi>
          </b>{' '}
          asks to read the books of <bdi>{company.name}</bdi>, so that nobody has to send or type them in by hand.
        </Text>
        {connection?.status === 'Linked' && (
          <Text>
            <bdi>{connection.organisationName || 'Your organisation'}</bdi> is linked. Go on only if you were asked to give access again.
          </Text>
        )}
        <WhatIsAsked operator={operator.name} />
        {start.isError && <StartFailed error={start.error} />}
        <LinkPlatformChoice
          platforms={platforms}
          value={chosen}
          error={missing ? 'Choose your accounting software' : undefined}
          onChange={(key) => {
            setChosen(key);
            setMissing(false);
          }}
        />
        <Button type="submit" size="md" fullWidth loading={start.isPending || start.isSuccess}>
          Continue
        </Button>
        <Text size="sm" c="dimmed">
          You sign in on your accounting software&rsquo;s own page. Your password is never seen here.
        </Text>
      </Stack>
    </form>
  );
}

function WhatIsAsked({ operator }: { operator: string }) {
  return (
    <div>
      <Title order={2} size="h5" mb="xs">
        What you agree to
      </Title>
      <List spacing={6} size="sm">
        <List.Item>Your accounts, customers, suppliers, invoices, bills and payments are read and kept up to date.</List.Item>
        <List.Item>Nothing in your books is changed by this.</List.Item>
        <List.Item>{`You can end it at any time, in your accounting software or by asking ${operator}.`}</List.Item>
      </List>
    </div>
  );
}

/** The server refuses with a reason as its code; any other fault is told in its own words. */
function StartFailed({ error }: { error: Error }) {
  const code = error instanceof ApiError && error.status === 409 ? error.code : null;
  const words = code === null ? { title: 'That did not work', what: error.message, next: '' } : explainReason(code, error.message);
  return (
    <Alert role="alert" color="orange" variant="default" title={words.title}>
      {`${words.what} ${words.next}`}
    </Alert>
  );
}
