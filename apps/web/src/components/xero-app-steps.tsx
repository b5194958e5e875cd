import { Anchor, Code, List, Paper, Stack, Text, Title } from '@mantine/core';

/** The names of Xero's buttons are Xero's own, as its developer portal shows them. */
export function XeroAppSteps({ redirectUri }: { redirectUri: string }) {
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h5">
          How to make your Xero app
        </Title>
        <List type="ordered" size="sm" spacing="xs">
          <List.Item>
            Open{' '}
            <Anchor href="https://developer.xero.com/app/manage" target="_blank" rel="noreferrer" size="sm" underline="always">
              Xero&rsquo;s app list
            </Anchor>{' '}
            (opens a new tab), sign in and choose <b>New app</b>.
          </List.Item>
          <List.Item>
            Pick the type <b>Web app</b> and give it the name that your customers know you by: Xero shows it when they agree.
          </List.Item>
          <List.Item>
            Enter this redirect URI: <Code>{redirectUri}</Code>
          </List.Item>
          <List.Item>
            Under <b>Configuration</b>, copy the Client id, generate a secret, and paste both here.
          </List.Item>
        </List>
        <Text size="sm" c="dimmed">
          A new Xero app can hold few connections. Choose the tier that Xero shows for your app, so that nobody is sent to Xero in
          vain when it is full.
        </Text>
      </Stack>
    </Paper>
  );
}
