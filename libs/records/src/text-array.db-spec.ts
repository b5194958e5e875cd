import { type TestDatabase, testDatabase } from '#test/database';
import { newId } from '#platform/ids';
import { textArray } from './text-array.js';

jest.setTimeout(60_000);

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.drop());

const sent = (texts: readonly (string | Buffer)[]) => database.tenants.sql(newId(), async (client) =>
  (await client.query<{ texts: string[] }>('select $1::text[] as texts', [textArray(texts)])).rows[0].texts);

describe('textArray', () => {
  it('reaches PostgreSQL as the very texts, in order', async () => {
    const texts = ['', 'null', '{"a":"\\u0000 \\" é 漢 😀"}', '{,}', "'"];
    expect(await sent(texts)).toEqual(texts);
    expect(await sent(texts.map((text) => Buffer.from(text)))).toEqual(texts);
  });

  it('may have none', async () => {
    expect(await sent([])).toEqual([]);
  });
});
