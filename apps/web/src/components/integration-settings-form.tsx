import { Alert, Button, Group, PasswordInput, Select, Stack, Switch, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../api/http.js';
import { type IntegrationSettings, saveIntegration, type Tier } from '../api/integrations.js';
import { queryClient } from '../api/query-client.js';
import { formatNumber } from '../format/numbers.js';
import { applyFaults } from './form-faults.js';
import { IntegrationWebhookFields } from './integration-webhook-fields.js';
import { noticeDone } from './notice.js';
import { TextCopyField } from './text-copy-field.js';

interface Props {
  settings: IntegrationSettings;
  onSaved: (saved: IntegrationSettings) => void;
}

const spaces = (field: string, value: string): string | null =>
  /\s/.test(value) ? `${field} contains a space. Keys have none: copy it again without spaces or line breaks.` : null;

export function IntegrationSettingsForm({ settings, onSaved }: Props) {
  const form = useForm({
    initialValues: { clientId: settings.clientId ?? '', clientSecret: '', webhookKey: '', tier: settings.tier, journals: settings.journals, writes: settings.writes },
    validateInputOnBlur: true,
    validate: {
      clientId: (value) => (value === '' ? 'Enter the Client ID' : spaces('The Client ID', value)),
      clientSecret: (value) =>
        value === '' && !settings.hasSecret ? 'Enter the Client secret' : spaces('The Client secret', value),
      webhookKey: (value) => spaces('The Webhooks key', value),
    },
  });
  const save = useMutation({
    mutationFn: (values: typeof form.values) =>
      saveIntegration(settings.key, {
        clientId: values.clientId,
        tier: values.tier,
        journals: values.journals,
        writes: values.writes,
        ...(values.clientSecret === '' ? {} : { clientSecret: values.clientSecret }),
        ...(values.webhookKey === '' ? {} : { webhookKey: values.webhookKey }),
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(['integrations', settings.key], saved);
      void queryClient.invalidateQueries({ queryKey: ['integrations'], exact: true });
      form.setInitialValues({ clientId: saved.clientId ?? '', clientSecret: '', webhookKey: '', tier: saved.tier, journals: saved.journals, writes: saved.writes });
      form.reset();
      noticeDone('Saved', `The settings of ${settings.name} are stored.`);
      onSaved(saved);
    },
    onError: (error) => applyFaults(form, error, ['clientId', 'clientSecret', 'webhookKey', 'tier', 'journals', 'writes']),
  });
  const tier = settings.tiers.find((candidate) => candidate.key === form.values.tier);
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values), focusFirst)}>
      <Stack>
        <Title order={2} size="h4">
          Integration settings
        </Title>
        {settings.keysRefused && (
          <Alert role="alert" color="orange" variant="default" title={`${settings.name} refuses these keys`}>
            {`Nothing is pulled or linked until this is mended. Copy the Client ID and a Client secret from your ${settings.name} app and save them here; everything then goes on by itself.`}
          </Alert>
        )}
        {save.isError && !hasFieldFaults(save.error) && (
          <Alert role="alert" color="red" variant="default" title="Nothing was saved">
            {save.error.message}
          </Alert>
        )}
        <TextCopyField
          label="Redirect URI"
          description={`Register exactly this address in your ${settings.name} app.`}
          value={settings.redirectUri}
          copyLabel="Copy redirect URI"
        />
        <TextInput label="Client ID" required autoComplete="off" spellCheck={false} {...form.getInputProps('clientId')} />
        <PasswordInput
          label="Client secret"
          required={!settings.hasSecret}
          autoComplete="new-password"
          placeholder={settings.hasSecret ? 'Stored. Leave empty to keep it' : undefined}
          description="Kept encrypted and never shown again."
          visibilityToggleFocusable
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what you typed' }}
          {...form.getInputProps('clientSecret')}
        />
        <Select
          label={`Tier of your ${settings.name} app`}
          description={tier === undefined ? undefined : describeTier(tier)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          data={settings.tiers.map((row) => ({ value: row.key, label: tierLabel(row) }))}
          {...form.getInputProps('tier')}
        />
        {tier?.journals && (
          <Switch
            label={`${settings.name} has approved this app for journals`}
            description={`Then journal entries are all journals of the ledger and not only those that people write. Leave it off until ${settings.name} has said yes: it refuses everybody's consent otherwise.`}
            {...form.getInputProps('journals', { type: 'checkbox' })}
          />
        )}
        <Switch
          label="Let your product write"
          description={`Then companies are asked to allow changes to their books in ${settings.name}, and pushes are accepted. Companies that linked before have to link again.`}
          {...form.getInputProps('writes', { type: 'checkbox' })}
        />
        {settings.webhookUrl !== null && <IntegrationWebhookFields settings={settings} url={settings.webhookUrl} keyProps={form.getInputProps('webhookKey')} />}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );

  function focusFirst(errors: typeof form.errors): void {
    const first = ['clientId', 'clientSecret', 'webhookKey'].find((field) => field in errors);
    if (first !== undefined) form.getInputNode(first)?.focus();
  }
}

const hasFieldFaults = (error: Error): boolean => error instanceof ApiError && error.faults.length > 0;

const tierLabel = (tier: Tier): string =>
  `${tier.name} (${tier.connections === null ? 'no connection limit' : `${formatNumber(tier.connections)} connections`})`;

const describeTier = (tier: Tier): string =>
  [`${formatNumber(tier.callsPerDay)} calls a day for each organisation.`, tier.note].filter(Boolean).join(' ');
