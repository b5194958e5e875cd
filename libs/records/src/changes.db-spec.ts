import type { CanonicalDocument } from '#accounting/document';
import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import { firstPosition, type ListPosition, readChanges } from './changes.js';
import { nativeText } from './record-text.js';
import { documentOutcome, type Outcome } from './record-to-write.js';
import { writeRecords } from './write.js';

describe('the changes of a list', () => {
  let database: TestDatabase;
  let list: { operatorId: string; connectionId: string; dataType: 'items' };

  beforeAll(async () => { database = await testDatabase(); }, 60_000);
  afterAll(() => database?.drop());
  beforeEach(() => { list = { operatorId: newId(), connectionId: newId(), dataType: 'items' }; });

  const named = (id: string, name: string): Outcome => documentOutcome({ id, name } as CanonicalDocument);
  const write = (records: Record<string, Outcome>, meanwhile: () => Promise<void> = () => Promise.resolve()) => database.tenants.sql(list.operatorId, async (client) => {
    await writeRecords(client, list, Object.entries(records).map(([id, outcome]) => ({ dataType: 'items' as const, source: 'Items', sourceId: id, native: nativeText({ id, outcome }), outcome })));
    await meanwhile();
  });
  const changesAfter = (after: ListPosition, limit = 100) => database.tenants.sql(list.operatorId, (client) => readChanges(client, list, after, limit));
  const told = ({ changes }: Awaited<ReturnType<typeof changesAfter>>) => changes.map(({ id, change }) => `${id} ${change}`);

  it('are told once each, in the order of their last writes, by what is new to whoever reads', async () => {
    await write({ a: named('a', 'first'), b: named('b', 'first') });
    await write({ b: named('b', 'second'), c: named('c', 'first') });
    const all = await changesAfter(firstPosition);
    expect(told(all)).toEqual(['a created', 'b created', 'c created']);
    expect(all.changes[1]).toMatchObject({ document: expect.stringContaining('"second"'), modifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) });
    await write({ a: named('a', 'first'), b: named('b', 'third'), d: named('d', 'first') });
    await write({ c: { kind: 'deleted' } });
    expect(told(await changesAfter(all.position))).toEqual(['b changed', 'd created', 'c deleted']);
    const end = (await changesAfter(all.position)).position;
    expect(await changesAfter(end)).toEqual({ changes: [], position: end, more: false });
  });

  it('do not tell of what was never served, nor of what its document does not show', async () => {
    const faulty: Outcome = { kind: 'faulty', ruleId: 'accounting-item-101', field: 'Name', reason: 'is missing' };
    await write({ a: named('a', 'first'), b: faulty, c: { kind: 'deleted' } });
    const { position, ...page } = await changesAfter(firstPosition);
    expect(told({ ...page, position })).toEqual(['a created']);
    await write({ a: faulty });
    expect(told(await changesAfter(position))).toEqual([]);
    await write({ b: named('b', 'read at last') });
    expect(told(await changesAfter(position))).toEqual(['b created']);
  });

  it('have no gap, whatever is written while pages are read and however long it takes to commit', async () => {
    const ids = Array.from({ length: 30 }, (_, number) => `r${String(number).padStart(2, '0')}`);
    await write(Object.fromEntries(ids.map((id) => [id, named(id, 'first')])));
    const seen = new Map<string, string>();
    const read = async (position: ListPosition, limit: number) => {
      const page = await changesAfter(position, limit);
      for (const { id, document } of page.changes) seen.set(id, (JSON.parse(document) as { name: string }).name);
      return page;
    };
    let { position } = await read(firstPosition, 7);
    const writers: Promise<void>[] = [];
    for (let round = 1; round <= 12; round += 1) {
      // The first to begin are not the first to commit, and each holds its turn for a page of the reader.
      const some = ids.filter((_, place) => (place * 7 + round) % 5 === 0);
      writers.push(write(Object.fromEntries([...some, `new${round}`].map((id) => [id, named(id, `round ${round}`)])), () => read(position, 3).then(() => undefined)));
      ({ position } = await read(position, 4));
    }
    await Promise.all(writers);
    for (let more = true; more;) ({ position, more } = await read(position, 5));
    const { changes } = await changesAfter(firstPosition);
    expect(seen).toEqual(new Map(changes.map(({ id, document }) => [id, (JSON.parse(document) as { name: string }).name])));
    expect(seen.size).toBe(42);
  });
});
