import Big from 'big.js';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupportedDataType } from '#accounting/data-types';
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

/** Payloads for each mapping. The gate makes do with a few; `HOSTILE_RUNS=10000` is the whole measure. */
const runs = Number(process.env['HOSTILE_RUNS'] ?? 300);

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

/** Maps to a document of the model, or says which field is at fault: nothing else ever happens. */
function mapsOrReports({ mappings }: Source, dataType: SupportedDataType, native: NativeRecord): void {
  const mapped = orReport(() => mappings[dataType]!(native, references));
  if (!mapped || mapped.deleted) return;
  expect(models[dataType].schema.safeParse(mapped.document).error).toBeUndefined();
  const printed = JSON.stringify(mapped.document);
  expect(printed.isWellFormed() && !printed.includes('\\u0000')).toBe(true);
}

function orReport<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    expect(error.field).not.toBe('');
    return undefined;
  }
}

/** What is asked of a record before it is mapped never fails. */
function isIdentified(source: Source, native: NativeRecord): void {
  orReport(() => source.id(native));
  expect(() => source.modifiedAt(native)).not.toThrow();
  const { contacts, payments } = source.names(native);
  expect([...contacts, ...payments].every((name) => typeof name === 'string')).toBe(true);
}

const mappers = xero.sources.flatMap((source) => source.dataTypes.map((dataType): [string, SupportedDataType, Source] => [source.key, dataType, source]));

/** Real records with one to three places broken. */
function damagedRecords(source: Source): fc.Arbitrary<NativeRecord> {
  const whole = fixtures.filter((fixture) => fixture.source === source.key).map(({ native }) => ({ native, paths: places(native).filter((path) => path.length > 0) }));
  return fc.constantFrom(...whole).chain(({ native, paths }) =>
    fc
      .array(fc.tuple(fc.constantFrom(...paths), fc.option(value, { nil: undefined })), { minLength: 1, maxLength: 3 })
      .map((damages) => damages.reduce<unknown>((record, [path, by]) => (isThere(record, path) ? replaced(record, path, by) : record), native) as NativeRecord),
  );
}

function isThere(node: unknown, path: readonly Step[]): boolean {
  let found: unknown = node;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return false;
    found = (found as Record<Step, unknown>)[step];
  }
  return true;
}

test.each(mappers)('%s as %s: a record with damaged fields is mapped to a valid document or reported', (_key, dataType, source) => {
  fc.assert(
    fc.property(damagedRecords(source), (native) => {
      isIdentified(source, native);
      mapsOrReports(source, dataType, native);
    }),
    { numRuns: runs },
  );
});

const accounts: NativeRecord[] = [
  ...books.chartOfAccounts!.map(({ id, nominalCode, name, isBankAccount }) => ({ AccountID: id, Code: nominalCode, Name: name, Type: isBankAccount ? 'BANK' : 'EXPENSE' })),
  ...[...JSON.stringify(fixtures).matchAll(/"AccountID":"([^"]+)"/g)].map(([, id]) => ({ AccountID: id, Type: 'EXPENSE' })),
  ...['DEBTORS', 'CREDITORS', 'GST', 'ROUNDING', 'REALISEDCURRENCYGAIN'].map((key) => ({ AccountID: key, Class: 'LIABILITY', SystemAccount: key })),
];
const organisation = { BaseCurrency: 'GBP', FinancialYearEndDay: 31, FinancialYearEndMonth: 3 };
const ledger = xero.ledger!;
const rules = ledger.rules(new Map<string, NativeRecord[]>([['Organisation', [organisation]], ['Accounts', accounts]]));
const statements = Object.values(ledger.statements);

/** Whole cents that come out even, on days and accounts, or the field that is at fault. */
function postsOrReports(source: string, native: NativeRecord): void {
  const postings = orReport(() => rules.postings(source, native)) ?? [];
  for (const { accountId, on, amount } of postings) {
    expect(rules.account(accountId)).toBeDefined();
    expect(on).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(amount.eq(amount.round(2))).toBe(true);
  }
  expect(postings.reduce((left, { amount }) => left.plus(amount), new Big(0)).eq(0)).toBe(true);
}

test.each(ledger.sources)('%s: a record with damaged fields posts or is reported', (key) => {
  const whole = fixtures.filter((fixture) => fixture.source === key);
  expect(whole.some(({ native }) => (orReport(() => rules.postings(key, native)) ?? []).length > 0)).toBe(true);
  fc.assert(fc.property(damagedRecords(sourceOf(key)), (native) => postsOrReports(key, native)), { numRuns: runs });
});

test.each(statements)('%s: a statement with damaged fields is read by account or reported', (key) => {
  fc.assert(fc.property(damagedRecords(sourceOf(key)), (native) => { orReport(() => rules.statement(key, native)); }), { numRuns: runs });
});

test('an organisation and accounts with damaged fields have rules or are reported', () => {
  fc.assert(
    fc.property(damagedRecords(sourceOf('Organisation')), damagedRecords(sourceOf('Accounts')), (broken, account) => {
      const made = orReport(() => ledger.rules(new Map([['Organisation', [broken]], ['Accounts', [...accounts, account]]])));
      if (made) expect(made.yearStart('2026-11-22') <= '2026-11-22').toBe(true);
    }),
    { numRuns: runs },
  );
});

function sourceOf(key: string): Source {
  return xero.sources.find((source) => source.key === key)!;
}

test('any object at all is mapped to a valid document or reported', () => {
  const keys = fc.constantFrom(
    'InvoiceID', 'Type', 'Status', 'LineItems', 'Payments', 'Contact', 'Date', 'Total', 'PaymentType', 'Amount', 'Invoice', 'Options', 'Month', 'Rows', 'JournalLines', 'x',
  );
  const anything = fc.dictionary(fc.oneof(keys, fc.string()), value).map((record) => JSON.parse(JSON.stringify(record)) as NativeRecord);
  fc.assert(
    fc.property(fc.constantFrom(...mappers), anything, ([, dataType, source], native) => {
      isIdentified(source, native);
      mapsOrReports(source, dataType, native);
      if (ledger.sources.includes(source.key)) postsOrReports(source.key, native);
      if (statements.includes(source.key)) orReport(() => rules.statement(source.key, native));
    }),
    { numRuns: Math.max(1000, runs) },
  );
});
