import { Container } from '@mantine/core';
import { NotFoundMessage } from '../components/not-found-message.js';

export function NotFound() {
  return (
    <Container component="main" size="xs" py="xl">
      <NotFoundMessage />
    </Container>
  );
}
