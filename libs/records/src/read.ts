import type { SupportedDataType } from '#accounting/data-types';
import type { OrderBy, Query } from '#accounting/query';
import type { ClientBase } from 'pg';
import { conditionOf, orderOf, Parameters } from './query-sql.js';
import { recordProperties } from './record-columns.js';

/** Documents are handed on as the text that is stored: parsing and printing them again costs more than all the rest. */
export type DocumentText = string;

/** One list of records: a data type of a connection. */
export interface RecordList {
  readonly operatorId: string;
  readonly connectionId: string;
  readonly dataType: SupportedDataType;
}

/** What is kept beside a list, so that no list is counted to be shown. */
export interface ListTotals {
  /** Records that have a document, tombstones included. */
  readonly served: number;
  /** Records that are kept but not shown, since they never could be read. */
  readonly unserved: number;
  /** How many of the served are tombstones. */
  readonly deleted: number;
}

export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
  readonly query?: Query | undefined;
  readonly orderBy?: OrderBy | undefined;
}

export interface RecordPage {
  readonly documents: DocumentText[];
  /** How many records the query finds in all. */
  readonly total: number;
}

/**
 * One page of a list. The keys of the page are found first, in an index where there is one for it, and only then are its
 * documents fetched: skipping to page 1,000 reads no document that is not on it.
 */
export async function readPage(client: ClientBase, list: RecordList, totals: ListTotals, request: PageRequest): Promise<RecordPage> {
  if (!request.query && !request.orderBy) {
    return { total: totals.served, documents: await plainPage(client, list, totals, request) };
  }
  const total = request.query ? await countMatches(client, list, totals, request.query) : totals.served;
  if (total <= request.offset) return { total, documents: [] };
  return { total, documents: await foundPage(client, list, totals, request) };
}

/** The document of one record, or null. */
export async function readDocument(client: ClientBase, list: RecordList, sourceId: string): Promise<DocumentText | null> {
  const { rows } = await client.query<{ document: DocumentText | null }>({
    name: 'record-read-one',
    text: 'select document from record where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id = $4',
    values: [...place(list), sourceId],
  });
  return rows[0]?.document ?? null;
}

const ofList = 'r.operator_id = $1 and r.connection_id = $2 and r.data_type = $3';
const served = 'r.document is not null';

function plainPage(client: ClientBase, list: RecordList, totals: ListTotals, { limit, offset }: PageRequest): Promise<DocumentText[]> {
  // Without unserved records the primary key alone says what is on a page.
  const allServed = totals.unserved === 0;
  return documents(client, {
    name: allServed ? 'record-page' : 'record-page-served',
    text: pageSql({ condition: allServed ? 'true' : served, order: 'r.source_id', limit: '$4', offset: '$5' }),
    values: [...place(list), limit, offset],
  });
}

function foundPage(client: ClientBase, list: RecordList, totals: ListTotals, request: PageRequest): Promise<DocumentText[]> {
  const parameters = new Parameters(place(list));
  const properties = recordProperties(list.dataType, totals.deleted);
  const condition = request.query ? `${served} and ${conditionOf(request.query, properties, parameters)}` : served;
  const order = request.orderBy ? orderOf(request.orderBy, properties, parameters, 'r.source_id') : 'r.source_id';
  const text = pageSql({ condition, order, limit: parameters.bind(request.limit), offset: parameters.bind(request.offset) });
  return documents(client, { text, values: parameters.values });
}

async function countMatches(client: ClientBase, list: RecordList, totals: ListTotals, query: Query): Promise<number> {
  const parameters = new Parameters(place(list));
  const condition = conditionOf(query, recordProperties(list.dataType, totals.deleted), parameters);
  const { rows } = await client.query<{ count: string }>({
    text: `select count(*) from record r where ${ofList} and ${served} and ${condition}`,
    values: parameters.values,
  });
  return Number(rows[0].count);
}

interface PageSql {
  condition: string;
  order: string;
  limit: string;
  offset: string;
}

/** The lateral join makes PostgreSQL fetch documents one by one by their keys, however wrong it is about how many there are. */
function pageSql({ condition, order, limit, offset }: PageSql): string {
  return `
    select d.document
    from (select r.source_id, row_number() over (order by ${order}) as place from record r
          where ${ofList} and ${condition} order by ${order} limit ${limit} offset ${offset}) k
    cross join lateral (
      select document from record d
      where d.operator_id = $1 and d.connection_id = $2 and d.data_type = $3 and d.source_id = k.source_id and d.document is not null
      limit 1) d
    order by k.place`;
}

async function documents(client: ClientBase, statement: { name?: string; text: string; values: unknown[] }): Promise<DocumentText[]> {
  const { rows } = await client.query<{ document: DocumentText }>(statement);
  return rows.map((row) => row.document);
}

function place({ operatorId, connectionId, dataType }: RecordList): unknown[] {
  return [operatorId, connectionId, dataType];
}
