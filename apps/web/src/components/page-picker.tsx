import { Group, Pagination, Text } from '@mantine/core';
import { formatNumber } from '../format/numbers.js';

interface Props {
  what: string;
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}

export function PagePicker({ what, page, pageSize, total, onPage }: Props) {
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(total, page * pageSize);
  return (
    <Group justify="space-between" mih={36}>
      <Text size="sm" c="dimmed">
        {`${formatNumber(Math.min(first, total))}–${formatNumber(last)} of ${formatNumber(total)}`}
      </Text>
      {total > pageSize && (
        <Pagination
          component="nav"
          aria-label={`Pages of ${what}`}
          size="sm"
          siblings={1}
          total={Math.ceil(total / pageSize)}
          value={page}
          onChange={onPage}
          getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
          getControlProps={(control) => ({ 'aria-label': control === 'next' ? 'Next page' : 'Previous page' })}
        />
      )}
    </Group>
  );
}
