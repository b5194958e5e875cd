import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { IconDots, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { type Company, deleteCompany } from '../api/companies.js';
import { refreshAll } from '../api/pulls.js';
import { queryClient } from '../api/query-client.js';
import { CompanyRenameDialog } from './company-rename-dialog.js';
import { confirmDanger } from './confirm-dialog.js';
import { LinkUrlCopyButton } from './link-url-copy-button.js';
import { noticeDone, noticeFailed } from './notice.js';
import { PageHeading } from './page-heading.js';
import { recentPullsKey } from './use-recent-pulls.js';

export function CompanyHeader({ company }: { company: Company }) {
  const [renaming, { open, close }] = useDisclosure(false);
  const refresh = useMutation({
    mutationFn: () => refreshAll(company.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: recentPullsKey(company.id) }),
    onError: (error) => noticeFailed('No refresh was started', error),
  });
  const linked = company.dataConnections.some((connection) => connection.status === 'Linked');
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Group gap={4} wrap="nowrap">
          <PageHeading title={company.name}>
            <bdi>{company.name}</bdi>
          </PageHeading>
          <ActionIcon variant="subtle" color="gray" c="dimmed" size="lg" aria-label="Rename company" onClick={open}>
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
          <DeleteMenu company={company} />
        </Group>
        <Text size="xs" c="dimmed" ff="monospace">
          {company.id}
        </Text>
      </div>
      <Group gap={6}>
        <LinkUrlCopyButton url={company.redirect} />
        <Button
          px="sm"
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={!linked}
          loading={refresh.isPending}
          onClick={() => refresh.mutate()}
        >
          Refresh data
        </Button>
      </Group>
      <CompanyRenameDialog company={company} opened={renaming} onClose={close} />
    </Group>
  );
}

function DeleteMenu({ company }: { company: Company }) {
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteCompany(company.id),
    onSuccess: async () => {
      await navigate('/companies');
      noticeDone('Company deleted', `${company.name} and its data are gone.`);
      queryClient.removeQueries({ queryKey: ['company', company.id] });
      await queryClient.invalidateQueries({ queryKey: ['companies'] });
    },
    onError: (error) => noticeFailed('The company was not deleted', error),
  });
  const ask = () =>
    confirmDanger({
      title: 'Delete this company?',
      text: `${company.name}, its connections and all its pulled data are deleted for good. The books themselves stay untouched.`,
      confirm: 'Delete company',
      onConfirm: () => remove.mutate(),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" c="dimmed" size="lg" aria-label="More actions" loading={remove.isPending}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
          Delete company
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
