import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { brokenRelations } from '#accounting/relations';
import type { SupportedDataType } from '#accounting/data-types';
import { mapFixture, readFixtures } from '#connector-kit/fixtures';
import { xero } from './xero.js';

const folder = join('libs', 'connector-xero', 'src', 'fixtures');
const books = JSON.parse(readFileSync(join(folder, 'books', 'lists.json'), 'utf8')) as Parameters<typeof mapFixture>[2];
const fixtures = readFixtures(folder);

test('every source has a fixture that shows a whole document of each of its data types', () => {
  for (const source of xero.sources) {
    const whole = fixtures.filter((fixture) => fixture.source === source.key && fixture.exact);
    for (const dataType of source.dataTypes) expect(whole.some(({ expected }) => expected[dataType])).toBe(true);
  }
});

describe.each(xero.sources.map(({ key }) => key))('%s', (source) => {
  test.each(fixtures.filter((fixture) => fixture.source === source).map((fixture) => [fixture.rule, fixture] as const))(
    '%s',
    (_rule, fixture) => {
      const outcomes = mapFixture(xero, fixture, books);
      expect(Object.keys(outcomes).sort()).toEqual(Object.keys(fixture.expected).sort());
      if (fixture.exact) expect(outcomes).toEqual(fixture.expected);
      else expect(outcomes).toMatchObject(fixture.expected);
      for (const path of fixture.absent ?? []) expect(outcomes).not.toHaveProperty(path);
    },
  );
});

test('whole documents keep their relations', () => {
  for (const fixture of fixtures.filter(({ exact }) => exact)) {
    for (const [dataType, document] of Object.entries(mapFixture(xero, fixture, books))) {
      if (document !== null) expect([fixture.rule, brokenRelations(dataType as SupportedDataType, document as object as never)]).toEqual([fixture.rule, []]);
    }
  }
});
