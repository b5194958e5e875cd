import type { NativeRecord } from '#connector-kit/connector';
import type { Written } from '#connector-kit/writes';
import { accepted, answerTo, platform, prepared, pushOf, sentIn, titled, type WriteFixture, writeOf } from './testing.js';

type Path = readonly (string | number)[];

/** Every value that was sent but the status, which moves on. */
function leaves(node: unknown, above: Path = []): Path[] {
  if (typeof node !== 'object' || node === null) return above[0] === 'Status' ? [] : [above];
  return Object.entries(node).flatMap(([key, below]) => leaves(below, [...above, Array.isArray(node) ? Number(key) : key]));
}

function changedAt(record: NativeRecord, path: Path): NativeRecord {
  const copy = JSON.parse(JSON.stringify(record)) as Record<string | number, unknown>;
  const holder = path.slice(0, -1).reduce((node, step) => node[step] as Record<string | number, unknown>, copy);
  const last = path.at(-1)!;
  const value = holder[last];
  const date = typeof value === 'string' ? /^\/Date\((\d+)/.exec(value)?.[1] : undefined;
  holder[last] = date !== undefined ? `/Date(${Number(date) + 86_400_000})/` : typeof value === 'number' ? value + 0.01 : typeof value === 'boolean' ? !value : `${String(value)}9`;
  return copy;
}

const past = { UpdatedDateUTC: '/Date(1700000000000+0000)/', CreatedDateUTC: '/Date(1700000000000+0000)/' };
const lists = accepted.filter(({ kind, request }) => kind === 'Create' && !['Allocations', 'Options'].includes(sentIn(request!).list));

describe('a create whose answer was lost', () => {
  async function scene(fixture: WriteFixture) {
    const request = await prepared(fixture);
    const { list, idField, element } = sentIn(request);
    const native = (answerTo(request, fixture.further).body as Record<string, NativeRecord[]>)[list][0];
    const find = (records: readonly NativeRecord[]): Promise<Written | null> => writeOf(fixture).find(
      platform(undefined, { [list]: records.map((record) => ({ ...record, CreatedDateUTC: record.CreatedDateUTC ?? '' })) }),
      pushOf(fixture),
      { request, since: '2026-11-22T10:00:00.5Z', claimed: new Set(['claimed']) },
    );
    return { native, idField, element, find };
  }

  test.each(titled(lists))('is found among near twins, %s', async (_rule, fixture) => {
    const { native, idField, element, find } = await scene(fixture);
    const twins = leaves(element).map((path, place) => ({ ...changedAt(native, path), [idField]: `twin ${place}` }));
    const found = await find([...twins, native]);
    expect(found).toEqual(writeOf(fixture).written(answerTo(await prepared(fixture), fixture.further), pushOf(fixture)));
  });

  test.each(titled(lists))('has not happened where only older records and those of other pushes are equal, %s', async (_rule, fixture) => {
    const { native, idField, find } = await scene(fixture);
    expect(await find([{ ...native, ...past, [idField]: 'older' }, { ...native, [idField]: 'claimed' }])).toBeNull();
  });
});

const given = (dataType: string, kind: string) => accepted.find((fixture) => fixture.dataType === dataType && fixture.kind === kind)!;
const sent = { since: '2026-11-22T10:00:00Z', claimed: new Set<string>() };

test('a record under the given unique name is the one, though somebody changed it since', async () => {
  const fixture = given('customers', 'Create');
  const request = await prepared(fixture);
  const { list, idField, element } = sentIn(request);
  const native = { ...element, [idField]: 'made', EmailAddress: 'new@nordwind.example', UpdatedDateUTC: '/Date(1795341600000+0000)/' };
  const found = await writeOf(fixture).find(platform(undefined, { [list]: [native] }), pushOf(fixture), { request, ...sent });
  expect(found?.changes).toEqual([{ type: 'Created', recordRef: { id: 'made', dataType: 'customers' } }]);
});

test('an update has happened when all that was sent is in the record', async () => {
  const fixture = given('customers', 'Update');
  const request = await prepared(fixture);
  const there = { ...sentIn(request).element, Name: 'Acme' };
  const find = (record: NativeRecord) => writeOf(fixture).find(platform(record), pushOf(fixture), { request, ...sent });
  expect((await find(there))?.changes).toEqual([{ type: 'Modified', recordRef: { id: fixture.recordId, dataType: 'customers' } }]);
  expect(await find({ ...there, ContactStatus: 'ACTIVE' })).toBeNull();
});

test.each([['VOIDED', true], ['DELETED', true], ['AUTHORISED', false]])('a bill that is %s: whether it was deleted is %s', async (Status, happened) => {
  const fixture = given('bills', 'Delete');
  const found = await writeOf(fixture).find(platform({ ...fixture.there, Status }), pushOf(fixture), { request: await prepared(fixture), ...sent });
  expect(found !== null).toBe(happened);
});

test('a payment to a supplier that is taken back has been taken back', async () => {
  const fixture = given('billPayments', 'Delete');
  const find = async (Status: string) => writeOf(fixture).find(platform({ ...fixture.there, Status }), pushOf(fixture), { request: await prepared(fixture), ...sent });
  expect((await find('DELETED'))?.changes).toEqual([{ type: 'Deleted', recordRef: { id: fixture.recordId, dataType: 'billPayments' } }]);
  expect(await find('AUTHORISED')).toBeNull();
});

test.each([
  ['the same', {}, true],
  ['of another amount', { Amount: 7.01 }, false],
  ['of another invoice', { Invoice: { InvoiceID: '00001002-5c1b-4d2e-9f00-6a7b8c9d0e1f' } }, false],
  ['of another day', { Date: '/Date(1795305600000+0000)/' }, false],
  ['taken back', { IsDeleted: true }, false],
])('a credit note with an allocation that is %s', async (_what, other, happened) => {
  const fixture = accepted.find(({ dataType, changes }) => dataType === 'payments' && changes !== undefined)!;
  const request = await prepared(fixture);
  const allocation = { ...sentIn(request).element, Date: '/Date(1795219200000+0000)/', ...other };
  const find = (Allocations: NativeRecord[]) => writeOf(fixture).find(platform({ Allocations }), pushOf(fixture), { request, ...sent });
  expect((await find([allocation]))?.changes).toEqual(happened ? fixture.changes : undefined);
});

test('an option of the asked name is the one, unless another push made it', async () => {
  const fixture = given('trackingCategories', 'Create');
  const request = await prepared(fixture);
  const find = (claimed: string[], ...names: string[]) =>
    writeOf(fixture).find(platform({ Options: names.map((Name, place) => ({ Name, TrackingOptionID: `o${place}` })) }), pushOf(fixture), { request, ...sent, claimed: new Set(claimed) });
  expect((await find([], 'North', 'East'))?.changes).toEqual([{ type: 'Created', recordRef: { id: 'o1', dataType: 'trackingCategories' } }]);
  expect(await find(['o0'], 'East')).toBeNull();
});
