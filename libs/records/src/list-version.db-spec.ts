import { parseQuery } from '#accounting/query';
import { queryTarget } from '#accounting/properties';
import type { CanonicalDocument } from '#accounting/document';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { ListMemory } from './list-memory.js';
import { type ListTotals, readPage } from './read.js';
import { nativeText } from './record-text.js';
import { documentOutcome, type Outcome } from './record-to-write.js';
import { writeRecords } from './write.js';

/** The memory of lists stands on this: whatever is written gives the list another version. */
describe('the version of a list', () => {
  let database: TestDatabase;
  const list = { operatorId: newId(), connectionId: newId(), dataType: 'items' as const };

  beforeAll(async () => {
    database = await testDatabase();
  }, 60_000);

  afterAll(() => database?.drop());

  async function write(id: string, native: object, outcome: Outcome): Promise<ListTotals> {
    return database.tenants.sql(list.operatorId, async (client) => {
      await writeRecords(client, list, [{ dataType: list.dataType, source: 'Items', sourceId: id, native: nativeText(native), outcome }]);
      const { rows: [row] } = await client.query<Record<'served' | 'unserved' | 'deleted' | 'version', string>>(
        'select served, unserved, deleted, version from record_total where operator_id = $1 and connection_id = $2', [list.operatorId, list.connectionId]);
      return { served: Number(row.served), unserved: Number(row.unserved), deleted: Number(row.deleted), version: row.version };
    });
  }

  it('changes with every change, also with one that changes no total, and with nothing else', async () => {
    const memory = new ListMemory();
    const named = async (totals: ListTotals, name: string) => {
      const query = parseQuery(`name=${name}`, queryTarget(list.dataType));
      const { total, documents } = await database.tenants.sql(list.operatorId, (client) => readPage(client, list, totals, { limit: 10, offset: 0, query }, memory));
      return [total, documents.length];
    };
    const item = (name: string): Outcome => documentOutcome({ id: 'a', name } as CanonicalDocument);
    const first = await write('a', { name: 'old' }, item('old'));
    expect([await named(first, 'old'), await named(first, 'new')]).toEqual([[1, 1], [0, 0]]);
    expect(await write('a', { name: 'old' }, item('old'))).toEqual(first);
    const second = await write('a', { name: 'new' }, item('new'));
    expect({ ...second, version: '' }).toEqual({ ...first, version: '' });
    expect(second.version).not.toBe(first.version);
    expect([await named(second, 'old'), await named(second, 'new')]).toEqual([[0, 0], [1, 1]]);
    const faulty = await write('b', {}, { kind: 'faulty', ruleId: 'accounting-tax-rate-101', field: 'Name', reason: 'is missing' });
    expect(faulty.version).not.toBe(second.version);
    const gone = await write('a', { name: 'gone' }, { kind: 'deleted' });
    expect(gone.version).not.toBe(faulty.version);
  });
});
