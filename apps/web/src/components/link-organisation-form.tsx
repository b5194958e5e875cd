import { Alert, Button, Radio, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { chooseOrganisation, type LinkAttempt } from '../api/link.js';
import { queryClient } from '../api/query-client.js';
import { PageHeading } from './page-heading.js';

interface Props {
  attemptId: string;
  attempt: LinkAttempt;
}

/** The consent covers several organisations; a company is exactly one of them. */
export function LinkOrganisationForm({ attemptId, attempt }: Props) {
  const [chosen, setChosen] = useState('');
  const [missing, setMissing] = useState(false);
  const choose = useMutation({
    mutationFn: (organisationId: string) => chooseOrganisation(attemptId, organisationId),
    onSuccess: (answer) => queryClient.setQueryData(['link-attempt', attemptId], answer),
    // The attempt may have ended meanwhile: its page then says so.
    onError: () => queryClient.invalidateQueries({ queryKey: ['link-attempt', attemptId] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(chosen === '');
    if (chosen !== '') choose.mutate(chosen);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <PageHeading title={`Which organisation is ${attempt.company.name}?`} />
        <Text>
          You gave access to several organisations. Choose the one whose books <b>{attempt.operator.name}</b> may read as{' '}
          <b>{attempt.company.name}</b>. The others are disconnected.
        </Text>
        {choose.isError && (
          <Alert role="alert" color="orange" variant="default" title="That did not work">
            {choose.error.message}
          </Alert>
        )}
        <Radio.Group
          label="Organisation"
          value={chosen}
          error={missing ? 'Choose one organisation' : undefined}
          onChange={(id) => {
            setChosen(id);
            setMissing(false);
          }}
        >
          <Stack gap="sm" mt="xs">
            {(attempt.organisations ?? []).map((organisation) => (
              <Radio
                key={organisation.id}
                value={organisation.id}
                label={organisation.name}
                disabled={organisation.linkedElsewhere}
                description={organisation.linkedElsewhere ? 'Already linked to another company' : undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Button type="submit" size="md" fullWidth loading={choose.isPending}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}
