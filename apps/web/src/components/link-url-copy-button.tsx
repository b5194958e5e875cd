import { Button } from '@mantine/core';
import { IconCheck, IconLink } from '@tabler/icons-react';
import { useCopy } from './use-copy.js';

interface Props {
  url: string;
  size?: 'xs' | 'sm';
  /** Names the button for people who cannot see which row it stands in. */
  of?: string;
}

export function LinkUrlCopyButton({ url, size = 'sm', of }: Props) {
  const { copied, copy } = useCopy(url);
  return (
    <Button
      variant="default"
      size={size}
      miw={size === 'xs' ? 128 : 144}
      px="sm"
      onClick={copy}
      aria-label={of === undefined ? undefined : `Copy Link URL of ${of}`}
      leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconLink size={16} aria-hidden />}
    >
      {copied ? 'Copied' : 'Copy Link URL'}
    </Button>
  );
}
