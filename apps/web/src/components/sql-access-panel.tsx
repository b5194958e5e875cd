import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient } from '../api/query-client.js';
import { removeSqlAccess, renewSqlAccess, type SqlAccess, sqlAccessKey } from '../api/sql-access.js';
import { formatMoment } from '../format/dates.js';
import { confirmDanger } from './confirm-dialog.js';
import { noticeDone, noticeFailed } from './notice.js';
import { TextCopyField } from './text-copy-field.js';

/** Where to connect, and the password in the one moment in which it is known. */
export function SqlAccessPanel({ access }: { access: SqlAccess }) {
  const [password, setPassword] = useState<string | null>(null);
  const renew = useMutation({
    mutationFn: renewSqlAccess,
    onSuccess: ({ password: made, ...rest }) => {
      setPassword(made);
      queryClient.setQueryData(sqlAccessKey, rest);
    },
    onError: (error) => noticeFailed('No password was made', error),
  });
  const remove = useMutation({
    mutationFn: removeSqlAccess,
    onSuccess: (rest) => {
      setPassword(null);
      queryClient.setQueryData(sqlAccessKey, rest);
      noticeDone('Removed', 'Nobody can read your books with SQL any more.');
    },
    onError: (error) => noticeFailed('The access was not removed', error),
  });
  if (access.user === null) {
    return access.refusal === null ? (
      <Stack align="flex-start">
        <Text>There is no user for SQL yet.</Text>
        <Button loading={renew.isPending} onClick={() => renew.mutate()}>
          Create user
        </Button>
      </Stack>
    ) : (
      <Alert color="orange" variant="default" title="This installation gives no SQL access">
        {access.refusal}
      </Alert>
    );
  }
  const askForRenewal = () => confirmDanger({
    title: 'Make another password?',
    text: 'Programs that use the present one are cut off at once.',
    confirm: 'Make another password',
    onConfirm: () => renew.mutate(),
  });
  const askForRemoval = () => confirmDanger({
    title: 'Remove SQL access?',
    text: 'Programs that read your books with SQL are cut off at once. The books stay as they are.',
    confirm: 'Remove',
    onConfirm: () => remove.mutate(),
  });
  return (
    <Stack>
      <TextCopyField label="Host" value={access.host} copyLabel="Copy host" />
      <TextCopyField label="Port" value={String(access.port)} copyLabel="Copy port" />
      <TextCopyField label="Database" value={access.database} copyLabel="Copy database" />
      <TextCopyField label="User" value={access.user} copyLabel="Copy user" />
      {password !== null ? (
        <TextCopyField label="Password" description="Shown this one time. Keep it now." value={password} copyLabel="Copy password" />
      ) : (
        access.passwordSet !== null && <Text size="sm">The password was made on {formatMoment(access.passwordSet)} and cannot be shown again.</Text>
      )}
      <Text size="sm">
        The views are in schema books: one for each data type, such as invoices, and one for its lines, such as invoice_line_items.
      </Text>
      <Group>
        <Button variant="default" loading={renew.isPending} onClick={askForRenewal}>
          Make another password
        </Button>
        <Button variant="default" loading={remove.isPending} onClick={askForRemoval}>
          Remove
        </Button>
      </Group>
    </Stack>
  );
}
