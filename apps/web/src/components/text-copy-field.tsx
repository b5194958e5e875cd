import { Button, Group, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useCopy } from './use-copy.js';

interface Props {
  label: string;
  description?: string;
  value: string;
  copyLabel: string;
}

/** A read-only address with its copy button. It can be selected by hand where the clipboard is refused. */
export function TextCopyField({ label, description, value, copyLabel }: Props) {
  const { copied, copy } = useCopy(value);
  return (
    <Group align="flex-end" gap="xs" wrap="wrap">
      <TextInput
        label={label}
        description={description}
        value={value}
        readOnly
        flex="1 1 16rem"
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        onClick={copy}
        aria-label={copyLabel}
        leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </Group>
  );
}
