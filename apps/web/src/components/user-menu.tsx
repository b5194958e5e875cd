import { Button, Menu, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconChevronDown, IconLogout } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { queryClient, sessionKey } from '../api/query-client.js';
import { type Session, signOut } from '../api/session.js';
import { noticeFailed } from './notice.js';

export function UserMenu({ session }: { session: Session }) {
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate('/sign-in', { replace: true });
      queryClient.clear();
      queryClient.setQueryData(sessionKey, null);
    },
    onError: (error) => noticeFailed('You are still signed in', error),
  });
  const name = session.user.name || session.user.email;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px="xs"
          maw={220}
          miw={0}
          rightSection={<IconChevronDown size={16} aria-hidden />}
          aria-label={`User menu of ${name}`}
        >
          <Text size="sm" truncate>
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.user.email}</Menu.Label>
        <Menu.Label>{`${session.operator.name} · ${session.user.role}`}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
