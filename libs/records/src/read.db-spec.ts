import { queryTarget } from '#accounting/properties';
import { parseOrderBy, parseQuery } from '#accounting/query';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { explaining } from '#test/explaining';
import { storeRecords, type StoredRecord } from '#test/stored-records';
import fc from 'fast-check';
import { matches } from './query-match.js';
import { ListMemory } from './list-memory.js';
import { readDocument, readPage, readSettings, type ListTotals, type RecordList } from './read.js';

const target = queryTarget('invoices');

describe('reading records', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  }, 60_000);

  afterAll(() => database?.drop());

  async function listOf(rows: StoredRecord[]): Promise<{ list: RecordList; totals: ListTotals }> {
    const list: RecordList = { operatorId: newId(), connectionId: newId(), dataType: 'invoices' };
    await storeRecords(database.tenants, list, rows);
    const served = rows.filter((row) => row.document).length;
    return { list, totals: { served, unserved: rows.length - served, deleted: rows.filter((row) => row.deleted).length, version: '1' } };
  }

  async function page({ list, totals }: { list: RecordList; totals: ListTotals }, request: { query?: string; orderBy?: string; limit?: number; offset?: number } = {}) {
    const { documents, total } = await database.tenants.sql(list.operatorId, (client) => readPage(client, list, totals, {
      limit: request.limit ?? 100,
      offset: request.offset ?? 0,
      query: request.query === undefined ? undefined : parseQuery(request.query, target),
      orderBy: request.orderBy === undefined ? undefined : parseOrderBy(request.orderBy, target),
    }));
    const texts = documents.map(String);
    return { total, documents: texts, ids: texts.map((text) => (JSON.parse(text) as { id: string }).id) };
  }

  it('gives no request more than its time', async () => {
    for (const query of [undefined, parseQuery('note~a', target)]) {
      const { rows } = await database.tenants.sql(newId(), (client) => client.query('show statement_timeout'), readSettings({ query }));
      expect(rows).toEqual([{ statement_timeout: '15s' }]);
    }
    expect((await database.tenants.sql(newId(), (client) => client.query('show statement_timeout'))).rows).toEqual([{ statement_timeout: '0' }]);
  });

  it('hands the stored text on unchanged', async () => {
    const list = await listOf([]);
    const text = '{"id":"1",  "totalAmount":10.10,"note":"ünïcode 株式会社"}';
    await database.tenants.sql(list.list.operatorId, (client) => client.query(
      "insert into record (operator_id, connection_id, data_type, source_id, document, native, native_hash, modified_at) values ($1, $2, 'invoices', '1', $3, '{}', '', now())",
      [list.list.operatorId, list.list.connectionId, text]));
    const found = await page({ list: list.list, totals: { served: 1, unserved: 0, deleted: 0, version: '1' } });
    expect(found.documents).toEqual([text]);
    await expect(database.tenants.sql(list.list.operatorId, (client) => readDocument(client, list.list, '1'))).resolves.toBe(text);
    await expect(database.tenants.sql(list.list.operatorId, (client) => readDocument(client, list.list, '2'))).resolves.toBeNull();
  });

  it('cuts a list into pages without a gap or an overlap, whatever the order', async () => {
    const rows = Array.from({ length: 57 }, (_, i): StoredRecord => ({ id: `id-${String(i * 7919 % 57).padStart(2, '0')}`, document: { id: `id-${String(i * 7919 % 57).padStart(2, '0')}`, totalAmount: i % 5, note: i % 3 ? 'x' : undefined } }));
    const list = await listOf(rows);
    const all = rows.map((row) => row.id).sort();
    for (const orderBy of [undefined, 'totalAmount', '-totalAmount', 'note', '-issueDate', 'status']) {
      const ids: string[] = [];
      for (let offset = 0; offset < 70; offset += 10) ids.push(...(await page(list, { orderBy, limit: 10, offset })).ids);
      expect(ids.length).toBe(57);
      expect([...ids].sort()).toEqual(all);
    }
  });

  it('walks an index that has the order already', async () => {
    const { list, totals } = await listOf(Array.from({ length: 300 }, (_, i) => ({ id: `${i}`, document: { id: `${i}`, issueDate: `2026-01-${String(1 + i % 28).padStart(2, '0')}T00:00:00`, status: 'Paid' } })));
    for (const [orderBy, index] of [['-issueDate', 'issued_on'], ['modifiedDate', 'modified_at'], ['totalAmount', 'total']]) {
      const plan = await database.tenants.sql(list.operatorId, async (client) => {
        const explained = explaining(client);
        await readPage(explained.client, list, totals, { limit: 100, offset: 0, orderBy: parseOrderBy(orderBy, target) });
        return explained.plans.join('\n');
      }, readSettings({ query: undefined }));
      expect(plan).toMatch(new RegExp(`Index Scan.* using record_p\\d+_.*${index}`));
      expect(plan).not.toContain('Sort');
    }
  });

  it('never shows a record without a document, and counts without it', async () => {
    const list = await listOf([{ id: 'a', document: { id: 'a', status: 'Paid' } }, { id: 'b', document: null }, { id: 'c', document: { id: 'c', status: 'Paid' } }]);
    expect(await page(list)).toMatchObject({ total: 2, ids: ['a', 'c'] });
    expect(await page(list, { offset: 1, limit: 1 })).toMatchObject({ total: 2, ids: ['c'] });
    expect(await page(list, { query: 'status=paid' })).toMatchObject({ total: 2, ids: ['a', 'c'] });
    await expect(database.tenants.sql(list.list.operatorId, (client) => readDocument(client, list.list, 'b'))).resolves.toBeNull();
  });

  it('shows tombstones unless the query leaves them out', async () => {
    const list = await listOf([{ id: 'a', document: { id: 'a' } }, { id: 'b', document: { id: 'b', metadata: { isDeleted: true } }, deleted: true }]);
    expect((await page(list)).ids).toEqual(['a', 'b']);
    expect(await page(list, { query: 'metadata.isDeleted!=true' })).toMatchObject({ total: 1, ids: ['a'] });
    expect(await page(list, { query: 'metadata.isDeleted=true' })).toMatchObject({ total: 1, ids: ['b'] });
    const alive = await listOf([{ id: 'a', document: { id: 'a' } }]);
    expect(await page(alive, { query: 'metadata.isDeleted!=true' })).toMatchObject({ total: 1, ids: ['a'] });
    expect(await page(alive, { query: 'metadata.isDeleted=true' })).toMatchObject({ total: 0, ids: [] });
  });

  it('sorts absent values lowest, both ways', async () => {
    const list = await listOf([
      { id: 'a', document: { id: 'a', issueDate: '2026-02-01T00:00:00' } }, { id: 'b', document: { id: 'b' } },
      { id: 'c', document: { id: 'c', issueDate: '2026-01-01T00:00:00' } }]);
    expect((await page(list, { orderBy: 'issueDate' })).ids).toEqual(['b', 'c', 'a']);
    expect((await page(list, { orderBy: '-issueDate' })).ids).toEqual(['a', 'c', 'b']);
  });

  it('answers a page past the end with nothing and the true total', async () => {
    const list = await listOf([{ id: 'a', document: { id: 'a', totalAmount: 5 } }]);
    expect(await page(list, { offset: 100 })).toMatchObject({ total: 1, ids: [] });
    expect(await page(list, { offset: 100, query: 'totalAmount>1' })).toMatchObject({ total: 1, ids: [] });
    expect(await page(list, { query: 'totalAmount>9' })).toMatchObject({ total: 0, ids: [] });
  });

  it('finds pages far into a list by anchors, exactly like pages at its start', async () => {
    const records = Array.from({ length: 5_050 }, (_, i): StoredRecord => {
      const id = `id-${String((i * 7919) % 5_050).padStart(5, '0')}`;
      return { id, document: i % 100 === 7 ? null : { id, status: i % 2 ? 'Paid' : 'Void' } };
    });
    const { list, totals } = await listOf(records);
    const memory = new ListMemory();
    const shown = records.filter(({ document }) => document).map(({ id }) => id).sort();
    const paid = records.filter(({ document }) => document?.['status'] === 'Paid').map(({ id }) => id).sort();
    for (const [query, all] of [[undefined, shown], ['status=paid', paid]] as const) {
      for (const offset of [0, 999, 1_000, 1_001, 2_480, 3_999, 4_000, all.length - 1, all.length]) {
        for (let round = 0; round < 2; round += 1) {
          const { total, documents } = await database.tenants.sql(list.operatorId, (client) =>
            readPage(client, list, totals, { limit: 30, offset, query: query && parseQuery(query, target) }, memory));
          const ids = documents.map((document) => (JSON.parse(String(document)) as { id: string }).id);
          expect({ query, offset, total, ids }).toEqual({ query, offset, total: all.length, ids: all.slice(offset, offset + 30) });
        }
      }
    }
    const backwards = await database.tenants.sql(list.operatorId, (client) =>
      readPage(client, list, totals, { limit: 30, offset: 3_000, orderBy: parseOrderBy('-id', target) }));
    expect(backwards.documents.map((document) => (JSON.parse(String(document)) as { id: string }).id)).toEqual([...shown].reverse().slice(3_000, 3_030));
    // A change has another version, for which nothing is remembered.
    await database.tenants.sql(list.operatorId, (client) => client.query("update record set status = 'void' where connection_id = $1", [list.connectionId]));
    const after = await database.tenants.sql(list.operatorId, (client) =>
      readPage(client, list, { ...totals, version: '2' }, { limit: 30, offset: 0, query: parseQuery('status=paid', target) }, memory));
    expect(after.total).toBe(0);
  }, 30_000);

  it('shows one list only', async () => {
    const one = await listOf([{ id: 'a', document: { id: 'a' } }]);
    const other = { ...one.list, connectionId: newId() };
    await storeRecords(database.tenants, other, [{ id: 'z', document: { id: 'z' } }]);
    expect((await page(one)).ids).toEqual(['a']);
    const foreign = { ...one.list, operatorId: newId() };
    expect((await page({ list: foreign, totals: { served: 1, unserved: 0, deleted: 0, version: '1' } })).ids).toEqual([]);
  });

  it('finds exactly what the query means, for any documents and any query', async () => {
    const names = fc.constantFrom('Paid', 'paid', 'Void', 'draft', "O'Brien", '100%', '_', 'Ünï', '株式会社', '\\', 'a b');
    const date = fc.constantFrom('2026-01-01T00:00:00', '2026-01-31T10:15:30', '2025-12-31T00:00:00');
    const amount = fc.constantFrom(0, 0.1, -5, 10.25, 1e6);
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const document = fc.record({
      status: maybe(names), note: maybe(names), invoiceNumber: maybe(names), currency: maybe(fc.constantFrom('GBP', 'EUR')),
      customerRef: maybe(fc.record({ id: names, companyName: maybe(names) })),
      issueDate: maybe(date), paidOnDate: maybe(date), modifiedDate: date.map((text) => `${text}Z`), totalAmount: maybe(amount), subTotal: maybe(amount),
    });
    const text = fc.oneof(
      fc.tuple(fc.constantFrom('status', 'note', 'invoiceNumber', 'currency', 'customerRef.id', 'customerRef.companyName', 'id'), fc.constantFrom('=', '!=', '~'), names),
      fc.tuple(fc.constantFrom('issueDate', 'paidOnDate', 'modifiedDate'), fc.constantFrom('=', '!=', '>', '<', '>=', '<='), fc.oneof(date, fc.constant('2026-01-01'))),
      fc.tuple(fc.constantFrom('totalAmount', 'subTotal'), fc.constantFrom('=', '!=', '>', '<', '>=', '<='), fc.constantFrom('0', '0.10', '-5', '10.25', '007')),
    ).map((parts) => parts.join(''));
    const query = fc.tuple(text, fc.constantFrom('&&', '||'), text, fc.constantFrom('&&', '||'), text)
      .map(([a, first, b, second, c]) => `{${a}${first}${b}}${second}${c}`);
    await fc.assert(fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 12 }), fc.array(query, { minLength: 8, maxLength: 8 }), async (documents, queries) => {
      const rows = documents.map((values, i): StoredRecord => ({ id: `id-${String(i).padStart(3, '0')}`, document: JSON.parse(JSON.stringify({ id: `id-${String(i).padStart(3, '0')}`, ...values })) as Record<string, unknown> }));
      const list = await listOf(rows);
      for (const one of queries) {
        const expected = rows.filter((row) => matches(parseQuery(one, target), row.document)).map((row) => row.id);
        expect({ query: one, ...(await page(list, { query: one })) }).toMatchObject({ query: one, total: expected.length, ids: expected });
      }
    }), { numRuns: 25 });
  }, 60_000);
});
