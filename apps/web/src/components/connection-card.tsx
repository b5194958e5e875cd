import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Connection, type ConnectionFault, deleteConnection, openFaults, unlinkConnection } from '../api/connections.js';
import { queryClient } from '../api/query-client.js';
import { formatMoment } from '../format/dates.js';
import { confirmDanger } from './confirm-dialog.js';
import { ConnectionProof } from './connection-proof.js';
import { ConnectionStatusBadge } from './connection-status-badge.js';
import { LinkUrlCopyButton } from './link-url-copy-button.js';
import { noticeDone, noticeFailed } from './notice.js';
import { PlatformMark } from './platform-mark.js';

interface Props {
  companyId: string;
  connection: Connection;
}

const explanations: Partial<Record<Connection['status'], string>> = {
  PendingAuth: 'Somebody started to link but has not finished yet.',
  Deauthorized: 'The platform no longer lets us in. Send the Link URL again: one new consent repairs this connection.',
  Unlinked: 'No data is pulled any more. What was pulled before can still be read.',
};

export function ConnectionCard({ companyId, connection }: Props) {
  const organisation = connection.connectionInfo?.organisationName || undefined;
  return (
    <Paper withBorder p="md" component="section" aria-label={`${connection.platformName} connection`}>
      <Stack>
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <PlatformMark name={connection.platformName} />
            <div>
              <Title order={2} size="h5">
                {organisation ?? connection.platformName}
              </Title>
              <Text size="sm" c="dimmed">
                {organisation === undefined ? connection.sourceType : connection.platformName}
              </Text>
            </div>
          </Group>
          <ConnectionStatusBadge status={connection.status} />
        </Group>
        {explanations[connection.status] !== undefined && <Text size="sm">{explanations[connection.status]}</Text>}
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
          <Fact label="Last sync" value={formatMoment(connection.lastSync)} />
          <Fact label="Created" value={formatMoment(connection.created)} />
          <Fact label="Connection ID" value={connection.id} />
        </SimpleGrid>
        {connection.status !== 'PendingAuth' && <ConnectionProof companyId={companyId} connection={connection} />}
        {openFaults(connection).map((fault, index) => (
          <FaultAlert key={index} fault={fault} />
        ))}
        <Actions companyId={companyId} connection={connection} />
      </Stack>
    </Paper>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm">{value}</Text>
    </div>
  );
}

function FaultAlert({ fault }: { fault: ConnectionFault }) {
  return (
    <Alert color="red" variant="default" title={fault.statusText || `Error ${fault.statusCode}`}>
      {fault.errorMessage}
      <Text size="xs" c="dimmed">
        {formatMoment(fault.erroredOnUtc)}
      </Text>
    </Alert>
  );
}

function Actions({ companyId, connection }: Props) {
  const name = connection.platformName;
  const after = () => queryClient.invalidateQueries({ queryKey: ['company', companyId] });
  const unlink = useMutation({
    mutationFn: () => unlinkConnection(companyId, connection.id),
    onSuccess: async () => {
      await after();
      noticeDone('Unlinked', `${name} is disconnected. What was pulled before stays.`);
    },
    onError: (error) => noticeFailed('The connection was not unlinked', error),
  });
  const remove = useMutation({
    mutationFn: () => deleteConnection(companyId, connection.id),
    onSuccess: async () => {
      await after();
      noticeDone('Connection deleted', 'The connection and its data are gone.');
    },
    onError: (error) => noticeFailed('The connection was not deleted', error),
  });
  const askUnlink = () =>
    confirmDanger({
      title: `Unlink ${name}?`,
      text: 'No more data is pulled until somebody links again. Data that was pulled before can still be read.',
      confirm: 'Unlink',
      onConfirm: () => unlink.mutate(),
    });
  const askRemove = () =>
    confirmDanger({
      title: `Delete the ${name} connection?`,
      text: 'The connection and all data pulled through it are deleted for good. The books themselves stay untouched.',
      confirm: 'Delete connection',
      onConfirm: () => remove.mutate(),
    });
  return (
    <Group gap="xs">
      {connection.status !== 'Linked' && <LinkUrlCopyButton url={connection.linkUrl} size="xs" of={`this ${name} connection`} />}
      {connection.status === 'Linked' && (
        <Button variant="default" size="xs" loading={unlink.isPending} onClick={askUnlink}>
          Unlink
        </Button>
      )}
      <Button variant="default" size="xs" loading={remove.isPending} onClick={askRemove}>
        Delete
      </Button>
    </Group>
  );
}
