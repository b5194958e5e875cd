import { Button, EmptyState, Group, Skeleton, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconBuildingPlus, IconPlus, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { listCompanies } from '../api/companies.js';
import { companySearchQuery } from '../api/company-search.js';
import { CompaniesTable } from '../components/companies-table.js';
import { CompanyCreateDialog } from '../components/company-create-dialog.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { PageHeading } from '../components/page-heading.js';
import { PagePicker } from '../components/page-picker.js';

const pageSize = 25;

export function CompaniesScreen() {
  const [creating, { open, close }] = useDisclosure(false);
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [orderBy, setOrderBy] = useState('-created');
  const [settled] = useDebouncedValue(search, 250);
  const request = { page, pageSize, orderBy, query: companySearchQuery(settled) };
  const companies = useQuery({
    queryKey: ['companies', request],
    queryFn: () => listCompanies(request),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const searching = request.query !== undefined;
  const found = companies.data?.totalResults ?? 0;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <PageHeading title="Companies" />
        <VisuallyHidden role="status">{companies.isSuccess && searching ? `${found} companies found` : ''}</VisuallyHidden>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          Create company
        </Button>
      </Group>
      <TextInput
        aria-label="Search companies"
        type="search"
        placeholder="Search by name or ID"
        maw={420}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setPage(1);
        }}
        leftSection={<IconSearch size={16} aria-hidden />}
      />
      {companies.isError && (
        <LoadErrorAlert
          title="The companies could not be loaded"
          error={companies.error}
          onRetry={() => void companies.refetch()}
        />
      )}
      {companies.isPending && <Skeleton height={280} radius="md" />}
      {found > 0 && (
        <>
          <CompaniesTable companies={companies.data?.results ?? []} orderBy={orderBy} onOrder={setOrderBy} />
          <PagePicker what="companies" page={page} pageSize={pageSize} total={found} onPage={setPage} />
        </>
      )}
      {companies.isSuccess && found === 0 && (searching ? <NothingFound text={settled} /> : <NoCompanies onCreate={open} />)}
      <CompanyCreateDialog opened={creating} onClose={close} />
    </Stack>
  );
}

function NoCompanies({ onCreate }: { onCreate: () => void }) {
  return (
    <EmptyState
      icon={<IconBuildingPlus size={36} aria-hidden />}
      title="No companies yet"
      description="A company is one of your customers. Create it, then send its Link URL to the person who keeps its books."
    >
      <EmptyState.Actions>
        <Button variant="default" onClick={onCreate}>
          Create your first company
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

function NothingFound({ text }: { text: string }) {
  return (
    <EmptyState
      icon={<IconSearchOff size={36} aria-hidden />}
      title="Nothing found"
      description={<Text span inherit>{`No company matches “${text}”.`}</Text>}
    />
  );
}
