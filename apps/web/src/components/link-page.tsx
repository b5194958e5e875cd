import { Box, Container, Paper, Text } from '@mantine/core';
import { Outlet } from 'react-router';
import { useFocusOnNavigation } from './use-focus-on-navigation.js';

/** One calm column for people who see this service once, most of them on a phone. */
export function LinkPage() {
  const main = useFocusOnNavigation();
  return (
    <Box className="link-page">
      <Container size={520} px={{ base: 'sm', xs: 'md' }} py={{ base: 'md', sm: 56 }}>
        <Paper
          component="main"
          ref={main}
          tabIndex={-1}
          data-page-focus
          withBorder
          p={{ base: 'lg', sm: 'xl' }}
          mih={320}
        >
          <Outlet />
        </Paper>
        <Text component="footer" size="xs" c="dimmed" ta="center" mt="md">
          Secure connection by Ledgerbridge
        </Text>
      </Container>
    </Box>
  );
}
