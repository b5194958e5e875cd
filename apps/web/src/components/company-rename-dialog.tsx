import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { type Company, renameCompany } from '../api/companies.js';
import { ApiError } from '../api/http.js';
import { queryClient } from '../api/query-client.js';
import { applyFaults } from './form-faults.js';
import { noticeDone } from './notice.js';

interface Props {
  company: Company;
  opened: boolean;
  onClose: () => void;
}

export function CompanyRenameDialog({ company, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rename company">
      <RenameForm company={company} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ company, onClose }: Omit<Props, 'opened'>) {
  const form = useForm({
    initialValues: { name: company.name },
    validate: { name: (value) => (value.trim() === '' ? 'Enter the name of the company' : null) },
  });
  const rename = useMutation({
    mutationFn: (name: string) => renameCompany(company.id, name.trim()),
    onSuccess: (renamed) => {
      queryClient.setQueryData(['company', company.id], renamed);
      void queryClient.invalidateQueries({ queryKey: ['companies'] });
      noticeDone('Renamed', `The company is now called ${renamed.name}.`);
      onClose();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.faults.length > 0) applyFaults(form, error, ['name']);
      else form.setFieldError('name', error.message);
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => rename.mutate(values.name))}>
      <Stack>
        <TextInput label="Company name" required data-autofocus maxLength={200} autoComplete="off" {...form.getInputProps('name')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rename.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
