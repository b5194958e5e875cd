import { Button, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { PageHeading } from './page-heading.js';

/** Also for an id that belongs to nobody, or to another operator: the two look alike on purpose. */
export function NotFoundMessage() {
  return (
    <Stack align="flex-start">
      <PageHeading title="Page not found" />
      <Text>There is no page at this address.</Text>
      <Button component={Link} to="/companies">
        Go to companies
      </Button>
    </Stack>
  );
}
