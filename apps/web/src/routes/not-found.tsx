import { Container } from '@mantine/core';
import { NotFoundMessage } from '../components/not-found-message.js';

export function NotFoundScreen() {
  return (
    <Container component="main" size="xs" py="xl">
      <NotFoundMessage />
    </Container>
  );
}
