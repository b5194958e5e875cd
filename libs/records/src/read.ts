import type { SupportedDataType } from '#accounting/data-types';
import type { OrderBy, Query } from '#accounting/query';
import type { ClientBase } from 'pg';
import { startOf } from './list-anchors.js';
import { readBytes } from './document-bytes.js';
import { type Anchor, anchorDistance, ListMemory } from './list-memory.js';
import { ListSearch, servedThen } from './list-search.js';
import { readOrderedPage } from './ordered-page.js';

/** Documents are handed on as the text that is stored: parsing and printing them again costs more than all the rest. */
export type DocumentText = string;

/** The same as UTF-8, ready to be sent. */
export type DocumentBytes = Buffer;

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
  /** Another one after every change of the list. */
  readonly version: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
  readonly query?: Query | undefined;
  readonly orderBy?: OrderBy | undefined;
  /** The list as it was served at this instant (ISO 8601), as far back as versions are kept. */
  readonly asOf?: string | undefined;
}

export interface RecordPage {
  readonly documents: DocumentBytes[];
  /** How many records the query finds in all. */
  readonly total: number;
}

/** Setting of a transaction that reads any list: nobody's search keeps a connection from everybody else for minutes. */
export const listTimeLimit = 'statement_timeout = 15000';

/**
 * Settings of the transaction that a request should be read in. A table that was filled a moment ago has no statistics
 * yet, and PostgreSQL would rather sort it than walk an index that has the order already.
 */
export function readSettings({ query }: Pick<PageRequest, 'query'>): string[] {
  return [listTimeLimit, ...(query ? [] : ['enable_sort = off'])];
}

/**
 * One page of a list. Anchors lead to where a page far into it begins, found in an index where the order has one: page 1,000 is
 * about as quick as page 1.
 */
export async function readPage(client: ClientBase, list: RecordList, totals: ListTotals, request: PageRequest, memory = new ListMemory()): Promise<RecordPage> {
  const search = new ListSearch(list, totals, request);
  const total = request.query || request.asOf ? await countOf(client, search, memory) : totals.served;
  if (total <= request.offset) return { total, documents: [] };
  if (request.orderBy) return { total, documents: await readOrderedPage(client, search, { ...request, orderBy: request.orderBy, total }, memory) };
  const { anchor, offset } = await startOf(memory, { key: search.key, total, offset: request.offset, find: () => anchorsOf(client, search) });
  return { total, documents: await keyPage(client, search, { ...request, offset }, anchor?.id) };
}

/** The document of one record, or null. `asOf`: as it was served at this instant (ISO 8601), as far back as versions are kept. */
export async function readDocument(
  client: ClientBase, { operatorId, connectionId, dataType }: RecordList, sourceId: string, asOf?: string,
): Promise<DocumentText | null> {
  if (asOf !== undefined) {
    const { rows: [row] } = await client.query<{ document: DocumentText }>(`
      select document from ${servedThen('$5')} r
      where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id = $4`, [operatorId, connectionId, dataType, sourceId, asOf]);
    return row?.document ?? null;
  }
  const { rows } = await client.query<{ document: DocumentText | null }>({
    name: 'record-read-one',
    text: 'select document from record where operator_id = $1 and connection_id = $2 and data_type = $3 and source_id = $4',
    values: [operatorId, connectionId, dataType, sourceId],
  });
  return rows[0]?.document ?? null;
}

async function anchorsOf(client: ClientBase, search: ListSearch): Promise<Anchor[]> {
  const parameters = search.parameters();
  const { rows } = await client.query<Anchor>(`
    select k.source_id as id
    from (select r.source_id, row_number() over (order by r.source_id) - 1 as place from ${search.table} r where ${search.condition(parameters)}) k
    where k.place % ${anchorDistance} = 0 order by k.place`, parameters.values);
  return rows;
}

async function countOf(client: ClientBase, search: ListSearch, memory: ListMemory): Promise<number> {
  const known = memory.get(search.key);
  if (known) return known.total;
  const parameters = search.parameters();
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${search.table} r where ${search.condition(parameters)}`, parameters.values);
  const total = Number(rows[0].count);
  memory.set(search.key, { total });
  return total;
}

function keyPage(client: ClientBase, search: ListSearch, { limit, offset }: PageRequest, anchor: string | undefined): Promise<DocumentBytes[]> {
  const parameters = search.parameters();
  const condition = search.condition(parameters);
  const from = anchor === undefined ? '' : ` and r.source_id >= ${parameters.bind(anchor)}`;
  const select = `select r.document from ${search.table} r where ${condition}${from} order by r.source_id limit ${parameters.bind(limit)} offset ${parameters.bind(offset)}`;
  return readBytes(client, select, parameters.values);
}
