import type { CanonicalDocument } from '#accounting/document';
import { queryTarget } from '#accounting/properties';
import { parseQuery } from '#accounting/query';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { readDocument, readPage, type RecordList } from './read.js';
import { nativeText } from './record-text.js';
import { documentOutcome, type Outcome } from './record-to-write.js';
import { writeRecords } from './write.js';

let database: TestDatabase;
let list: RecordList;
beforeAll(async () => { database = await testDatabase(); }, 60_000);
afterAll(() => database?.drop());
beforeEach(() => { list = { operatorId: newId(), connectionId: newId(), dataType: 'items' }; });

const at = (minute: number) => `2020-01-01T09:${String(minute).padStart(2, '0')}:00Z`;
const item = (name: string): Outcome => documentOutcome({ id: 'a', name, metadata: { isDeleted: false } } as CanonicalDocument);

/** Writes, and puts what was written at a minute of that morning. */
async function write(minute: number, id: string, outcome: Outcome, keptVersions = 20): Promise<void> {
  await database.tenants.sql(list.operatorId, async (client) => {
    await writeRecords(client, list, [{ dataType: 'items', source: 'Items', sourceId: id, native: nativeText({ id, minute }), outcome }], { keptVersions });
    await client.query(`update record set modified_at = $3 where connection_id = $1 and source_id = $2 and modified_at > '2021-01-01'`, [list.connectionId, id, at(minute)]);
    await client.query(`update record_version set valid_to = $3 where connection_id = $1 and source_id = $2 and valid_to > '2021-01-01'`, [list.connectionId, id, at(minute)]);
  });
}

async function named(minute: number, query?: string): Promise<string[]> {
  const { documents, total } = await database.tenants.sql(list.operatorId, (client) => readPage(client, list, { served: 0, unserved: 1, deleted: 1, version: '1' }, {
    limit: 10, offset: 0, asOf: at(minute), ...(query !== undefined && { query: parseQuery(query, queryTarget('items')) }),
  }));
  expect(total).toBe(documents.length);
  return documents.map((bytes) => (JSON.parse(String(bytes)) as { name: string }).name);
}

const one = async (minute: number) => {
  const text = await database.tenants.sql(list.operatorId, (client) => readDocument(client, list, 'a', at(minute)));
  return text === null ? null : (JSON.parse(text) as { name: string }).name;
};

const versions = () => database.tenants.sql(list.operatorId, async (client) =>
  (await client.query<{ name: string }>(`select document::jsonb ->> 'name' as name from record_version order by valid_from`)).rows.map(({ name }) => name));

describe('earlier versions of records', () => {
  it('are served as they were at an instant, alone and in lists', async () => {
    await write(1, 'a', item('first'));
    await write(2, 'b', item('other'));
    await write(3, 'a', item('second'));
    await write(4, 'a', item('third'));
    expect([await one(0), await one(1), await one(2), await one(3), await one(5)]).toEqual([null, 'first', 'first', 'second', 'third']);
    expect([await named(0), await named(1), await named(2), await named(3), await named(9)])
      .toEqual([[], ['first'], ['first', 'other'], ['second', 'other'], ['third', 'other']]);
  });

  it('are searched by what they were', async () => {
    await write(1, 'a', item('first'));
    await write(3, 'a', item('second'));
    expect([await named(2, 'name=second'), await named(2, 'name=first'), await named(3, 'name=second'), await named(2, 'metadata.isDeleted=false')]).toEqual([[], ['first'], ['second'], ['first']]);
  });

  it('show a record that is deleted now as it was before', async () => {
    await write(1, 'a', item('first'));
    await write(3, 'a', { kind: 'deleted' });
    expect([await named(2, 'metadata.isDeleted=true'), await named(3, 'metadata.isDeleted=true')]).toEqual([[], ['first']]);
  });

  it('are kept of changes alone, up to as many as are wanted', async () => {
    await write(1, 'a', item('first'));
    await write(2, 'a', item('first'));
    expect(await versions()).toEqual([]);
    for (const [minute, name] of [[3, 'second'], [4, 'third'], [5, 'fourth'], [6, 'fifth']] as const) await write(minute, 'a', item(name), 2);
    expect(await versions()).toEqual(['third', 'fourth']);
    expect(await one(2)).toBeNull();
    await write(7, 'a', item('sixth'), 0);
    expect(await versions()).toEqual(['third', 'fourth']);
  });
});
