import { Badge, Paper, Table, UnstyledButton } from '@mantine/core';
import type { CanonicalRecord } from '../api/records.js';
import { dataTypeName } from '../format/data-types.js';
import { type Column, recordColumns } from '../format/record-columns.js';
import { isDeletedRecord, isNumeric, recordValue } from '../format/record-values.js';
import { SortHeading } from './sort-heading.js';

interface Props {
  dataType: string;
  records: readonly CanonicalRecord[];
  orderBy: string;
  sortable: boolean;
  /** The rows belong to the request before this one. */
  stale: boolean;
  onOrder: (orderBy: string) => void;
  onOpen: (record: CanonicalRecord) => void;
}

const anyType: readonly Column[] = [
  { label: 'ID', property: 'id', kind: 'text' },
  { label: 'Modified', property: 'modifiedDate', kind: 'moment' },
];

export function RecordsGrid({ dataType, records, orderBy, sortable, stale, onOrder, onOpen }: Props) {
  const columns = recordColumns[dataType] ?? anyType;
  const name = dataTypeName(dataType);
  return (
    <Paper
      withBorder
      role="region"
      aria-label={`${name} table`}
      aria-busy={stale}
      tabIndex={0}
      style={{ overflowX: 'auto', opacity: stale ? 0.6 : 1 }}
    >
      <Table highlightOnHover horizontalSpacing="sm" verticalSpacing={8} miw={columns.length * 120} aria-label={name}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <SortHeading
                key={column.property}
                label={column.label}
                property={sortable ? column.property : undefined}
                numeric={isNumeric(column.kind)}
                orderBy={orderBy}
                onOrder={onOrder}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record, index) => (
            <Row key={typeof record.id === 'string' ? record.id : index} record={record} columns={columns} onOpen={() => onOpen(record)} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ record, columns, onOpen }: { record: CanonicalRecord; columns: readonly Column[]; onOpen: () => void }) {
  return (
    <Table.Tr className="row-opens" onClick={onOpen}>
      {columns.map((column, index) => {
        const value = recordValue(record, column);
        return (
          <Table.Td key={column.property} className={isNumeric(column.kind) ? 'number-cell' : 'clip-cell'} title={value}>
            {index === 0 ? <OpenButton label={value} deleted={isDeletedRecord(record)} /> : value}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

/** Keyboards reach a record through its first cell; the click itself is the row's. */
function OpenButton({ label, deleted }: { label: string; deleted: boolean }) {
  return (
    <UnstyledButton fz="sm" fw={600} c="var(--mantine-color-anchor)" aria-label={label === '—' ? 'Open record' : undefined}>
      {label}
      {deleted && (
        <Badge miw="max-content" ml="xs" size="xs" variant="default" tt="none">
          Deleted
        </Badge>
      )}
    </UnstyledButton>
  );
}
