import { AppShell, Burger, Container, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { sessionKey } from '../api/query-client.js';
import { getSession, type Session } from '../api/session.js';
import { BrandMark, productName } from './brand-mark.js';
import { LoadErrorAlert } from './load-error-alert.js';
import { PageLoader } from './page-loader.js';
import { PortalNavigation } from './portal-navigation.js';
import { useFocusOnNavigation } from './use-focus-on-navigation.js';
import { UserMenu } from './user-menu.js';

/** The frame of every signed-in page. A missing or ended session leads to the sign-in page and back. */
export function PortalShell() {
  const location = useLocation();
  const session = useQuery({ queryKey: sessionKey, queryFn: getSession, staleTime: 60_000 });
  if (session.isPending) return <PageLoader />;
  if (session.isError) {
    return (
      <Container component="main" size="xs" py="xl">
        <LoadErrorAlert title="The portal could not be loaded" error={session.error} onRetry={() => void session.refetch()} />
      </Container>
    );
  }
  if (session.data === null) {
    const next = encodeURIComponent(location.pathname + location.search);
    return <Navigate to={`/sign-in?next=${next}`} replace />;
  }
  return <Frame session={session.data} />;
}

function Frame({ session }: { session: Session }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const main = useFocusOnNavigation();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? 'Close the navigation' : 'Open the navigation'}
              aria-expanded={opened}
            />
            <BrandMark />
            {session.operator.name !== productName && (
              <Text size="sm" c="dimmed" truncate visibleFrom="sm">
                {session.operator.name}
              </Text>
            )}
          </Group>
          <UserMenu session={session} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main">
        <PortalNavigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} data-page-focus>
        <Container size="xl" px={0} mx={0}>
          <Outlet />
        </Container>
      </AppShell.Main>
      <ScrollRestoration />
    </AppShell>
  );
}
