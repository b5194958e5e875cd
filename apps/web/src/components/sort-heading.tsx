import { Group, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

interface Props {
  label: string;
  /** The API's property; a heading without one cannot sort. */
  property?: string;
  orderBy: string;
  onOrder: (orderBy: string) => void;
  numeric?: boolean;
  visibleFrom?: 'sm' | 'md' | 'lg' | 'xl';
}

export function SortHeading({ label, property, orderBy, onOrder, numeric = false, visibleFrom }: Props) {
  const justify = numeric ? 'flex-end' : 'flex-start';
  if (property === undefined) {
    return (
      <Table.Th visibleFrom={visibleFrom} className={numeric ? 'number-cell' : undefined}>
        {label}
      </Table.Th>
    );
  }
  const ascending = orderBy === property;
  const descending = orderBy === `-${property}`;
  return (
    <Table.Th visibleFrom={visibleFrom} aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}>
      <UnstyledButton fw="inherit" fz="inherit" w="100%" onClick={() => onOrder(ascending ? `-${property}` : property)}>
        <Group gap={4} wrap="nowrap" justify={justify}>
          {label}
          {ascending && <IconArrowUp size={14} aria-hidden />}
          {descending && <IconArrowDown size={14} aria-hidden />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}
