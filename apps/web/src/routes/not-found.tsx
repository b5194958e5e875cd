import { Button, Container, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { PageHeading } from '../components/page-heading.js';

export function NotFound() {
  return (
    <Container component="main" size="xs" py="xl">
      <Stack align="flex-start">
        <PageHeading title="Page not found" />
        <Text>There is no page at this address.</Text>
        <Button component={Link} to="/companies">
          Go to companies
        </Button>
      </Stack>
    </Container>
  );
}
