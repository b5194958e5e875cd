import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Company, createCompany } from '../api/companies.js';
import { queryClient } from '../api/query-client.js';
import { applyFaults } from './form-faults.js';
import { TextCopyField } from './text-copy-field.js';

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function CompanyCreateDialog({ opened, onClose }: Props) {
  const create = useMutation({
    mutationFn: (name: string) => createCompany(name.trim()),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['companies'] }),
  });
  const title = create.data === undefined ? 'Create company' : 'Company created';
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" onExitTransitionEnd={create.reset}>
      {create.data === undefined ? (
        <NameForm create={create} onCancel={onClose} />
      ) : (
        <Created company={create.data} onClose={onClose} />
      )}
    </Modal>
  );
}

interface NameFormProps {
  create: {
    isPending: boolean;
    error: Error | null;
    mutate: (name: string, options: { onError: (error: Error) => void }) => void;
  };
  onCancel: () => void;
}

function NameForm({ create, onCancel }: NameFormProps) {
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Enter the name of the company' : null) },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => create.mutate(values.name, { onError: (error) => applyFaults(form, error, ['name']) }))}
    >
      <Stack>
        {create.error !== null && form.errors.name === undefined && (
          <Alert role="alert" color="red" variant="default" title="The company was not created">
            {create.error.message}
          </Alert>
        )}
        <TextInput
          label="Company name"
          description="Letters, digits, spaces and - ' & @ . , ? ! are kept; other characters are left out."
          required
          maxLength={200}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Created({ company, onClose }: { company: Company; onClose: () => void }) {
  return (
    <Stack role="status">
      <Text>
        <b>{company.name}</b> is ready to be linked. Send this address to the person who keeps its books: it asks them to sign in to
        their accounting software and to agree.
      </Text>
      <TextCopyField label="Link URL" value={company.redirect} copyLabel="Copy Link URL" />
      <Group justify="flex-end">
        <Button variant="default" component={Link} to={`/companies/${company.id}`}>
          Open the company
        </Button>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
