import type { SupportedDataType } from '#accounting/data-types';
import { columnOf, type CommonColumn, type IndexedColumn } from '#accounting/indexed';
import type { PropertyType } from '#accounting/properties';
import type { Parameters, PropertySql, SqlProperty, Storage } from './query-sql.js';

const storages: Record<IndexedColumn | CommonColumn, Storage> = {
  source_id: 'text',
  status: 'key',
  number: 'key',
  contact_id: 'key',
  currency: 'key',
  issued_on: 'timestamp',
  due_on: 'timestamp',
  source_modified_at: 'timestamp',
  modified_at: 'instant',
  total: 'double',
  amount_due: 'numeric',
  is_deleted: 'boolean',
};

const inDocument: Record<PropertyType, Storage> = {
  string: 'text',
  date: 'written',
  number: 'json number',
  boolean: 'json boolean',
};

/**
 * Where the properties of a data type are in the table `record` (named `r`): in a column of their own, or in the
 * document. `deleted` is how many records of the list are tombstones; without any, asking for them needs no look.
 */
export function recordProperties(dataType: SupportedDataType, deleted: number): PropertySql {
  return (path, type, parameters) => {
    const column = columnOf(dataType, path);
    if (column === null) return documentProperty(path, type, parameters);
    if (column === 'is_deleted' && deleted === 0) return { sql: 'false', storage: 'boolean' };
    return { sql: `r.${column}`, storage: storages[column] };
  };
}

/** Of rows that have nothing but their document. */
export function documentProperty(path: string, type: PropertyType, parameters: Parameters): SqlProperty {
  const storage = inDocument[type];
  const step = storage.startsWith('json') ? '#>' : '#>>';
  return { sql: `(r.document::jsonb ${step} ${parameters.bind(path.split('.'))}::text[])`, storage };
}
