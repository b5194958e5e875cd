import { Button, Code, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef } from 'react';
import type { CanonicalRecord } from '../api/records.js';
import { dataTypeName } from '../format/data-types.js';
import { recordColumns } from '../format/record-columns.js';
import { recordValue } from '../format/record-values.js';
import { useCopy } from './use-copy.js';

interface Props {
  record: CanonicalRecord | null;
  dataType: string;
  onClose: () => void;
}

/** The whole document, exactly as the API gives it. */
export function RecordViewDrawer({ record, dataType, onClose }: Props) {
  // Kept while the drawer slides out, so that it does not empty before it is gone.
  const last = useRef<CanonicalRecord | null>(null);
  if (record !== null) last.current = record;
  const shown = record ?? last.current;
  return (
    <Drawer opened={record !== null} onClose={onClose} position="right" size="lg" title={dataTypeName(dataType)}>
      {shown !== null && <Document record={shown} dataType={dataType} />}
    </Drawer>
  );
}

function Document({ record, dataType }: { record: CanonicalRecord; dataType: string }) {
  const json = JSON.stringify(record, null, 2);
  const { copied, copy } = useCopy(json);
  const naming = recordColumns[dataType]?.[0];
  return (
    <Stack>
      <Group justify="space-between">
        <Text fw={600}>{naming === undefined ? String(record.id) : recordValue(record, naming)}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? 'Copied' : 'Copy JSON'}
        </Button>
      </Group>
      <Code block tabIndex={0} role="region" aria-label="Record as JSON">
        {json}
      </Code>
    </Stack>
  );
}
