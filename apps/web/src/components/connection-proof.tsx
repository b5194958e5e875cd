import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Connection } from '../api/connections.js';
import { ApiError } from '../api/http.js';
import { type Difference, getProof, type Proof, takeProof } from '../api/proofs.js';
import { queryClient } from '../api/query-client.js';
import { formatAmount } from '../format/numbers.js';
import { accountWords, proofTone, proofWords, whereItDiffers } from '../format/proof-words.js';
import { noticeFailed } from './notice.js';
import { StatusBadge } from './status-badge.js';

const isOpen = (proof: Proof | undefined): boolean => proof !== undefined && !proof.completed;

/** Whether what was pulled makes what the platform's own reports say, and on which accounts it does not. */
export function ConnectionProof({ companyId, connection }: { companyId: string; connection: Connection }) {
  const queryKey = ['company', companyId, 'proof', connection.id];
  const proof = useQuery({
    queryKey,
    queryFn: () => getProof(companyId, connection.id).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }),
    refetchInterval: (query) => (isOpen(query.state.data ?? undefined) ? 2000 : 15_000),
  });
  const take = useMutation({
    mutationFn: () => takeProof(companyId, connection.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey }),
    onError: (error) => noticeFailed('The books are not being checked', error),
  });
  const name = connection.platformName;
  if (proof.data === undefined || (proof.data === null && connection.status !== 'Linked')) return null;
  return (
    <Stack gap="xs" role="group" aria-label="Check of the books">
      <Group gap="xs">
        {proof.data === null ? (
          <StatusBadge tone="quiet">{`Not compared with ${name}'s reports yet`}</StatusBadge>
        ) : (
          <StatusBadge tone={proofTone(proof.data.status)}>{proofWords(proof.data, name)}</StatusBadge>
        )}
        {connection.status === 'Linked' && !isOpen(proof.data ?? undefined) && (
          <Button variant="default" size="compact-xs" loading={take.isPending} onClick={() => take.mutate()}>
            Check the books
          </Button>
        )}
      </Group>
      {proof.data !== null && <Findings proof={proof.data} platformName={name} />}
    </Stack>
  );
}

function Findings({ proof, platformName }: { proof: Proof; platformName: string }) {
  const differences = proof.comparison?.differences ?? [];
  const notes = proof.status === 'NotProvable' || proof.status === 'Incomplete' || proof.status === 'Differs' ? proof.reasons : [];
  return (
    <>
      {proof.status === 'Pending' && <Text size="sm">{proof.message}</Text>}
      {notes.map(({ message }, index) => (
        <Text key={index} size="sm">
          {message}
        </Text>
      ))}
      {differences.length > 0 && <DifferencesTable differences={differences} currency={proof.comparison?.currency ?? ''} platformName={platformName} />}
    </>
  );
}

const mostShown = 20;

function DifferencesTable({ differences, currency, platformName }: { differences: readonly Difference[]; currency: string; platformName: string }) {
  return (
    <div role="region" aria-label="Accounts that differ" tabIndex={0} style={{ overflowX: 'auto' }}>
      <Table horizontalSpacing="sm" verticalSpacing={6} aria-label="Differences">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Account</Table.Th>
            <Table.Th>Report</Table.Th>
            <Table.Th className="number-cell">Documents ({currency})</Table.Th>
            <Table.Th className="number-cell">{platformName}</Table.Th>
            <Table.Th className="number-cell">Difference</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.slice(0, mostShown).map((difference) => (
            <Table.Tr key={`${difference.report} ${difference.account.id ?? difference.account.name}`}>
              <Table.Td className="word-cell">{accountWords(difference)}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{whereItDiffers(difference)}</Table.Td>
              <Table.Td className="number-cell">{formatAmount(difference.ours)}</Table.Td>
              <Table.Td className="number-cell">{formatAmount(difference.theirs)}</Table.Td>
              <Table.Td className="number-cell">{formatAmount(difference.difference)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {differences.length > mostShown && (
        <Text size="xs" c="dimmed">
          {differences.length - mostShown} more are told by the API.
        </Text>
      )}
    </div>
  );
}
