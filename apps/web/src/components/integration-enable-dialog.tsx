import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { IntegrationSettings } from '../api/integrations.js';
import { useIntegrationEnable } from './integration-enable-switch.js';

interface Props {
  settings: IntegrationSettings;
  opened: boolean;
  onClose: () => void;
}

/** Asked once after keys were saved, because stored keys alone let nobody link. */
export function IntegrationEnableDialog({ settings, opened, onClose }: Props) {
  const enable = useIntegrationEnable(settings.key, settings.name);
  return (
    <Modal opened={opened} onClose={onClose} title={`Enable ${settings.name}`}>
      <Stack>
        <Text>
          Your keys are stored. Enable {settings.name} now and your companies can link it straight away, or do it later with
          the switch on this page.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Later
          </Button>
          <Button data-autofocus loading={enable.isPending} onClick={() => enable.mutate(true, { onSettled: onClose })}>
            Enable now
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
