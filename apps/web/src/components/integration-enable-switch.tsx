import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { enableIntegration } from '../api/integrations.js';
import { queryClient } from '../api/query-client.js';
import { noticeDone, noticeFailed } from './notice.js';

interface Props {
  integration: { key: string; name: string; configured: boolean; enabled: boolean };
}

/** Switches an integration on or off for all companies of the operator. */
export function IntegrationEnableSwitch({ integration }: Props) {
  const { key, name, configured, enabled } = integration;
  const change = useIntegrationEnable(key, name);
  const shown = change.isPending ? change.variables : enabled;
  return (
    <Switch
      label={`Enable ${name}`}
      description={configured ? undefined : 'Set it up first'}
      checked={shown}
      disabled={!configured || change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}

export function useIntegrationEnable(key: string, name: string) {
  return useMutation({
    mutationFn: (enabled: boolean) => enableIntegration(key, enabled),
    onSuccess: async (settings) => {
      queryClient.setQueryData(['integrations', key], settings);
      await queryClient.invalidateQueries({ queryKey: ['integrations'], exact: true });
      noticeDone(
        settings.enabled ? `${name} is enabled` : `${name} is switched off`,
        settings.enabled ? `Companies can now link ${name}.` : `No company can start to link ${name} until you enable it again.`,
      );
    },
    onError: (error) => noticeFailed(`${name} was not changed`, error),
  });
}
