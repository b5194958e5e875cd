import { newId } from '#platform/ids';
import { testDatabase, type TestDatabase } from '#test/database';
import fc from 'fast-check';
import { readBytes } from './document-bytes.js';

describe('bytes of a column', () => {
  let database: TestDatabase;

  beforeAll(async () => { database = await testDatabase(); });
  afterAll(() => database?.drop());

  const read = (select: string, values: unknown[]) =>
    database.tenants.read(newId(), (client) => readBytes(client, select, values)).then((bytes) => bytes.map(String));

  it('are those of any text, as many as there are, however long', async () => {
    const hostile = fc.constantFrom("'", "''", '\\', "\\'", '$1', '$$', 'é', '株', '\n', '\t', '--', '/*', ';', "E'", '\u{1F600}', 'a');
    const texts = fc.array(fc.array(hostile, { maxLength: 12 }).map((parts) => parts.join('')), { maxLength: 8 });
    await fc.assert(fc.asyncProperty(texts, fc.nat(40_000), async (list, repeats) => {
      const long = 'ü'.repeat(repeats);
      const wanted = [...list, long];
      expect(await read('select t from unnest($1::text[]) with ordinality u(t, place) order by place limit $2', [wanted, wanted.length])).toEqual(wanted);
    }), { numRuns: 40 });
  });

  it('are none of a null, and of a select that finds nothing', async () => {
    expect(await read('select t from unnest($1::text[]) t union all select null', [['a', '']])).toEqual(['a', '']);
    expect(await read('select t from unnest($1::text[]) t where t = $2', [['a'], 'b'])).toEqual([]);
  });

  it('are asked for in vain by a statement that fails, which spoils nothing after it', async () => {
    await expect(read('select ($1::text)::int::text', ['x'])).rejects.toThrow(/integer/);
    expect(await read('select $1::text', ['x'])).toEqual(['x']);
  });
});
