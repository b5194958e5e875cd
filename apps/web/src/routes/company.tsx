import { Anchor, Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { type Company, getCompany } from '../api/companies.js';
import { ApiError } from '../api/http.js';
import { CompanyConnectionsPanel } from '../components/company-connections-panel.js';
import { CompanyDataPanel } from '../components/company-data-panel.js';
import { CompanyHeader } from '../components/company-header.js';
import { CompanyHistoryPanel } from '../components/company-history-panel.js';
import { LoadErrorAlert } from '../components/load-error-alert.js';
import { PullProgressPanel } from '../components/pull-progress-panel.js';
import { useRecentPulls } from '../components/use-recent-pulls.js';
import { NotFoundMessage } from '../components/not-found-message.js';

export function CompanyScreen() {
  const id = useParams().companyId ?? '';
  const company = useQuery({ queryKey: ['company', id], queryFn: () => getCompany(id), refetchInterval: 15_000 });
  if (company.error instanceof ApiError && company.error.status === 404) return <NotFoundMessage />;
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/companies" size="sm">
        Companies
      </Anchor>
      {company.isError && (
        <LoadErrorAlert title="The company could not be loaded" error={company.error} onRetry={() => void company.refetch()} />
      )}
      {company.isPending && <Skeleton height={360} radius="md" />}
      {company.data !== undefined && <CompanyTabs key={id} company={company.data} />}
    </Stack>
  );
}

const tabs = ['connections', 'data', 'history'];

function CompanyTabs({ company }: { company: Company }) {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('tab') ?? '';
  const tab = tabs.includes(asked) ? asked : 'connections';
  const pulls = useRecentPulls(company.id);
  return (
    <>
      <CompanyHeader company={company} />
      <PullProgressPanel pulls={pulls} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => setParameters({ tab: value ?? 'connections' }, { replace: true, preventScrollReset: true })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="connections">Connections</Tabs.Tab>
          <Tabs.Tab value="data">Data</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="connections">
          <CompanyConnectionsPanel company={company} />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <CompanyDataPanel company={company} pulls={pulls} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <CompanyHistoryPanel companyId={company.id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
