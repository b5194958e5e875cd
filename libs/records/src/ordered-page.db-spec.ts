import { queryTarget } from '#accounting/properties';
import { parseOrderBy, parseQuery } from '#accounting/query';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { explaining } from '#test/explaining';
import { storeRecords, type StoredRecord } from '#test/stored-records';
import type pg from 'pg';
import { ListMemory } from './list-memory.js';
import { type ListTotals, readPage, readSettings, type RecordList } from './read.js';

const target = queryTarget('invoices');
const many = 3_300;

describe('pages far into a list in another order', () => {
  let database: TestDatabase;
  let list: RecordList;
  let totals: ListTotals;

  beforeAll(async () => {
    database = await testDatabase();
    list = { operatorId: newId(), connectionId: newId(), dataType: 'invoices' };
    const rows = Array.from({ length: many }, (_, i): StoredRecord => {
      const id = `id-${String((i * 7919) % many).padStart(5, '0')}`;
      if (i % 90 === 7) return { id, document: null };
      // Ties of all sizes, a third of the days absent, and texts of which some differ by case only.
      return { id, document: {
        id, ...(i % 3 === 0 ? {} : { issueDate: `2026-01-${String(1 + (i % 17)).padStart(2, '0')}T00:00:00` }), totalAmount: (i % 1_000) / 4 - 50,
        status: i % 2 ? 'Paid' : 'Void', ...(i % 5 === 0 ? {} : { note: `${i % 4 ? 'n' : 'N'}ote ${i % 700}` }), currencyRate: i % 7 === 0 ? undefined : 1 + (i % 13) / 100,
      } };
    });
    await storeRecords(database.tenants, list, rows);
    const served = rows.filter((row) => row.document).length;
    totals = { served, unserved: many - served, deleted: 0, version: '1' };
  }, 60_000);

  afterAll(() => database?.drop());

  interface Wanted { orderBy: string; query?: string; limit: number; offset: number; memory?: ListMemory; asOf?: string }

  function read(wanted: Wanted, client: pg.ClientBase) {
    const { limit, offset, asOf } = wanted;
    const query = wanted.query === undefined ? undefined : parseQuery(wanted.query, target);
    return readPage(client, list, totals, { limit, offset, asOf, query, orderBy: parseOrderBy(wanted.orderBy, target) }, wanted.memory);
  }

  async function ids(wanted: Wanted): Promise<string[]> {
    const { documents } = await database.tenants.sql(list.operatorId, (client) => read(wanted, client), readSettings({ query: undefined }));
    return documents.map((document) => (JSON.parse(String(document)) as { id: string }).id);
  }

  it.each(['issueDate', '-issueDate', 'totalAmount', '-totalAmount', 'status', '-status', 'note', '-note', 'currencyRate', '-currencyRate', 'modifiedDate', '-id'])(
    'are the same as when the whole list is read by %s', async (orderBy) => {
      for (const query of [undefined, 'status=paid']) {
        const all = await ids({ orderBy, ...(query ? { query } : {}), limit: 5_000, offset: 0 });
        expect(all).toHaveLength(query ? (await database.tenants.sql(list.operatorId, (client) => read({ orderBy, query, limit: 1, offset: 0 }, client))).total : totals.served);
        const memory = new ListMemory();
        for (const offset of [1_000, 1_013, 1_090, 1_249, 1_250, 2_170, 3_100, all.length - 1].filter((each) => each >= 1_000 && each < all.length)) {
          expect({ offset, ids: await ids({ orderBy, ...(query ? { query } : {}), limit: 120, offset, memory }) }).toEqual({ offset, ids: all.slice(offset, offset + 120) });
        }
      }
    });

  it('are the same of an earlier instant', async () => {
    const asOf = '2026-06-01T00:00:00Z';
    const all = await ids({ orderBy: '-issueDate', limit: 5_000, offset: 0, asOf });
    expect(all).toHaveLength(totals.served);
    expect(await ids({ orderBy: '-issueDate', limit: 50, offset: 2_100, asOf })).toEqual(all.slice(2_100, 2_150));
  });

  it.each([['-issueDate', 'issued_on', 1_200], ['issueDate', 'issued_on', 1_050], ['modifiedDate', 'modified_at', 2_000], ['-totalAmount', 'total', 1_200], ['totalAmount', 'total', 1_050]])('are found in an index where %s has one', async (orderBy, column, offset) => {
    await database.tenants.sql(list.operatorId, async (client) => {
      const memory = new ListMemory();
      await read({ orderBy, limit: 100, offset, memory }, client);
      const explained = explaining(client);
      await read({ orderBy, limit: 100, offset, memory }, explained.client);
      const plan = explained.plans.join('\n');
      const places = plan.split('\n').filter((line) => line.includes('Index Cond') && line.includes(column));
      expect(plan).toMatch(new RegExp(`Index (Only )?Scan.* using record_p\\d+_.*${column}`));
      expect(places.some((line) => line.includes('ROW(') || line.includes('IS NULL'))).toBe(true);
      expect(plan).not.toContain('Seq Scan');
    }, readSettings({ query: undefined }));
  });
});
