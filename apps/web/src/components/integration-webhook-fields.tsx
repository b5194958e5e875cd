import { PasswordInput, Stack, Text, Title } from '@mantine/core';
import type { ComponentProps } from 'react';
import type { IntegrationSettings } from '../api/integrations.js';
import { TextCopyField } from './text-copy-field.js';

interface Props {
  settings: IntegrationSettings;
  url: string;
  keyProps: ComponentProps<typeof PasswordInput>;
}

/** What makes changes arrive within a second; without it they are found by the pulls that the sync settings order. */
export function IntegrationWebhookFields({ settings: { name, hasWebhookKey }, url, keyProps }: Props) {
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        Webhooks
      </Title>
      <Text size="sm" c="dimmed">
        {`Optional. ${name} then tells of changed invoices, contacts, credit notes and payments as they happen, and they are read at once.`}
      </Text>
      <TextCopyField
        label="Delivery URL"
        description={`Enter it under Webhooks of your ${name} app. It has to be reachable from the internet by https.`}
        value={url}
        copyLabel="Copy delivery URL"
      />
      <PasswordInput
        label="Webhooks key"
        autoComplete="off"
        placeholder={hasWebhookKey ? 'Stored. Leave empty to keep it' : undefined}
        description={`${name} shows it beside the delivery URL. Save it here before you send ${name}'s “Intent to receive”.`}
        visibilityToggleFocusable
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the key that you typed' }}
        {...keyProps}
      />
    </Stack>
  );
}
