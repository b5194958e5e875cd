import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { models } from '#accounting/models';
import { buildReferences, type NamedDocuments, type SmallLists } from '#connector-kit/build-references';
import type { NativeRecord, Source } from '#connector-kit/connector';
import { ReadingError } from '#connector-kit/errors';
import { readFixtures } from '#connector-kit/fixtures';
import { xero } from './xero.js';

const folder = join('libs', 'connector-xero', 'src', 'fixtures');
const books = JSON.parse(readFileSync(join(folder, 'books', 'lists.json'), 'utf8')) as SmallLists & NamedDocuments;
const references = buildReferences(books, books);
const fixtures = readFixtures(folder);
const sourceOf = new Map(xero.sources.map((source) => [source.key, source]));

/** What a field may hold instead of what it should. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 1e15, 1e-12, 2 ** 53, '', ' ', 'NaN', '1.5', null, [], {}, [null], [{}], true, false),
  fc.constantFrom('/Date(0)/', '/Date(-62135596800001+0000)/', '/Date(9999999999999999)/', '/Date()/', '2026-13-01', 'constructor', '__proto__', 'toString'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

type Step = string | number;

/** Every place in a record, so that the faults hit fields that are read and not only made-up ones. */
function places(node: unknown, above: Step[] = []): Step[][] {
  if (typeof node !== 'object' || node === null) return [above];
  return [above, ...Object.entries(node).flatMap(([key, below]) => places(below, [...above, Array.isArray(node) ? Number(key) : key]))];
}

/** JSON takes out what no answer could hold: undefined, NaN, Infinity. */
function replaced(node: unknown, path: readonly Step[], by: unknown): unknown {
  const copy = JSON.parse(JSON.stringify({ node })) as { node: unknown };
  let holder = copy as unknown as Record<Step, unknown>;
  let key: Step = 'node';
  for (const step of path) {
    holder = holder[key] as Record<Step, unknown>;
    key = step;
  }
  if (by === undefined) delete holder[key];
  else holder[key] = by;
  return (JSON.parse(JSON.stringify(copy)) as { node: unknown }).node;
}

function mapsOrReports(source: Source, native: NativeRecord): void {
  for (const reader of [() => source.id(native), ...Object.keys(source.mappings).map((dataType) => () => mapAs(source, native, dataType))]) {
    try {
      reader();
    } catch (error) {
      if (!(error instanceof ReadingError)) throw error;
      expect(error.field).not.toBe('');
    }
  }
  expect(() => source.modifiedAt(native)).not.toThrow();
  const { contacts, payments } = source.names(native);
  expect([...contacts, ...payments].every((name) => typeof name === 'string')).toBe(true);
}

function mapAs(source: Source, native: NativeRecord, dataType: string): void {
  const mapped = source.mappings[dataType as keyof Source['mappings']]!(native, references);
  if (mapped === null || mapped.deleted) return;
  expect(models[dataType as keyof typeof models].schema.safeParse(mapped.document).error).toBeUndefined();
  const printed = JSON.stringify(mapped.document);
  expect(printed.isWellFormed() && !printed.includes('\\u0000')).toBe(true);
}

test('a record with damaged fields is mapped to a valid document or reported', () => {
  const damaged = fc.constantFrom(...fixtures).chain((fixture) =>
    fc
      .array(fc.tuple(fc.constantFrom(...places(fixture.native).filter((path) => path.length > 0)), fc.option(value, { nil: undefined })), { minLength: 1, maxLength: 3 })
      .map((damages) => ({ fixture, damages })),
  );
  fc.assert(
    fc.property(damaged, ({ fixture, damages }) => {
      let native: unknown = fixture.native;
      for (const [path, by] of damages) {
        const isThere = places(native).some((place) => place.join('.') === path.join('.'));
        if (isThere) native = replaced(native, path, by);
      }
      mapsOrReports(sourceOf.get(fixture.source)!, native as NativeRecord);
    }),
    { numRuns: 1500 },
  );
});

test('any object at all is mapped to a valid document or reported', () => {
  const keys = fc.constantFrom('InvoiceID', 'Type', 'Status', 'LineItems', 'Payments', 'Contact', 'Date', 'Total', 'PaymentType', 'Amount', 'Invoice', 'Options', 'x');
  const anything = fc.dictionary(fc.oneof(keys, fc.string()), value).map((record) => JSON.parse(JSON.stringify(record)) as NativeRecord);
  fc.assert(
    fc.property(fc.constantFrom(...xero.sources), anything, (source, native) => mapsOrReports(source, native)),
    { numRuns: 1000 },
  );
});
