import { Anchor, Paper, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Company } from '../api/companies.js';
import { formatMoment } from '../format/dates.js';
import { CompanyStatusBadge } from './connection-status-badge.js';
import { LinkUrlCopyButton } from './link-url-copy-button.js';
import { SortHeading } from './sort-heading.js';

interface Props {
  companies: readonly Company[];
  orderBy: string;
  onOrder: (orderBy: string) => void;
}

/** On a phone only what identifies a company and its state remains; the rest is on its own page. */
export function CompaniesTable({ companies, orderBy, onOrder }: Props) {
  const sort = { orderBy, onOrder };
  return (
    <Paper withBorder style={{ overflowX: 'auto' }}>
      <Table verticalSpacing="sm" horizontalSpacing="md" aria-label="Companies">
        <Table.Thead>
          <Table.Tr>
            <SortHeading label="Company" property="name" {...sort} />
            <SortHeading label="Status" {...sort} />
            <SortHeading label="Platform" visibleFrom="md" {...sort} />
            <SortHeading label="Last sync" property="lastSync" visibleFrom="lg" {...sort} />
            <SortHeading label="Created" property="created" visibleFrom="xl" {...sort} />
            <SortHeading label="Link URL" visibleFrom="sm" {...sort} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {companies.map((company) => (
            <CompanyRow key={company.id} company={company} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function CompanyRow({ company }: { company: Company }) {
  const platforms = [...new Set(company.dataConnections.map((connection) => connection.platformName))];
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/companies/${company.id}`} fw={600} size="sm">
          <bdi>{company.name}</bdi>
        </Anchor>
        <Text size="xs" c="dimmed" visibleFrom="sm" ff="monospace" className="whole-cell">
          {company.id}
        </Text>
      </Table.Td>
      <Table.Td>
        <CompanyStatusBadge connections={company.dataConnections} />
      </Table.Td>
      <Table.Td visibleFrom="md">{platforms.length === 0 ? '—' : platforms.join(', ')}</Table.Td>
      <Table.Td visibleFrom="lg" className="whole-cell">{formatMoment(company.lastSync)}</Table.Td>
      <Table.Td visibleFrom="xl" className="whole-cell">{formatMoment(company.created)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <LinkUrlCopyButton url={company.redirect} size="xs" of={company.name} />
      </Table.Td>
    </Table.Tr>
  );
}
