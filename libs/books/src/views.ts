import { supportedDataTypes, type SupportedDataType } from '#accounting/data-types';
import { models } from '#accounting/models';
import { type Column, tableOf } from '#accounting/table-columns';

/** A view of schema `books`. */
export interface BooksView {
  readonly name: string;
  readonly sql: string;
}

/** Days by name of their property; every other date is an instant. */
const instants: ReadonlySet<string> = new Set(['sourceModifiedDate', 'createdDate', 'createdOn', 'updatedOn', 'contact.modifiedDate']);

/** What every view of records begins with, in place of properties that say the same. */
const common = ['company_id', 'connection_id', 'record_id', 'modified_date'] as const;
const replaced: ReadonlySet<string> = new Set(['modifiedDate', 'metadata.isDeleted']);

/**
 * The views that consumers read with SQL: of the platform's own companies and connections, of each data type, and of each list of
 * objects in one (the lines of an invoice). Names and columns follow from the models.
 *
 * All of them read `directory.book_rows`, which shows the records of the operator whose role it is, lets nothing foreign be
 * computed with, and hands on nothing that PostgreSQL has statistics of. A condition on its columns is checked before a document
 * is parsed.
 */
export function booksViews(): BooksView[] {
  return [...platformViews, ...supportedDataTypes.flatMap(viewsOf)];
}

export const bookRows = `
  create view directory.book_rows with (security_barrier) as
  select c.company_id, c.connection_id, r.data_type, r.source_id || '' as record_id, r.modified_at + interval '0' as modified_date, r.document
  from directory.sql_connections() c
  join public.record r on r.operator_id = c.operator_id and r.connection_id = c.id
  where r.document is not null and not r.is_deleted`;

const platformViews: BooksView[] = [
  { name: 'companies', sql: 'select company_id, name, description, tags, created_at from directory.sql_companies()' },
  {
    name: 'connections',
    sql: 'select connection_id, company_id, integration_key, organisation_name, status, linked_at, last_sync_at from directory.sql_connections()',
  },
];

function viewsOf(dataType: SupportedDataType): BooksView[] {
  const { columns, lists } = tableOf(models[dataType].schema);
  const { list, record } = names(dataType);
  const front = common.map((name) => `r.${name}`);
  const where = `where r.data_type = '${dataType}'`;
  return [
    { name: list, sql: `select ${[...front, ...columnsOf(columns)].join(', ')} ${from} ${where}` },
    ...lists.map(({ name, path, columns: inner }) => ({
      name: snake(`${record}.${name}`),
      sql: `select ${[...front, 'l.position::int as position', ...columnsOf(inner, 'l.value')].join(', ')} ${from}
        cross join lateral jsonb_array_elements(${at('j.document', path)}) with ordinality l (value, position) ${where}`,
    })),
  ];
}

/** A document is parsed once for all columns, and not at all where no column asks for it. */
const from = 'from directory.book_rows r cross join lateral (select r.document::jsonb as document offset 0) j';

function columnsOf(columns: readonly Column[], value = 'j.document'): string[] {
  const taken = new Set<string>(common);
  return columns.filter(({ name }) => !replaced.has(name)).map((column) => {
    // A line has both `trackingCategoryRefs` and `tracking.categoryRefs`.
    const name = taken.has(snake(column.name)) ? column.path.map(snake).join('__') : snake(column.name);
    taken.add(name);
    return `${typed(column, value)} as ${name}`;
  });
}

function typed({ name, path, type }: Column, value: string): string {
  switch (type) {
    case 'json': return at(value, path);
    case 'string': return text(value, path);
    case 'number': return `(${text(value, path)})::numeric`;
    case 'boolean': return `(${text(value, path)})::boolean`;
    case 'date': return `(${text(value, path)})::${instants.has(name) ? 'timestamp' : 'date'}`;
  }
}

const at = (value: string, path: readonly string[]): string => `(${value} #> ${pathArray(path)})`;
const text = (value: string, path: readonly string[]): string => (path.length === 1 ? `(${value} ->> '${path[0]}')` : `(${value} #>> ${pathArray(path)})`);
const pathArray = (path: readonly string[]): string => `'{${path.join(',')}}'`;

/** `chart_of_accounts` of `Account`: what the list and what one of it is called. */
function names(dataType: SupportedDataType): { list: string; record: string } {
  return dataType === 'company' ? { list: 'company_info', record: 'company_info' } : { list: snake(dataType), record: snake(models[dataType].name) };
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('.', '_').toLowerCase();
}
