import fc from 'fast-check';
import { type WriteOption, WriteRefused } from '#connector-kit/writes';
import { xero } from '../xero.js';
import { accepted, answerTo, contextOf, missing, platform, prepared, pushOf, references, refused, titled, type WriteFixture, writeOf } from './testing.js';

test('every kind of write has a fixture', () => {
  const kinds = xero.writes.filter(({ kind }) => kind !== 'UploadAttachment').map(({ dataType, kind }) => `${dataType} ${kind}`);
  expect([...new Set(accepted.map(({ dataType, kind }) => `${dataType} ${kind}`))].sort()).toEqual(kinds.sort());
});

test('no data type has a kind of write twice', () => {
  const names = xero.writes.map(({ dataType, kind }) => `${dataType} ${kind}`);
  expect(new Set(names).size).toBe(names.length);
});

describe('what Xero is asked', () => {
  test.each(titled(accepted))('%s', async (_rule, fixture) => {
    const { headers, ...request } = await prepared(fixture);
    expect(request).toEqual(fixture.request);
    expect(headers).toEqual({ accept: 'application/json' });
  });
});

describe('what is refused', () => {
  test.each(titled(refused))('%s', async (_rule, fixture) => {
    const refusal = await prepared(fixture).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(WriteRefused);
    expect((refusal as WriteRefused).issues.map(({ field }) => field)).toEqual([fixture.refused]);
  });
});

const types = { Create: 'Created', Update: 'Modified', Delete: 'Deleted', UploadAttachment: 'AttachmentUploaded' } as const;

describe('what Xero answers is served as it was given', () => {
  test.each(titled(accepted))('%s', async (_rule, fixture) => {
    const written = writeOf(fixture).written(answerTo(await prepared(fixture), fixture.further), pushOf(fixture));
    const { dataType, kind } = fixture;
    expect(written.changes).toEqual(fixture.changes ?? [{ type: types[kind], recordRef: { id: expect.any(String) as string, dataType } }]);
    if (kind === 'Delete') return;
    const served = written.natives.flatMap(({ source, native }) => {
      const mapped = xero.sources.find(({ key }) => key === source)?.mappings[dataType]?.(native, references);
      return mapped && !mapped.deleted ? [mapped.document] : [];
    });
    expect(served).toEqual(served.map(() => expect.objectContaining({ id: written.changes[0].recordRef.id }) as unknown));
    for (const document of served) expect(document).toMatchObject({ id: written.changes[0].recordRef.id, ...given(fixture) });
  });
});

function given({ document, differs = [] }: WriteFixture): object {
  return Object.fromEntries(Object.entries(document ?? {}).filter(([name]) => !differs.includes(name)));
}

const ids = ['000000c1', '000000a1', '000000a3', '000000a6', '00000011', '00000070', '00000071', '00000099'].map((start) => `${start}-5c1b-4d2e-9f00-6a7b8c9d0e1f`);

/** Bodies that a tree of options allows: what is outside of it is taken out before. */
function bodies(option: WriteOption): fc.Arbitrary<unknown> {
  switch (option.type) {
    case 'Object':
      return objects(option);
    case 'Array':
      return fc.array(objects(option), { maxLength: 3 });
    case 'String':
      return option.choices ? fc.constantFrom(...option.choices.map(({ value }) => value)) : fc.oneof(fc.constantFrom('', 'GBP', 'USD', ...ids), fc.string({ maxLength: Math.min(option.maxLength ?? 60, 60) }));
    case 'Number':
      return fc.oneof(fc.constantFrom(0, -0, 1, -1, 0.1, 5e-324, 1e308, 1e15), fc.double({ noNaN: true }));
    case 'Boolean':
      return fc.boolean();
    case 'DateTime':
      return fc.constantFrom('2026-11-22T00:00:00', '2026-11-22', '2026-11-22T10:00:00Z', '9999-12-31T23:59:59.999-11:00', '2026-02-30');
  }
}

function objects({ properties = {} }: WriteOption): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, bodies(property)]));
  return fc.record(model, { requiredKeys: Object.keys(properties).filter((name) => properties[name].required) });
}

const withBodies = xero.writes.flatMap((write): [string, typeof write][] => (write.options === null ? [] : [[`${write.dataType} ${write.kind}`, write]]));

test.each(withBodies)('%s: whatever the options allow becomes a request or is refused', async (_name, write) => {
  const fixture = accepted.find(({ dataType, kind }) => dataType === write.dataType && kind === write.kind)!;
  const context = contextOf(fixture.stored ?? null);
  await fc.assert(
    fc.asyncProperty(bodies(write.options!), async (body) => {
      const document = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
      const outcome = await write.prepare(platform(undefined), { ...pushOf(fixture), document }, context).catch((error: unknown) => error);
      if (outcome instanceof WriteRefused || outcome === missing) return;
      expect(outcome).not.toBeInstanceOf(Error);
      expect(JSON.stringify(outcome)).not.toContain('null');
    }),
    { numRuns: Number(process.env['HOSTILE_RUNS'] ?? 100) },
  );
});
