import { Button, Container, Stack, Text, Title } from '@mantine/core';

/** Shown for a fault of this page itself, or when a newer version has replaced the files that this one still asks for. */
export function PageCrash() {
  return (
    <Container component="main" size="xs" py="xl">
      <Stack align="flex-start">
        <Title order={1} size="h2">
          This page stopped working
        </Title>
        <Text>Nothing was lost on the server. Load the page again; if that does not help, tell whoever runs this service.</Text>
        <Button onClick={() => window.location.reload()}>Load again</Button>
      </Stack>
    </Container>
  );
}
