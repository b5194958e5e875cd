import { EmptyState, Stack } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { Company } from '../api/companies.js';
import { ConnectionCard } from './connection-card.js';
import { LinkUrlCopyButton } from './link-url-copy-button.js';

export function CompanyConnectionsPanel({ company }: { company: Company }) {
  if (company.dataConnections.length === 0) {
    return (
      <EmptyState
        icon={<IconPlugConnectedX size={36} aria-hidden />}
        title="Nothing is linked yet"
        description="Send the Link URL to the person who keeps this company's books. Its data is pulled as soon as they agree."
      >
        <EmptyState.Actions>
          <LinkUrlCopyButton url={company.redirect} of={`${company.name} for its first connection`} />
        </EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <Stack>
      {company.dataConnections.map((connection) => (
        <ConnectionCard key={connection.id} companyId={company.id} connection={connection} />
      ))}
    </Stack>
  );
}
