import type { OrderBy } from '#accounting/query';
import type { ClientBase } from 'pg';
import { readBytes } from './document-bytes.js';
import { startOf } from './list-anchors.js';
import { type Anchor, anchorDistance, type ListMemory } from './list-memory.js';
import type { ListSearch } from './list-search.js';
import { type Order, orderedBy, type Parameters } from './query-sql.js';
import type { DocumentBytes } from './read.js';

export interface OrderedPageRequest {
  readonly limit: number;
  readonly offset: number;
  readonly orderBy: OrderBy;
  /** How many records the search finds in all. */
  readonly total: number;
}

/**
 * A page of a list in another order than that of keys: near the start records are skipped, further on anchors lead to where the
 * page begins, so that page 1,000 is about as quick as page 1.
 */
export async function readOrderedPage(client: ClientBase, search: ListSearch, request: OrderedPageRequest, memory: ListMemory): Promise<DocumentBytes[]> {
  const { orderBy: { path, descending }, total } = request;
  const find = () => anchorsOf(client, search, request.orderBy);
  const { anchor, offset } = await startOf(memory, { key: `${search.key} by ${descending ? '-' : ''}${path}`, total, offset: request.offset, find });
  const parameters = search.parameters();
  const order = orderedBy(request.orderBy, search.properties, parameters, 'r.source_id');
  const condition = search.condition(parameters, true);
  const place: Place = { table: search.table, condition, order, parameters, limit: parameters.bind(request.limit), offset: parameters.bind(offset) };
  const select = anchor === undefined ? directSql(place) : sqlFrom(place, anchor);
  return readBytes(client, select, parameters.values);
}

interface Place {
  readonly table: string;
  readonly condition: string;
  readonly order: Order;
  readonly parameters: Parameters;
  readonly limit: string;
  readonly offset: string;
}

/** The record at every `anchorDistance`th place, with what it is sorted by. */
async function anchorsOf(client: ClientBase, search: ListSearch, orderBy: OrderBy): Promise<Anchor[]> {
  const parameters = search.parameters();
  const order = orderedBy(orderBy, search.properties, parameters, 'r.source_id');
  const { rows } = await client.query<Anchor>(`
    select k.source_id as id, k.value::text as value
    from (select r.source_id, ${order.value} as value, row_number() over (order by ${order.sql}) - 1 as place
          from ${search.table} r where ${search.condition(parameters, true)}) k
    where k.place % ${anchorDistance} = 0 order by k.place`, parameters.values);
  return rows;
}

function directSql({ table, condition, order, limit, offset }: Place): string {
  return `select r.document from ${table} r where ${condition} order by ${order.sql} limit ${limit} offset ${offset}`;
}

/**
 * Absent values stand together at one end, where no comparison finds them: the page goes from the anchor to the end of its part,
 * and on into the other part. The lateral join makes PostgreSQL fetch documents one by one by their keys, however wrong it is
 * about how many there are.
 */
function sqlFrom({ table, condition, order, parameters, limit, offset }: Place, { id, value = null }: Anchor): string {
  const beyond = order.descending ? '<=' : '>=';
  const here = value === null
    ? `${order.value} is null and r.source_id ${beyond} ${parameters.bind(id)}`
    : `(${order.value}, r.source_id) ${beyond} (${parameters.bind(value)}::${order.sqlType}, ${parameters.bind(id)})`;
  const next = value === null ? `${order.value} is not null` : `${order.value} is null`;
  const goesOn = (value === null) !== order.descending;
  const part = (which: string, number: number) => `
    (select r.source_id, ${number} as part, row_number() over (order by ${order.sql}) as place from ${table} r
     where ${condition} and ${which} order by ${order.sql} limit ${limit}::bigint + ${offset}::bigint)`;
  return `
    select d.document
    from (select source_id, part, place from (${part(here, 1)}${goesOn ? ` union all ${part(next, 2)}` : ''}) p order by part, place limit ${limit} offset ${offset}) k
    cross join lateral (
      select document from ${table} d
      where d.operator_id = $1 and d.connection_id = $2 and d.data_type = $3 and d.source_id = k.source_id and d.document is not null
      limit 1) d
    order by k.part, k.place`;
}
